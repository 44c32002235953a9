"""Every look and change is written down once, and nobody can quietly take it out."""

import importlib
import inspect
import pkgutil
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

import holdspace_site.actions
from holdspace.alliance.notices import NoticeKind
from holdspace.alliance.repairs import ClientsWord, RepairStatus, RuptureKind
from holdspace.alliance.sessions import PromiseStatus, SessionStatus
from holdspace.approach.triggers import TriggerPart
from holdspace.approach.way_of_working import LineKind
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.letter import LetterKind
from holdspace.story.readings import Verdict
from holdspace.story.telling import Step
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.add_passage import NewPassage, add_passage
from holdspace_site.actions.add_people import (
    add_person,
    join_care_team,
    leave_care_team,
)
from holdspace_site.actions.answer_cycle import (
    answer_cycle,
    answer_found,
    keep_cycle_back,
)
from holdspace_site.actions.answer_letter import (
    LineAnswer,
    answer_line,
    send_answers,
    tell_missed,
)
from holdspace_site.actions.answer_question import answer_question
from holdspace_site.actions.answer_way_of_working import (
    WayAnswer,
    answer_way_of_working,
    propose_line,
)
from holdspace_site.actions.ask_about import AskedAbout, ask_about
from holdspace_site.actions.ask_questionnaire import (
    ask_questionnaire,
    let_questionnaire_go,
)
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.correct_passage import correct_passage
from holdspace_site.actions.draw_cycle import NewStep, draw_cycle
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_answer import Answering, give_answer
from holdspace_site.actions.give_check_in import Answered as CheckInAnswered
from holdspace_site.actions.give_check_in import type_in_check_in
from holdspace_site.actions.give_letter import give_letter
from holdspace_site.actions.give_notice import (
    NewNotice,
    change_notice,
    give_notice,
    read_notice,
)
from holdspace_site.actions.give_questionnaire import type_in_questionnaire
from holdspace_site.actions.give_verdict import bring_back, give_verdict
from holdspace_site.actions.hand_over_check_in import hand_over_check_in
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.keep_episode import (
    ToldOfHelp,
    add_episode,
    change_episode,
    read_episode,
)
from holdspace_site.actions.keep_recording import hear_recording
from holdspace_site.actions.keep_repair import Talk, answer_repair, keep_talk
from holdspace_site.actions.make_promise import (
    NewPromise,
    make_promise,
    renegotiate_promise,
    say_not_kept,
    settle_promise,
)
from holdspace_site.actions.mark_reading import (
    Chosen,
    Meaning,
    change_reading,
    mark_reading,
    remove_reading,
)
from holdspace_site.actions.notice_words import client_chose, hand_off_for
from holdspace_site.actions.open_repair import notice_rupture
from holdspace_site.actions.pass_on import pass_on
from holdspace_site.actions.plan_session import (
    Leavings,
    move_session,
    plan_session,
    record_session,
)
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_check_ins import read_session_check_in
from holdspace_site.actions.read_clients import read_clients
from holdspace_site.actions.read_cycles import read_cycles
from holdspace_site.actions.read_hand_offs import acknowledge, read_hand_off, settle
from holdspace_site.actions.read_letters import read_letter, read_letters
from holdspace_site.actions.read_promises import read_promise
from holdspace_site.actions.read_questionnaires import (
    hand_over_questionnaire,
    read_questionnaire,
    read_questionnaires,
)
from holdspace_site.actions.read_quotes import read_quotes
from holdspace_site.actions.read_record import read_looks, read_own_page
from holdspace_site.actions.read_repairs import read_repair
from holdspace_site.actions.read_sessions import read_session, read_sessions
from holdspace_site.actions.read_story import (
    read_passage,
    read_passage_of,
    read_story,
)
from holdspace_site.actions.read_summary import take_summary
from holdspace_site.actions.read_telling import hear_tender_yes, prepare_telling
from holdspace_site.actions.read_today import read_today
from holdspace_site.actions.read_trust import read_trust
from holdspace_site.actions.read_way_of_working import read_way_of_working
from holdspace_site.actions.rehearse import rehearse
from holdspace_site.actions.say_what_helps import say_what_helps
from holdspace_site.actions.see_letter import see_letter
from holdspace_site.actions.see_tried_pins import see_tried_pin
from holdspace_site.actions.set_boundary import lift_boundary, set_boundary
from holdspace_site.actions.share_figures import share_figures
from holdspace_site.actions.sign_in_link import invite_client
from holdspace_site.actions.told_answer import Told
from holdspace_site.actions.word_trigger import (
    answer_wording,
    read_trigger_map,
    word_trigger,
)
from holdspace_site.actions.write_farewell import start_farewell
from holdspace_site.actions.write_formulation import (
    answer_formulation,
    read_formulation,
    write_formulation,
)
from holdspace_site.actions.write_letter import (
    LetterChanges,
    change_letter,
    start_letter,
)
from holdspace_site.actions.write_way_of_working import (
    NewLine,
    WayChanges,
    add_line,
    change_way_of_working,
    draft_way_of_working,
    put_way_of_working,
    take_as_said,
)
from holdspace_site.records.access_log import broken_at, write_down
from holdspace_site.records.models import (
    AccessEntry,
    AccessLogHead,
    AdvanceNotice,
    ClientQuestion,
    Episode,
    Formulation,
    HandOff,
    Letter,
    LetterLine,
    Passage,
    PracticeInstrument,
    Questionnaire,
    Reading,
    Recording,
    TriggerWording,
    WayLine,
    WayOfWorking,
)
from holdspace_site.records.way_of_working import own_line_words_id

