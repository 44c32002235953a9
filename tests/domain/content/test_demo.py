from datetime import date

import pytest

from holdspace.content.check_in import check_in
from holdspace.content.demo import demo, demo_from
from holdspace.content.pack import PackBroken, parse_pack, read_text
from holdspace.content.stories import Story, parse_stories, shipped_stories
from holdspace.vocabulary.errors import UnknownCode
from holdspace.vocabulary.text import Span

DEMO = demo()
TODAY = date(2026, 11, 22)
EVERYBODY = pytest.mark.parametrize(
    "client", DEMO.clients, ids=lambda client: client.name
)


def test_every_shipped_story_has_its_client():
    assert [client.story for client in DEMO.clients] == list(shipped_stories())


def test_the_practice_has_three_people_and_numbers_to_call():
    staff = [(person.role, person.name) for person in DEMO.staff]
    assert staff == [
        ("worker", "Ruth Adler"),
        ("supervisor", "Deborah Klein"),
        ("administrator", "Samuel Osei"),
    ]
    assert DEMO.person("worker") == DEMO.staff[0]
    assert DEMO.person("cook") is None
    assert [each.number for each in DEMO.agency.help_numbers] == ["999", "116 123"]
    assert DEMO.agency.law.startswith("Sample text")


def test_four_people_come_today():
    today = [
        session.at
        for client in DEMO.clients
        for session in client.sessions
        if session.week == 0 and session.status == "planned"
    ]
    assert today == ["10:00", "11:30", "14:00", "16:00"]


@EVERYBODY
def test_sessions_run_weekly_and_only_the_past_was_held(client):
    weeks = [session.week for session in client.sessions]
    assert weeks == list(range(-11, weeks[-1] + 1))
    for session in client.sessions:
        assert (session.status == "planned") == (session.week >= 0)
        assert bool(session.left) == (session.week < 0)


@EVERYBODY
def test_some_check_ins_are_missing_and_answers_vary(client):
    held = [session for session in client.sessions if session.status == "held"]
    answered = [session.check_in for session in held if session.check_in]
    assert 0 < len(answered) < len(held)
    assert len({check.answers.get("listened") for check in answered}) >= 3
    for check in answered:
        for question, answer in check.answers.items():
            assert check_in().question(question).answer(answer)


@EVERYBODY
def test_every_quote_is_among_the_words_of_the_client(client):
    for verdict in client.verdicts:
        assert client.words_of(verdict.mark)
    for strength in client.strengths:
        assert 0 <= strength.points <= 4
        assert client.words_of(strength.mark)


@EVERYBODY
def test_most_lines_are_fresh_one_is_stale_and_a_few_were_not_seen(client):
    fresh = [each for each in client.verdicts if each.days_ago <= 28]
    stale = [each for each in client.verdicts if each.days_ago > 28]
    told = len(client.story.spans) + sum(len(each.spans) for each in client.passages)
    assert len(fresh) > told / 2
    assert stale
    assert len(client.verdicts) < told


@EVERYBODY
def test_no_line_has_two_verdicts(client):
    marks = [verdict.mark for verdict in client.verdicts]
    assert len(marks) == len(set(marks))


@EVERYBODY
def test_a_strain_ends_where_its_last_step_ended(client):
    for rupture in client.ruptures:
        steps = [step.status for step in rupture.steps]
        assert rupture.status == (steps[-1] if steps else "open")


def test_one_line_is_not_quite_right_and_one_was_taken_back():
    unusual = {
        (client.name, client.words_of(each.mark), each.verdict, each.correction)
        for client in DEMO.clients
        for each in client.verdicts
        if each.verdict != "yes"
    }
    assert unusual == {
        (
            "Amara",
            "I nodded and thanked her.",
            "not_quite",
            "Sometimes I do mean it. Ask me twice.",
        ),
        ("Mateo", "I wanted to break something.", "taken_back", ""),
    }


def test_promises_are_due_today_for_two_people():
    due = [
        client.name
        for client in DEMO.clients
        for promise in client.promises
        if promise.due_in_days == 0 and promise.status == "open"
    ]
    assert due == ["Amara", "Jordan"]


