"""The check-in on paper: to tick and to write in by hand, on A5 or A4."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from holdspace.content.check_in import CheckInQuestion, check_in
from holdspace.content.way_of_working import way_pack
from holdspace_site.web.paper import on_paper


def check_in_pdf(
    paper: str, practice: dict[str, object], lines: Iterable[str] = ()
) -> bytes:
    """Return an empty check-in as a tagged PDF (PDF/UA-1); `paper` is a5 or a4.

    `lines` are those it asks about, whether they were kept.
    """
    pack, kept = check_in(), way_pack().kept
    return on_paper(
        "check_in",
        check_in={
            "paper": paper,
            "title": _("After your session"),
            "intro": pack.intro,
            "label": pack.label,
            "session": _("Session on:"),
            "questions": [_question(one) for one in pack.questions],
            "follow_ups": [
                _question(one) | {"follows": one.follows} for one in pack.follow_ups
            ],
            "kept": {
                "asks": kept.words,
                "lines": list(lines),
                "answers": [one.words for one in kept.answers],
            },
            "if_yes": _("If yes:"),
            "who_sees": _("Who sees this"),
            "who_reads": _(
                "Whoever you give this page to. They type it in, so your worker reads "
                "it. To keep it from your worker, answer on your own phone, or keep "
                "this page. You can change who sees it later on your own page."
            ),
            "not_watched": _(
                "Nobody reads this until you give it back. If you are in danger now, "
                "please call somebody."
            ),
            "numbers": [
                {"label": one["label"], "number": one["number"]}
                for one in practice["help_numbers"]
            ],
        },
    )


def _question(question: CheckInQuestion) -> dict[str, object]:
    is_row = bool(question.ends[0])
    return {
        "id": question.id,
        "words": question.words,
        "second_words": question.second_words,
        "ends": list(question.ends) if is_row else [],
        "answers": [one.id if is_row else one.words for one in question.answers],
    }