CANARY = "quetzalcoatlus"


def a_question(client, now):
    """A question that is simply there, asked without an entry in the log."""
    question = ClientQuestion(
        client=client, about="passage", record_id="x", asked_at=now
    )
    question.words = CANARY
    question.save(force_insert=True)
    return question


def held(client):
    """The newest session that took place."""
    return client.sessions.filter(status="held").last()


def a_recording(client, now):
    """Something the client said aloud and told."""
    passage = client.passages.first()
    recording = Recording(
        client=client, writer=client.person, passage=passage, slot="x", made_at=now
    )
    recording.kind, recording.sound = "audio/webm", CANARY.encode()
    recording.save(force_insert=True)
    return recording


def a_letter(client, worker, now, **moments):
    """A letter that is simply there, made without an entry in the log."""
    letter = Letter.objects.create(client=client, worker=worker, made_at=now, **moments)
    LetterLine.objects.create(
        client=client, letter=letter, reading=client.readings.first(), position=1
    )
    for line in letter.lines.all():
        line.text = CANARY
        line.save()
    return letter


def open_repair_of(client):
    return client.repairs.get(status=RepairStatus.OPEN.value)


def a_formulation_of(client, writer, now):
    row = Formulation(client=client, written_by=writer, written_at=now)
    row.words = CANARY
    row.save()
    return row


def open_promise_of(client):
    return client.promises.filter(status=PromiseStatus.OPEN.value).first()


def planned(client):
    return client.sessions.filter(status="planned").first()


def an_ending(now):
    return NewNotice(NoticeKind.ENDING, now.date() + timedelta(days=30), None, CANARY)


def a_notice(client, worker, now):
    """Word of an ending that is simply there, given without an entry in the log."""
    notice = AdvanceNotice(
        client=client,
        worker=worker,
        kind=NoticeKind.ENDING.value,
        begins_on=now.date() + timedelta(days=30),
        given_at=now,
    )
    notice.reason = CANARY
    notice.save(force_insert=True)
    return notice


def a_questionnaire(client, worker, now):
    """One that was asked for, without an entry in the log."""
    return Questionnaire.objects.create(
        client=client,
        instrument="phq-9",
        version="2026.1",
        asked_by=worker,
        asked_at=now,
    )


def found_in(client, now):
    """What comes back five times in words that are simply there."""
    fill = ("H.WARM", "F.ANGER", "T.DIG", "C.OTHERS", "R.AIM")
    codes = ("X.PUSHED", "P.MASK", "P.AVOID")
    for number in range(5):
        episode = Episode(client=client, kind="earlier")
        episode.save(force_insert=True)
        passage = Passage(
            client=client,
            told_by="client",
            typed_by=client.person,
            told_on=now.date(),
            setting="alone",
            added_at=now,
        )
        passage.words = "abcde"
        passage.save(force_insert=True)
        for place, code in enumerate((fill[number], *codes, fill[number - 1])):
            Reading.objects.create(
                client=client,
                passage=passage,
                episode=episode,
                code=code,
                start=place,
                end=place + 1,
                certainty="said",
                noticed_by="client",
                marked_by=client.person,
                marked_at=now,
            )
    return codes


def switched_on(client):
    """An instrument this agency uses."""
    PracticeInstrument.objects.create(
        agency_id=client.agency_id, instrument="gad-7", is_on=True
    )
    return "gad-7"


def in_need(client):
    passage = client.passages.first()
    passage.words = f"I want to die. {CANARY}"
    return passage


def a_hand_off(client, now):
    """Words that wait for a person, simply there."""
    return HandOff.objects.create(
        client=client,
        passage=client.passages.first(),
        rule="in_danger",
        noticed_at=now,
    )


def a_way_line(client, now, **more):
    """A line of a way of working that is simply there, on words of the client's."""
    WayOfWorking.objects.get_or_create(client=client, defaults={"made_at": now})
    line = WayLine(client=client, kind=LineKind.DO.value, made_at=now, **more)
    line.words = CANARY
    line.save(force_insert=True)
    line.reasons.create(
        client=client, reading=client.readings.filter(code="N.LISTEN").first()
    )
    return line


