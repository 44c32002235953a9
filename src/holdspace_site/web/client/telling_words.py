"""Sentences that the telling page says by itself, also without a network."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from holdspace.vocabulary.answers import Answer


def words_for_page(answers: Mapping[Answer, object]) -> dict[str, object]:
    """Return what the page's script says, by name; `{n}` and the like are filled in."""
    return {
        "saved": _("Saved at {time}. Not sent to anyone."),
        "saved_here": _("Saved on this phone at {time}. Not sent to anyone."),
        "not_saved": _(
            "Not saved yet: there is no connection. Your words are still on this page. "
            "Please leave it open."
        ),
        "signed_out": _(
            "Saved on this phone. You were signed out after a while. Sign in again to "
            "keep it with us too."
        ),
        "signed_out_unsaved": _(
            "You were signed out after a while. Your words are still here: open "
            "this page in a second window, sign in there, then come back here."
        ),
        "sign_in": _("Sign in again"),
        "nothing_yet": _(
            "There is nothing to tell yet. Tap a card or write a word, or choose "
            "another answer."
        ),
        "where": _("{section} · {n} of {most}. You can stop at any one."),
        "about_help": _("About this help: {name}"),
        "about_help_n": _("About help number {n}"),
        "told_one": _("You told one thing."),
        "told_many": _("You told {n} things."),
        "later_one": _("One question is kept for later."),
        "later_many": _("{n} questions are kept for later."),
        "drafts_one": _("One thing you wrote is not told. It is kept, and only yours."),
        "drafts_many": _(
            "{n} things you wrote are not told. They are kept, and only yours."
        ),
        "waiting_one": _("One answer waits on this phone until you are connected."),
        "waiting_many": _("{n} answers wait on this phone until you are connected."),
        "take_back": _("Do not send it"),
        "two_places": _(
            "You wrote this in two places. Both are kept. Which one is it?"
        ),
        "show_both": _("Show both"),
        "keep_this": _("Keep this one"),
        "keep_both": _("Keep both, one after the other"),
        "written_at": _("Written {day}, {time}"),
        "answer_anew": _("Answer it anew"),
        "not_taken": _("This could not be kept by us: {problem}"),
        "see_check_in": _("See these answers"),
        "enough": _("You can close this page now. Everything is kept."),
        "answers": {answer.value: str(words) for answer, words in answers.items()},
    }
