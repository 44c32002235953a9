"""Says in plain words who looked at what."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.privacy.access import Role
from holdspace_site.actions.read_record import Look
from holdspace_site.records.scope import MAKE_EXTRACT, OPEN_RECORD, READ_PRACTICE

_HOUR = timedelta(hours=1)

WHAT = {
    "read_story": gettext_lazy("read the story"),
    "read_brief": gettext_lazy("read the one-page brief"),
    "add_passage": gettext_lazy("wrote down something that was told"),
    "correct_passage": gettext_lazy("corrected a typing slip"),
    "keep_episode": gettext_lazy("wrote down a period of help"),
    "mark_reading": gettext_lazy("marked what some words say"),
    "give_verdict_yes": gettext_lazy("said yes to a line"),
    "give_verdict_not_quite": gettext_lazy("said not quite to a line"),
    "give_verdict_taken_back": gettext_lazy("took a line back"),
    "bring_back": gettext_lazy("brought a line back"),
    "read_sessions": gettext_lazy("read the notes of the sessions"),
    "plan_session": gettext_lazy("planned a session or wrote down what it left"),
    "make_promise": gettext_lazy("wrote down a promise, or what became of it"),
    "set_boundary": gettext_lazy("wrote down something to leave alone"),
    "read_repair": gettext_lazy("read what is being put right between you"),
    "keep_repair": gettext_lazy("wrote down where a repair stands"),
    "answer_repair": gettext_lazy("said how a repair is for them"),
    "answer_promise": gettext_lazy("said if a promise was kept"),
    "give_notice": gettext_lazy("gave word of a break, a change or an ending"),
    "give_letter": gettext_lazy("gave a letter"),
    "answer_letter": gettext_lazy("said that a letter is answered"),
    "see_letter": gettext_lazy("noted the answers to a letter"),
    "read_access_log": gettext_lazy("looked at who looked"),
    "set_care_team": gettext_lazy("changed the care team"),
    "sign_in_by_link": gettext_lazy("signed in by a link"),
    "sign_in_by_pin": gettext_lazy("signed in with a PIN"),
    "pin_changed": gettext_lazy("changed the PIN"),
    "pin_stopped": gettext_lazy(
        "or somebody with the phone typed a wrong PIN ten times"
    ),
    "see_tried_pin": gettext_lazy("saw that a wrong PIN was typed ten times"),
    "device_ended": gettext_lazy("ended a phone"),
    "hand_over": gettext_lazy("sent words that a person should read soon"),
    "choose_help": gettext_lazy("pressed a button on the help card"),
    "list_hand_offs": gettext_lazy("saw that some words may need a person"),
    "read_hand_off": gettext_lazy("read words that may need a person"),
    "acknowledge_hand_off": gettext_lazy("said that they read these words"),
    "settle_hand_off": gettext_lazy("decided what comes after these words"),
    "invite": gettext_lazy("made a sign-in link"),
    "export": gettext_lazy("took out a copy of the record"),
    "read_shared_check_ins": gettext_lazy("read answers shared with a supervisor"),
    "check_in": gettext_lazy("answered after a session"),
    "share_check_in": gettext_lazy("chose who sees some answers"),
    "take_back_check_in": gettext_lazy("took answers back"),
    "read_check_in": gettext_lazy("looked for answers after a session"),
    "take_check_in": gettext_lazy("opened the questions after a session"),
    "read_trust": gettext_lazy("read the answers over time"),
    "ask_questionnaire": gettext_lazy("asked for a questionnaire"),
    "let_questionnaire_go": gettext_lazy("asked for a questionnaire no more"),
    "read_questionnaires": gettext_lazy("read questionnaires"),
    "read_shared_questionnaires": gettext_lazy(
        "read a questionnaire shared with a supervisor"
    ),
    "answer_questionnaire": gettext_lazy("filled in a questionnaire"),
    "decline_questionnaire": gettext_lazy("would rather not fill one in"),
    "share_questionnaire": gettext_lazy("chose who sees a questionnaire"),
    "take_back_questionnaire": gettext_lazy("took a questionnaire back"),
    "read_formulation": gettext_lazy("read how the pieces hang together"),
    "write_formulation": gettext_lazy("wrote down how the pieces hang together"),
    "answer_formulation": gettext_lazy("said if what hangs together fits"),
    "read_way_of_working": gettext_lazy("read how you work together"),
    "write_way_of_working": gettext_lazy("worked on how you work together"),
    "answer_way_of_working": gettext_lazy("answered how you work together"),
    "read_trigger_map": gettext_lazy("read what makes it hard"),
    "write_trigger_map": gettext_lazy("put what makes it hard in plain words"),
    "answer_trigger_map": gettext_lazy("answered what makes it hard"),
    "erase": gettext_lazy("erased the record"),
    "take_summary": gettext_lazy("took along a page of what was told"),
    "tell": gettext_lazy("told something"),
    "lead_telling": gettext_lazy("asked the questions about earlier help"),
    "write_letter": gettext_lazy("wrote a letter about what was heard"),
    "read_letter": gettext_lazy("read a letter about what was heard"),
    "choose_sharing": gettext_lazy("chose who may read what"),
    "ask_about": gettext_lazy("asked about something"),
    "answer_question": gettext_lazy("answered a question"),
    "give_verdict": gettext_lazy("gave an answer to a line"),
    "rehearse": gettext_lazy("thought over their own words to you"),
    "share_figures": gettext_lazy(
        "let a supervisor see counts of their own words to you, without your name"
    ),
    "take_figures_back": gettext_lazy("took such counts back"),
    "read_cycles": gettext_lazy("looked at what goes round"),
    "draw_cycle": gettext_lazy("drew what goes round"),
    "draw_cycle_together": gettext_lazy("drew with you what may go round"),
    "answer_cycle": gettext_lazy("gave their word on what goes round"),
    MAKE_EXTRACT: gettext_lazy(
        "put rows of your record into files, without your name and your words"
    ),
    READ_PRACTICE: gettext_lazy(
        "put numbers of your record together with those of others, without your name"
    ),
    OPEN_RECORD: gettext_lazy("opened the record"),
    "add_client": gettext_lazy("opened the record"),
}
ROLES = {
    Role.CLIENT.value: gettext_lazy("you"),
    Role.WORKER.value: gettext_lazy("worker"),
    Role.SUPERVISOR.value: gettext_lazy("supervisor"),
    Role.ADMINISTRATOR.value: gettext_lazy("administrator"),
}


def looks_in_words(
    entries: Iterable[Look], *, own: bool = True
) -> list[dict[str, object]]:
    """Return each look with its time, who it was, what they did, and if refused.

    The same person doing the same again within an hour is one look with a count; its
    time is that of the newest. `own` says that the reader is the client themselves.
    """
    return [
        {
            "at": timezone.localtime(same[0].at),
            "who": _who(same[0], own=own),
            "what": WHAT.get(same[0].verb, _("looked at the record")),
            "refused": same[0].refused,
            "times": len(same),
        }
        for same in folded(entries)
    ]


def folded(entries: Iterable[Look]) -> list[list[Look]]:
    """Put together what stands side by side, newest first, and is one doing."""
    folded: list[list[Look]] = []
    for entry in entries:
        newest = folded[-1][0] if folded else None
        if newest and _doing(entry) == _doing(newest) and newest.at - entry.at < _HOUR:
            folded[-1].append(entry)
        else:
            folded.append([entry])
    return folded


def _doing(entry: Look) -> tuple[object, ...]:
    return entry.who_id, entry.os_user, entry.verb, entry.refused


def _who(entry: Look, *, own: bool) -> str:
    if not entry.role:
        return _("Somebody at the machine itself (%(name)s)") % {"name": entry.os_user}
    if entry.role == Role.CLIENT.value:
        return _("You") if own else _("The client")
    return f"{entry.name}, {ROLES[entry.role]}"