def a_proposed_line(client, now):
    """One the client proposed, made without an entry in the log."""
    line = a_way_line(client, now, verdict="yes", shown_at=now)
    passage = client.passages.first()
    passage.pk, passage._state.adding = own_line_words_id(line.pk), True
    passage.words = CANARY
    passage.save(force_insert=True)
    return line


def a_wording(client, worker, now):
    """How a worker would put a part of a trigger."""
    row = TriggerWording(
        client=client,
        code="T.DISTRACT",
        part="cue",
        written_by=worker,
        written_at=now,
    )
    row.words = CANARY
    row.save(force_insert=True)
    return row


# What somebody does with a client's record -> what the log calls it, and how it is done
# by whom: `c` is Amara's record, `w` her worker, `a` the administrator, `n` now.
DONE = {
    read_brief: (
        "read_brief",
        lambda c, w, a, n: read_brief(c.pk, by=w, on=n.date(), now=n),
    ),
    read_story: ("read_story", lambda c, w, a, n: read_story(c.pk, by=w, now=n)),
    read_passage: (
        "read_story",
        lambda c, w, a, n: read_passage(c.pk, c.passages.first().pk, by=w, now=n),
    ),
    read_passage_of: (
        "read_story",
        lambda c, w, a, n: read_passage_of(c.pk, c.readings.first().pk, by=w, now=n),
    ),
    read_quotes: (
        "read_story",
        lambda c, w, a, n: read_quotes(c.pk, ["H.HEARD"], by=w, now=n),
    ),
    read_sessions: (
        "read_sessions",
        lambda c, w, a, n: read_sessions(c.pk, by=w, now=n),
    ),
    read_session: (
        "read_sessions",
        lambda c, w, a, n: read_session(c.pk, c.sessions.first().pk, by=w, now=n),
    ),
    read_looks: ("read_access_log", lambda c, w, a, n: read_looks(c.pk, by=w, now=n)),
    add_passage: (
        "add_passage",
        lambda c, w, a, n: add_passage(
            c.pk, NewPassage(words=CANARY, told_on=n.date()), by=w, now=n
        ),
    ),
    correct_passage: (
        "correct_passage",
        lambda c, w, a, n: correct_passage(
            c.pk, c.passages.first().pk, words=CANARY, version=1, by=w, now=n
        ),
    ),
    mark_reading: (
        "mark_reading",
        lambda c, w, a, n: mark_reading(
            c.pk,
            c.passages.get(readings__code="H.HEARD").pk,
            chosen=Chosen(quote="sat with me"),
            meaning=Meaning(code="H.WARM"),
            by=w,
            now=n,
        ),
    ),
    change_reading: (
        "mark_reading",
        lambda c, w, a, n: change_reading(
            c.pk,
            c.readings.filter(verdicts__isnull=True).first().pk,
            meaning=Meaning(code="H.WARM"),
            version=1,
            by=w,
            now=n,
        ),
    ),
    remove_reading: (
        "mark_reading",
        lambda c, w, a, n: remove_reading(
            c.pk, c.readings.first().pk, version=1, by=w, now=n
        ),
    ),
    give_verdict: (
        "give_verdict_not_quite",
        lambda c, w, a, n: give_verdict(
            c.pk,
            c.readings.first().pk,
            verdict=Verdict.NOT_QUITE,
            correction=CANARY,
            by=c.person,
            now=n,
        ),
    ),
    bring_back: (
        "bring_back",
        lambda c, w, a, n: bring_back(c.pk, c.readings.first().pk, by=c.person, now=n),
    ),
    read_episode: (
        "read_story",
        lambda c, w, a, n: read_episode(c.pk, c.episodes.first().pk, by=w, now=n),
    ),
    add_episode: (
        "keep_episode",
        lambda c, w, a, n: add_episode(
            c.pk, ToldOfHelp(title=CANARY, hoped_for=CANARY), by=w, now=n
        ),
    ),
    change_episode: (
        "keep_episode",
        lambda c, w, a, n: change_episode(
            c.pk,
            c.episodes.first().pk,
            ToldOfHelp(title=CANARY, hoped_for=CANARY),
            version=1,
            by=w,
            now=n,
        ),
    ),
    plan_session: (
        "plan_session",
        lambda c, w, a, n: plan_session(
            c.pk, at=n + timedelta(days=1), place=CANARY, by=w, now=n
        ),
    ),
    record_session: (
        "plan_session",
        lambda c, w, a, n: record_session(
            c.pk,
            c.sessions.first().pk,
            left=Leavings(SessionStatus.HELD, CANARY, CANARY),
            version=1,
            by=w,
            now=n,
        ),
    ),
    make_promise: (
        "make_promise",
        lambda c, w, a, n: make_promise(c.pk, words=CANARY, due_on=None, by=w, now=n),
    ),
    settle_promise: (
        "make_promise",
        lambda c, w, a, n: settle_promise(
            c.pk, c.promises.first().pk, status=PromiseStatus.KEPT, by=w, now=n
        ),
    ),
    set_boundary: (
        "set_boundary",
        lambda c, w, a, n: set_boundary(
            c.pk, kind=Answer.NEVER, topic=CANARY, by=w, now=n
        ),
    ),
    lift_boundary: (
        "set_boundary",
        lambda c, w, a, n: lift_boundary(c.pk, c.boundaries.first().pk, by=w, now=n),
    ),
    hear_recording: (
        "read_story",
        lambda c, w, a, n: hear_recording(c.pk, a_recording(c, n).pk, by=w, now=n),
    ),
    give_answer: (
        "lead_telling",
        lambda c, w, a, n: give_answer(
            c.pk,
            Answering(uuid4(), Step("C4"), Answer.TOLD, Told(words=CANARY)),
            by=w,
            now=n,
        ),
    ),
    prepare_telling: (
        "lead_telling",
        lambda c, w, a, n: prepare_telling(
            c.pk,
            age=None,
            through_interpreter=True,
            supported_by=CANARY,
            by=w,
            now=n,
        ),
    ),
    hear_tender_yes: (
        "lead_telling",
        lambda c, w, a, n: hear_tender_yes(c.pk, yes=True, by=w, now=n),
    ),
    join_care_team: (
        "set_care_team",
        lambda c, w, a, n: join_care_team(c.pk, w.pk, by=a, now=n),
    ),
    leave_care_team: (
        "set_care_team",
        lambda c, w, a, n: leave_care_team(c.pk, w.pk, by=a, now=n),
    ),
    see_tried_pin: (
        "see_tried_pin",
        lambda c, w, a, n: see_tried_pin(c.pk, by=w, now=n),
    ),
    invite_client: ("invite", lambda c, w, a, n: invite_client(c.pk, by=w, now=n)),
    export_client: ("export", lambda c, w, a, n: export_client(c.pk, by=w, now=n)),
    start_letter: ("write_letter", lambda c, w, a, n: start_letter(c.pk, by=w, now=n)),
    change_letter: (
        "write_letter",
        lambda c, w, a, n: change_letter(
            c.pk,
            a_letter(c, w, n).pk,
            changes=LetterChanges(CANARY, CANARY, {}),
            version=1,
            by=w,
            now=n,
        ),
    ),
    give_letter: (
        "give_letter",
        lambda c, w, a, n: give_letter(
            c.pk, a_letter(c, w, n).pk, version=1, by=w, now=n
        ),
    ),
    read_letters: ("read_letter", lambda c, w, a, n: read_letters(c.pk, by=w, now=n)),
    read_letter: (
        "read_letter",
        lambda c, w, a, n: read_letter(c.pk, a_letter(c, w, n).pk, by=w, now=n),
    ),
    see_letter: (
        "see_letter",
        lambda c, w, a, n: see_letter(
            c.pk, a_letter(c, w, n, answered_at=n).pk, by=w, now=n
        ),
    ),
    answer_line: (
        "give_verdict_not_quite",
        lambda c, w, a, n: answer_line(
            c.pk,
            (letter := a_letter(c, w, n, given_at=n)).pk,
            letter.lines.first().pk,
            answer=LineAnswer(Verdict.NOT_QUITE, CANARY),
            by=c.person,
            now=n,
        ),
    ),
    tell_missed: (
        "tell",
        lambda c, w, a, n: tell_missed(
            c.pk, a_letter(c, w, n, given_at=n).pk, words=CANARY, by=c.person, now=n
        ),
    ),
    send_answers: (
        "answer_letter",
        lambda c, w, a, n: send_answers(
            c.pk, a_letter(c, w, n, given_at=n).pk, by=c.person, now=n
        ),
    ),
    hand_off_for: (
        "hand_over",
        lambda c, w, a, n: hand_off_for(in_need(c), by=c.person, now=n),
    ),
    client_chose: (
        "choose_help",
        lambda c, w, a, n: client_chose(
            a_hand_off(c, n).pk, "call_now", by=c.person, now=n
        ),
    ),
    read_hand_off: (
        "read_hand_off",
        lambda c, w, a, n: read_hand_off(a_hand_off(c, n).pk, by=w, now=n),
    ),
    acknowledge: (
        "acknowledge_hand_off",
        lambda c, w, a, n: acknowledge(a_hand_off(c, n).pk, by=w, now=n),
    ),
    settle: (
        "settle_hand_off",
        lambda c, w, a, n: settle(a_hand_off(c, n).pk, "consult", CANARY, by=w, now=n),
    ),
    choose_sharing: (
        "choose_sharing",
        lambda c, w, a, n: choose_sharing(
            c.pk, purpose=Purpose.CARE, allowed=False, by=c.person, now=n
        ),
    ),
    hold_back: (
        "choose_sharing",
        lambda c, w, a, n: hold_back(
            c.pk, c.passages.first().pk, held_back=True, by=c.person, now=n
        ),
    ),
    ask_about: (
        "ask_about",
        lambda c, w, a, n: ask_about(
            c.pk,
            AskedAbout.READING,
            c.readings.first().pk,
            words=CANARY,
            by=c.person,
            now=n,
        ),
    ),
    answer_question: (
        "answer_question",
        lambda c, w, a, n: answer_question(
            c.pk, a_question(c, n).pk, words=CANARY, by=w, now=n
        ),
    ),
    take_summary: (
        "take_summary",
        lambda c, w, a, n: take_summary(
            c.pk, {f"told-{c.passages.first().pk}"}, by=c.person, now=n
        ),
    ),
    ask_questionnaire: (
        "ask_questionnaire",
        lambda c, w, a, n: ask_questionnaire(c.pk, switched_on(c), "", by=w, now=n),
    ),
    let_questionnaire_go: (
        "let_questionnaire_go",
        lambda c, w, a, n: let_questionnaire_go(
            c.pk, str(a_questionnaire(c, w, n).pk), by=w, now=n
        ),
    ),
    hand_over_questionnaire: (
        "ask_questionnaire",
        lambda c, w, a, n: hand_over_questionnaire(
            c.pk, str(a_questionnaire(c, w, n).pk), by=w, now=n
        ),
    ),
    type_in_questionnaire: (
        "ask_questionnaire",
        lambda c, w, a, n: type_in_questionnaire(
            c.pk, str(a_questionnaire(c, w, n).pk), {"1": 0}, by=w, now=n
        ),
    ),
    read_questionnaires: (
        "read_questionnaires",
        lambda c, w, a, n: read_questionnaires(c.pk, by=w, now=n),
    ),
    read_questionnaire: (
        "read_questionnaires",
        lambda c, w, a, n: read_questionnaire(
            c.pk, str(a_questionnaire(c, w, n).pk), by=w, now=n
        ),
    ),
    read_trust: (
        "read_trust",
        lambda c, w, a, n: read_trust(c.pk, by=w, now=n),
    ),
    read_session_check_in: (
        "read_check_in",
        lambda c, w, a, n: read_session_check_in(c.pk, held(c).pk, by=w, now=n),
    ),
    hand_over_check_in: (
        "take_check_in",
        lambda c, w, a, n: hand_over_check_in(c.pk, held(c).pk, by=w, now=n),
    ),
    type_in_check_in: (
        "take_check_in",
        lambda c, w, a, n: type_in_check_in(
            c.pk,
            CheckInAnswered(uuid4(), str(held(c).pk), {"keep": CANARY}),
            by=w,
            now=n,
        ),
    ),
    erase_client: (
        "erase",
        lambda c, w, a, n: erase_client(c.pk, typed_number=str(c.pk), by=a, now=n),
    ),
}
# How the pieces hang together: written by the two, answered by one.
DONE |= {
    read_formulation: (
        "read_formulation",
        lambda c, w, a, n: read_formulation(c.pk, by=w, now=n),
    ),
    write_formulation: (
        "write_formulation",
        lambda c, w, a, n: write_formulation(c.pk, CANARY, after="", by=w, now=n),
    ),
    answer_formulation: (
        "answer_formulation",
        lambda c, w, a, n: answer_formulation(
            c.pk,
            a_formulation_of(c, w, n).pk,
            verdict=Verdict.NOT_QUITE,
            own_words=CANARY,
            by=c.person,
            now=n,
        ),
    ),
}