@EVERYBODY
def test_an_open_promise_is_never_overdue_in_a_fresh_practice(client):
    for promise in client.promises:
        assert (promise.status == "open") == (promise.due_in_days >= 0)


def test_amara_was_hurt_again_heard_and_is_wary_of_last_week():
    amara = DEMO.clients[0]
    by_week = {session.week: session.check_in for session in amara.sessions}
    last = by_week[-1]
    assert last is not None
    assert last.answers["off"] == "small"
    assert last.answers["talk"] == "next_time"
    assert last.before_cue is not None
    assert amara.words_of(last.before_cue) == "the sound of the keys"
    assert [rupture.status for rupture in amara.ruptures] == ["repaired", "open"]


def test_a_span_belongs_to_the_episode_it_tells_of():
    amara = DEMO.clients[0]
    told_of = [amara.episode_of(gold.span) for gold in amara.story.spans]
    titles = [episode.title if episode else None for episode in told_of]
    assert titles == (
        ["Counselor at work"] * 5 + ["Hospital chaplain"] * 2 + [None] * 4
    )


def test_dates_follow_the_day_it_is_made():
    amara, mateo = DEMO.clients[:2]
    assert amara.episodes[0].began(TODAY) == "about 2023"
    assert amara.episodes[0].ended(TODAY) == "about 2023"
    assert mateo.episodes[1].ended(TODAY) is None
    assert amara.sessions[-1].on(TODAY) == date(2026, 11, 29)


def test_another_story_gets_a_plain_client_and_no_words():
    (story,) = parse_stories("### Story 1 - Ada\n[[H.WARM|She smiled.]] Enough.")
    client = DEMO.client_for(story)
    assert (client.name, client.story) == ("Ada", story)
    assert client.verdicts == client.passages == ()
    assert all(not session.last_words for session in client.sessions)
    assert client.episode_of(story.spans[0].span) == client.episodes[0]


def test_a_changed_story_of_a_known_name_is_not_mixed_with_the_shipped_one():
    changed = Story("Amara", "", "Something else.", ())
    assert DEMO.client_for(changed).verdicts == ()
    assert DEMO.client_for(shipped_stories()[0]) is DEMO.clients[0]


def test_words_are_never_in_a_repr():
    shown = repr(DEMO.clients[0]) + repr(DEMO)
    for words in ("cloth", "Ask me twice", "Lagos", "washing", "laptop"):
        assert words not in shown


def test_a_mark_outside_every_passage_id_is_looked_up_in_the_story():
    amara = DEMO.clients[0]
    assert amara.episode_of(Span(0, 5)) == amara.episodes[0]


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('name = "Amara"', 'name = "Nobody"', "a client has no story"),
        ('quote = "I felt like a chair"', 'quote = "I sat"', "a quote for F.HURT"),
        ('from = "The year after', 'from = "The day after', "phrase is not in"),
        ('status = "held"', 'status = "perhaps"', "'status' must be one of"),
        ('listened = "a_bit"', 'listened = "a_lot"', "'listened' has no such"),
        ("Ask me twice.", "", None),
        ("strength = 3", "strength = 5", "a strength runs from 0 to 4"),
        ("made_week = -4", "made_week = -7", "without a held session"),
        ("days_ago = 70", "days_ago = 100", "older than the words"),
        ('episode = "present"', 'episode = "moon"', "an episode that is not"),
        ("[[T.DISTRACT|the keys", "[[T.DISTRACT|[[the keys", "a mark in the text"),
    ],
)
def test_a_practice_with_a_fault_is_refused(was, becomes, why):
    text = read_text("demo.toml")
    assert was in text
    if why is None:
        was, becomes = 'correction = "Sometimes I do mean it. Ask me twice."', ""
        text, why = text.replace(", " + was, ""), "a correction goes with not_quite"
    pack = parse_pack("demo", text.replace(was, becomes, 1))
    with pytest.raises(PackBroken, match=why):
        demo_from(pack, shipped_stories())


def test_an_ending_must_be_a_code():
    text = read_text("demo.toml").replace('"E.FADED", quotes', '"E.NOPE", quotes')
    with pytest.raises(UnknownCode):
        demo_from(parse_pack("demo", text), shipped_stories())
