"""The letter "What I heard" on paper, with boxes to tick and lines to write on."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.content.wording import wording
from holdspace.story.letter import LetterKind
from holdspace_site.actions.read_letters import HeardLine, OpenLetter
from holdspace_site.web.paper import on_paper

TITLES = {
    LetterKind.HEARD: gettext_lazy("What I heard"),
    LetterKind.GOODBYE: gettext_lazy("A goodbye"),
    LetterKind.HAND_OVER: gettext_lazy("For whoever comes next"),
}


def letter_as_pdf(letter: OpenLetter) -> HttpResponse:
    """Return a given letter as a file to print."""
    return HttpResponse(
        letter_pdf(letter),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="letter.pdf"'},
    )


def letter_pdf(letter: OpenLetter) -> bytes:
    """Return a letter as a tagged PDF in large type, on A4.

    A line taken back is on no paper, whoever prints it.
    """
    say = wording()
    given = letter.given_at or letter.made_at
    return on_paper(
        "letter",
        letter={
            "opening": _paragraphs(letter.opening),
            "closing": letter.closing.splitlines(),
            "lines": [
                _line(line)
                for line in letter.in_it
                if line.text and not line.taken_back
            ],
            "labels": {
                "title": str(TITLES[letter.kind]),
                "from": _("From %(worker)s, %(day)s %(year)s")
                % {
                    "worker": letter.worker_name,
                    "day": say.day(given.date()),
                    "year": given.year,
                },
                "yes": _("Yes"),
                "not_quite": _("Not quite"),
                "taken_back": _("Take it back"),
                "instead": _("How would you say it?"),
                "missed": _("Did I miss something?"),
                "choice": _(
                    "You can answer some lines, all or none, today or another day."
                ),
                "foot": _("Keep this where only you find it, or give it back."),
            },
        },
    )


def _line(line: HeardLine) -> dict[str, str]:
    say = wording()
    told = _("you told this on %(day)s")
    return {
        "text": line.text,
        "quote": line.quote,
        "language": line.language.partition("-")[0] or "en",
        "told": told % {"day": say.day(line.told_on)} if line.told_on else "",
    }


def _paragraphs(words: str) -> list[str]:
    parts = words.replace("\r\n", "\n").split("\n\n")
    return [" ".join(part.split()) for part in parts if part.strip()]