# How the two work together, and what sets the client off, in plain words.
DONE |= {
    read_way_of_working: (
        "read_way_of_working",
        lambda c, w, a, n: read_way_of_working(c.pk, by=w, now=n),
    ),
    draft_way_of_working: (
        "write_way_of_working",
        lambda c, w, a, n: draft_way_of_working(c.pk, by=w, now=n),
    ),
    add_line: (
        "write_way_of_working",
        lambda c, w, a, n: add_line(
            c.pk,
            NewLine(
                LineKind.DO, CANARY, str(c.readings.filter(code="N.FIT").first().pk)
            ),
            by=w,
            now=n,
        ),
    ),
    change_way_of_working: (
        "write_way_of_working",
        lambda c, w, a, n: change_way_of_working(
            c.pk,
            WayChanges({str(a_way_line(c, n).pk): CANARY}),
            revision=1,
            by=w,
            now=n,
        ),
    ),
    put_way_of_working: (
        "write_way_of_working",
        lambda c, w, a, n: (
            a_way_line(c, n) and put_way_of_working(c.pk, revision=1, by=w, now=n)
        ),
    ),
    take_as_said: (
        "write_way_of_working",
        lambda c, w, a, n: take_as_said(c.pk, a_proposed_line(c, n).pk, by=w, now=n),
    ),
    answer_way_of_working: (
        "answer_way_of_working",
        lambda c, w, a, n: answer_way_of_working(
            c.pk,
            a_way_line(c, n, shown_at=n, by_worker_at=n).pk,
            WayAnswer(Verdict.NOT_QUITE, CANARY),
            by=c.person,
            now=n,
        ),
    ),
    propose_line: (
        "answer_way_of_working",
        lambda c, w, a, n: propose_line(
            c.pk, LineKind.CLIENT_TRIES, CANARY, by=c.person, now=n
        ),
    ),
    read_trigger_map: (
        "read_trigger_map",
        lambda c, w, a, n: read_trigger_map(c.pk, by=w, now=n),
    ),
    word_trigger: (
        "write_trigger_map",
        lambda c, w, a, n: word_trigger(
            c.pk, "T.DISTRACT", TriggerPart.CUE, CANARY, by=w, now=n
        ),
    ),
    answer_wording: (
        "answer_trigger_map",
        lambda c, w, a, n: answer_wording(
            c.pk, a_wording(c, w, n).pk, Verdict.YES, by=c.person, now=n
        ),
    ),
}

