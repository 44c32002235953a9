"""Says whether somebody may do something with a client's record, and why not."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here as."""

    CLIENT = "client"
    WORKER = "worker"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """How somebody stands to one client; everybody else is `NONE`."""

    SELF = "self"
    CARE_TEAM = "care_team"
    RUNS_THE_AGENCY = "runs_the_agency"
    ON_DUTY = "on_duty"
    NONE = "none"


class Verb(StrEnum):
    """What can be done with a client's record."""

    READ_STORY = "read_story"
    READ_BRIEF = "read_brief"
    ADD_PASSAGE = "add_passage"
    CORRECT_PASSAGE = "correct_passage"
    KEEP_EPISODE = "keep_episode"
    MARK_READING = "mark_reading"
    GIVE_VERDICT = "give_verdict"
    READ_SESSIONS = "read_sessions"
    PLAN_SESSION = "plan_session"
    MAKE_PROMISE = "make_promise"
    SET_BOUNDARY = "set_boundary"
    READ_ACCESS_LOG = "read_access_log"
    SET_CARE_TEAM = "set_care_team"
    INVITE = "invite"
    EXPORT = "export"
    ERASE = "erase"
    TELL = "tell"
    LEAD_TELLING = "lead_telling"
    WRITE_LETTER = "write_letter"
    READ_LETTER = "read_letter"
    CHOOSE_SHARING = "choose_sharing"
    ASK_ABOUT = "ask_about"
    ANSWER_QUESTION = "answer_question"
    READ_HAND_OFF = "read_hand_off"
    SETTLE_HAND_OFF = "settle_hand_off"
    READ_REPAIR = "read_repair"
    KEEP_REPAIR = "keep_repair"
    ANSWER_REPAIR = "answer_repair"
    ANSWER_PROMISE = "answer_promise"
    GIVE_NOTICE = "give_notice"
    CHECK_IN = "check_in"
    TAKE_CHECK_IN = "take_check_in"
    READ_TRUST = "read_trust"
    ASK_QUESTIONNAIRE = "ask_questionnaire"
    READ_QUESTIONNAIRES = "read_questionnaires"
    ANSWER_QUESTIONNAIRE = "answer_questionnaire"
    READ_FORMULATION = "read_formulation"
    WRITE_FORMULATION = "write_formulation"
    ANSWER_FORMULATION = "answer_formulation"
    READ_WAY_OF_WORKING = "read_way_of_working"
    WRITE_WAY_OF_WORKING = "write_way_of_working"
    ANSWER_WAY_OF_WORKING = "answer_way_of_working"
    READ_TRIGGER_MAP = "read_trigger_map"
    WRITE_TRIGGER_MAP = "write_trigger_map"
    ANSWER_TRIGGER_MAP = "answer_trigger_map"
    REHEARSE = "rehearse"
    READ_CYCLES = "read_cycles"
    DRAW_CYCLE = "draw_cycle"
    DRAW_CYCLE_TOGETHER = "draw_cycle_together"
    ANSWER_CYCLE = "answer_cycle"


ALLOWED: Mapping[Relation, frozenset[Verb]] = {
    Relation.SELF: frozenset(
        {
            Verb.READ_STORY,
            Verb.GIVE_VERDICT,
            Verb.READ_SESSIONS,
            Verb.SET_BOUNDARY,
            Verb.READ_ACCESS_LOG,
            Verb.EXPORT,
            Verb.TELL,
            Verb.READ_LETTER,
            Verb.CHOOSE_SHARING,
            Verb.ASK_ABOUT,
            Verb.READ_REPAIR,
            Verb.ANSWER_REPAIR,
            Verb.ANSWER_PROMISE,
            Verb.CHECK_IN,
            Verb.READ_QUESTIONNAIRES,
            Verb.ANSWER_QUESTIONNAIRE,
            Verb.READ_FORMULATION,
            Verb.WRITE_FORMULATION,
            Verb.ANSWER_FORMULATION,
            Verb.READ_WAY_OF_WORKING,
            Verb.ANSWER_WAY_OF_WORKING,
            Verb.READ_TRIGGER_MAP,
            Verb.ANSWER_TRIGGER_MAP,
            Verb.READ_CYCLES,
            Verb.DRAW_CYCLE,
            Verb.ANSWER_CYCLE,
        }
    ),
    Relation.CARE_TEAM: frozenset(
        {
            Verb.READ_STORY,
            Verb.READ_BRIEF,
            Verb.ADD_PASSAGE,
            Verb.CORRECT_PASSAGE,
            Verb.KEEP_EPISODE,
            Verb.MARK_READING,
            Verb.READ_SESSIONS,
            Verb.PLAN_SESSION,
            Verb.MAKE_PROMISE,
            Verb.SET_BOUNDARY,
            Verb.READ_ACCESS_LOG,
            Verb.INVITE,
            Verb.EXPORT,
            Verb.LEAD_TELLING,
            Verb.WRITE_LETTER,
            Verb.ANSWER_QUESTION,
            Verb.READ_HAND_OFF,
            Verb.SETTLE_HAND_OFF,
            Verb.READ_REPAIR,
            Verb.KEEP_REPAIR,
            Verb.GIVE_NOTICE,
            Verb.TAKE_CHECK_IN,
            Verb.READ_TRUST,
            Verb.ASK_QUESTIONNAIRE,
            Verb.READ_QUESTIONNAIRES,
            Verb.READ_FORMULATION,
            Verb.WRITE_FORMULATION,
            Verb.READ_WAY_OF_WORKING,
            Verb.WRITE_WAY_OF_WORKING,
            Verb.READ_TRIGGER_MAP,
            Verb.WRITE_TRIGGER_MAP,
            Verb.REHEARSE,
            Verb.READ_CYCLES,
            Verb.DRAW_CYCLE_TOGETHER,
        }
    ),
    Relation.RUNS_THE_AGENCY: frozenset(
        {Verb.SET_CARE_TEAM, Verb.INVITE, Verb.EXPORT, Verb.ERASE, Verb.READ_ACCESS_LOG}
    ),
    Relation.ON_DUTY: frozenset({Verb.READ_HAND_OFF, Verb.SETTLE_HAND_OFF}),
    Relation.NONE: frozenset(),
}
"""What each relation may do; what is not listed is refused."""


def may(relation: Relation, verb: Verb) -> bool:
    """Return whether somebody who stands so to a client may do this."""
    return verb in ALLOWED[relation]