# Between two people: repairs, promises, meetings that move, word of what is coming.
DONE |= {
    notice_rupture: (
        "keep_repair",
        lambda c, w, a, n: notice_rupture(
            c.pk,
            kind=RuptureKind.UNCLEAR,
            words=CANARY,
            session_id=None,
            by=w,
            now=n,
        ),
    ),
    read_repair: (
        "read_repair",
        lambda c, w, a, n: read_repair(c.pk, open_repair_of(c).pk, by=w, now=n),
    ),
    keep_talk: (
        "keep_repair",
        lambda c, w, a, n: keep_talk(
            c.pk,
            open_repair_of(c).pk,
            talk=Talk(RepairStatus.NAMED, said=CANARY),
            version=open_repair_of(c).version,
            by=w,
            now=n,
        ),
    ),
    answer_repair: (
        "answer_repair",
        lambda c, w, a, n: answer_repair(
            c.pk,
            open_repair_of(c).pk,
            word=ClientsWord.PARTLY,
            words=CANARY,
            by=c.person,
            now=n,
        ),
    ),
    read_promise: (
        "read_sessions",
        lambda c, w, a, n: read_promise(c.pk, open_promise_of(c).pk, by=w, now=n),
    ),
    renegotiate_promise: (
        "make_promise",
        lambda c, w, a, n: renegotiate_promise(
            c.pk,
            open_promise_of(c).pk,
            new=NewPromise(CANARY),
            version=open_promise_of(c).version,
            by=w,
            now=n,
        ),
    ),
    say_not_kept: (
        "answer_promise",
        lambda c, w, a, n: say_not_kept(
            c.pk,
            open_promise_of(c).pk,
            not_kept=True,
            words=CANARY,
            by=c.person,
            now=n,
        ),
    ),
    move_session: (
        "plan_session",
        lambda c, w, a, n: move_session(
            c.pk,
            planned(c).pk,
            at=n + timedelta(days=2),
            place="Room 3",
            version=planned(c).version,
            by=w,
            now=n,
        ),
    ),
    give_notice: (
        "give_notice",
        lambda c, w, a, n: give_notice(c.pk, an_ending(n), by=w, now=n),
    ),
    change_notice: (
        "give_notice",
        lambda c, w, a, n: change_notice(
            c.pk, a_notice(c, w, n).pk, None, version=1, by=w, now=n
        ),
    ),
    read_notice: (
        "read_sessions",
        lambda c, w, a, n: read_notice(c.pk, a_notice(c, w, n).pk, by=w, now=n),
    ),
    start_farewell: (
        "write_letter",
        lambda c, w, a, n: start_farewell(
            c.pk, a_notice(c, w, n).pk, kind=LetterKind.GOODBYE, by=w, now=n
        ),
    ),
    pass_on: (
        "choose_sharing",
        lambda c, w, a, n: pass_on(
            c.pk,
            a_letter(c, w, n, kind=LetterKind.HAND_OVER.value, given_at=n).pk,
            allowed=True,
            by=c.person,
            now=n,
        ),
    ),
}
# A worker's own words to them, looked over beside what they told.
DONE |= {rehearse: ("rehearse", lambda c, w, a, n: rehearse(c.pk, CANARY, by=w, now=n))}
DONE |= {
    share_figures: (
        "share_figures",
        lambda c, w, a, n: share_figures(c.pk, {"turns": 3}, by=w, now=n),
    )
}
# What goes round: read, drawn alone and together, answered.
DONE |= {
    read_cycles: ("read_cycles", lambda c, w, a, n: read_cycles(c.pk, by=w, now=n)),
    draw_cycle: (
        "draw_cycle_together",
        lambda c, w, a, n: draw_cycle(
            c.pk, [NewStep("T.DIG", CANARY), NewStep("F.NUMB", CANARY)], by=w, now=n
        ),
    ),
    say_what_helps: (
        "answer_cycle",
        lambda c, w, a, n: say_what_helps(
            c.pk, c.cycles.first().pk, [CANARY], by=c.person, now=n
        ),
    ),
    answer_cycle: (
        "answer_cycle",
        lambda c, w, a, n: answer_cycle(
            c.pk,
            c.cycles.first().pk,
            verdict=Verdict.NOT_QUITE,
            own_words=CANARY,
            by=c.person,
            now=n,
        ),
    ),
    answer_found: (
        "answer_cycle",
        lambda c, w, a, n: answer_found(
            c.pk,
            found_in(c, n),
            verdict=Verdict.NOT_QUITE,
            own_words=CANARY,
            by=c.person,
            now=n,
        ),
    ),
    keep_cycle_back: (
        "answer_cycle",
        lambda c, w, a, n: keep_cycle_back(
            c.pk, c.cycles.first().pk, held_back=True, by=c.person, now=n
        ),
    ),
}
# Nothing of it is in the log: a line would count what somebody writes and has not sent,
# or there is no word that was told in it.
NOT_IN_THE_LOG = {
    "choose_way",
    "keep_draft",
    "keep_recording",
    "let_go",
    "let_go_recording",
    "read_drafts",
    "read_telling",
}
# Not of the record: who works with somebody, the bare trace of an erasure, and a page
# with nothing of theirs on it but their name.
NOT_THE_RECORD = {"open_rehearsal", "read_client_care", "read_erased"}


def of_a_client():
    """Every action that says which client it is about, and who does it."""
    for module in pkgutil.iter_modules(holdspace_site.actions.__path__):
        name = f"{holdspace_site.actions.__name__}.{module.name}"
        for function in vars(importlib.import_module(name)).values():
            if inspect.isfunction(function) and function.__module__ == name:
                asks = set(inspect.signature(function).parameters)
                is_public = not function.__name__.startswith("_")
                if is_public and {"client_id", "by"} <= asks:
                    yield function


def values(entry):
    return [getattr(entry, field.attname) for field in entry._meta.fields]


def test_no_action_on_a_record_is_missing_here():
    missing = {f.__name__ for f in of_a_client()} - {f.__name__ for f in DONE}
    assert missing <= NOT_THE_RECORD | NOT_IN_THE_LOG


@pytest.mark.parametrize("action", DONE, ids=lambda action: action.__name__)
def test_each_look_and_change_leaves_one_entry_without_words(
    action, amara, ruth, samuel, now
):
    before = AccessEntry.objects.count()
    verb, do = DONE[action]
    do(amara, ruth, samuel, now)
    entry = AccessEntry.objects.get(position=before + 1)
    assert AccessEntry.objects.count() == before + 1
    assert (entry.verb, entry.client_id, entry.at) == (verb, amara.pk, now)
    assert entry.who_id in {ruth.pk, samuel.pk, amara.person_id}
    assert not entry.refused
    assert CANARY not in str(values(entry))
    assert broken_at() is None


def test_a_clients_own_look_and_a_list_of_clients_leave_one_entry(amara, ruth, now):
    before = AccessEntry.objects.count()
    read_own_page(by=amara.person, now=now)
    read_clients(by=ruth, now=now)
    entries = AccessEntry.objects.filter(position__gt=before)
    assert [(e.verb, e.client_id, e.who_id) for e in entries] == [
        ("read_story", amara.pk, amara.person_id),
        ("list_clients", None, ruth.pk),
    ]


def test_the_day_leaves_one_entry_and_one_for_each_brief_in_it(ruth, now):
    before = AccessEntry.objects.count()
    day = read_today(by=ruth, on=now.date(), now=now)
    entries = AccessEntry.objects.filter(position__gt=before)
    read = [entry.client_id for entry in entries if entry.verb == "read_brief"]
    assert sorted(read) == sorted(meeting.client_id for meeting in day.sessions)
    assert [e.verb for e in entries if e.verb != "read_brief"] == ["read_today"]


def test_what_was_not_done_is_not_written_down(amara, ruth, now):
    from holdspace_site.actions.errors import EditedMeanwhile

    before = AccessEntry.objects.count()
    passage = amara.passages.first()
    with pytest.raises(EditedMeanwhile):
        correct_passage(amara.pk, passage.pk, words=CANARY, version=7, by=ruth, now=now)
    assert AccessEntry.objects.count() == before


def test_an_entry_that_cannot_be_written_keeps_the_words_unread(
    amara, as_ruth, monkeypatch
):
    def fail(*args, **kwargs):
        raise DatabaseError

    as_ruth.raise_request_exception = False
    monkeypatch.setattr("holdspace_site.actions.read_story.write_down", fail)
    answer = as_ruth.get(reverse("worker:story", args=[amara.pk]))
    assert answer.status_code == 500
    assert "laptop" not in answer.content.decode()


def test_a_client_sees_a_refused_try(amara, as_amara, samuel, now):
    stranger = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    from django.test import Client as Browser

    browser = Browser()
    browser.force_login(stranger)
    browser.get(reverse("worker:brief", args=[amara.pk]))
    page = as_amara.get(reverse("client:looks")).content.decode()
    assert "Tomas" in page
    assert "Refused. Nothing was shown." in page


# --- The database refuses -----------------------------------------------------


@pytest.fixture
def entries(ruth, amara, now):
    for minute in range(4):
        write_down(
            "read_brief", by=ruth, now=now + timedelta(minutes=minute), client_id=1
        )
    return list(AccessEntry.objects.all())


def refused_by_the_database(statement):
    with (
        pytest.raises(DatabaseError, match="the access log only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_no_entry_can_be_changed(entries):
    refused_by_the_database("UPDATE records_accessentry SET verb = 'nothing'")


def test_no_entry_can_be_deleted(entries):
    refused_by_the_database("DELETE FROM records_accessentry WHERE position = 2")


def test_no_entry_can_be_put_in_place_of_another(entries):
    columns = ", ".join(f.column for f in AccessEntry._meta.fields)
    take_second = f"SELECT {columns} FROM records_accessentry WHERE position = 2"  # noqa: S608
    if connection.vendor == "sqlite":
        refused_by_the_database(
            f"INSERT OR REPLACE INTO records_accessentry ({columns}) {take_second}"
        )
    else:
        refused_by_the_database(
            f"INSERT INTO records_accessentry ({columns}) {take_second} "
            "ON CONFLICT (position) DO UPDATE SET verb = 'nothing'"
        )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
def test_the_log_cannot_be_emptied_at_once(entries):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused_by_the_database("TRUNCATE records_accessentry")


# --- Somebody went round the database -----------------------------------------


@pytest.fixture
def triggers_gone(entries):
    """The log in the hands of somebody who owns the database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name, undo in (
        ("0003_access_log_has_no_back_door", "reopen"),
        ("0002_access_log_only_grows", "allow"),
    ):
        migration = importlib.import_module(f"holdspace_site.records.migrations.{name}")
        # Not entered as a context: SQLite allows none inside a test's transaction.
        getattr(migration, undo)(apps, connection.schema_editor(atomic=False))


def test_an_untouched_log_is_whole(entries):
    assert broken_at() is None


def test_looking_for_a_break_reads_times_as_they_were_written(ruth, now):
    for microsecond in (0, 1, 499_999, 999_999):
        write_down("sign_in", by=ruth, now=now.replace(microsecond=microsecond))
    assert broken_at() is None


@pytest.mark.parametrize(
    "changed",
    [
        {"verb": "nothing"},
        {"client_id": 99},
        {"who_id": None, "os_user": "somebody"},
        {"refused": True},
        {"record_id": "7"},
        {"digest": b"\x00" * 32},
    ],
    ids=lambda changed: next(iter(changed)),
)
@pytest.mark.usefixtures("triggers_gone")
def test_a_changed_entry_is_found(entries, changed):
    middle = entries[-2]
    AccessEntry.objects.filter(position=middle.position).update(**changed)
    assert broken_at() == middle.position


@pytest.mark.usefixtures("triggers_gone")
def test_an_entry_with_another_time_is_found(entries):
    first = entries[0]
    AccessEntry.objects.filter(position=first.position).update(
        at=first.at - timedelta(microseconds=1)
    )
    assert broken_at() == first.position


@pytest.mark.parametrize("which", [0, 2, -1])
@pytest.mark.usefixtures("triggers_gone")
def test_an_entry_taken_out_is_found(entries, which):
    AccessEntry.objects.filter(position=entries[which].position).delete()
    assert broken_at() == entries[which].position


@pytest.mark.usefixtures("triggers_gone")
def test_an_entry_added_by_hand_is_found(entries, ruth, now):
    last = entries[-1]
    AccessEntry.objects.create(
        position=last.position + 1,
        at=now,
        agency_id=ruth.agency_id,
        who=ruth,
        verb="read_brief",
        digest=last.digest,
    )
    assert broken_at() == last.position + 1


@pytest.mark.usefixtures("triggers_gone")
def test_a_log_emptied_altogether_is_found(entries):
    AccessEntry.objects.all().delete()
    assert broken_at() == 1


@pytest.mark.usefixtures("entries")
def test_a_head_put_back_is_found():
    head = AccessLogHead.objects.get()
    AccessLogHead.objects.update(position=head.position - 1)
    assert broken_at() == head.position + 1


def test_somebody_always_did_it(samuel, now):
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessEntry.objects.create(
            position=1_000_000,
            at=now,
            agency_id=samuel.agency_id,
            verb="read_brief",
            digest=b"",
        )
