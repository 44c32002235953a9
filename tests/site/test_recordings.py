"""What a client says aloud is theirs alone until told, and sealed ever after."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace.story.telling import Step
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions import keep_recording as limits
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.errors import NotPossible, TooLongToHear
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_answer import Answering, give_answer
from holdspace_site.actions.keep_recording import (
    Recorded,
    hear_recording,
    keep_recording,
    let_go_recording,
)
from holdspace_site.actions.told_answer import Told
from holdspace_site.records.models import AccessEntry, Recording
from holdspace_site.records.scope import NoSuchRecord

SOUND = b"\x1a\x45\xdf\xa3" + b"she says: nobody asked me " * 40 + b"END"
OTHER_SOUNDS = {
    "audio/ogg": b"OggS" + bytes(60),
    "audio/mp4": b"\x00\x00\x00\x18ftypisom" + bytes(60),
}
KEY = "A1"


def recorded(**changes):
    values = {
        "recording_id": uuid.uuid4(),
        "key": KEY,
        "kind": "audio/webm",
        "seconds": 12,
        "sound": SOUND,
    }
    return Recorded(**(values | changes))


@pytest.fixture
def said(amara, now):
    """The id of something Amara said and has not told."""
    one = recorded()
    keep_recording(amara.pk, one, by=amara.person, now=now)
    return one.recording_id


def tell(client, recording_id, now, **told):
    answering = Answering(
        answer_id=uuid.uuid4(),
        step=Step.read(KEY),
        answer=Answer.TOLD,
        told=Told(recording=str(recording_id), **told),
    )
    return give_answer(client.pk, answering, by=client.person, now=now)


@pytest.fixture
def told(amara, said, now):
    """The id of something Amara said and told, and no word beside it."""
    tell(amara, said, now)
    return said


def hears(client, recording_id, by, now):
    return hear_recording(client.pk, recording_id, by=by, now=now).sound


def test_what_she_said_is_hers_alone_until_she_tells_it(
    amara, mateo, ruth, samuel, deborah, said, now
):
    assert hears(amara, said, amara.person, now) == SOUND
    for other in (ruth, mateo.person, samuel, deborah):
        with pytest.raises(NoSuchRecord):
            hears(amara, said, other, now)
    assert not AccessEntry.objects.filter(verb="tell").exists()


def test_a_try_to_hear_what_she_has_not_told_is_written_down(amara, ruth, said, now):
    before = AccessEntry.objects.count()
    with pytest.raises(NoSuchRecord):
        hears(amara, said, ruth, now)
    entry = AccessEntry.objects.get(position=before + 1)
    assert (entry.who_id, entry.client_id, entry.refused) == (ruth.pk, amara.pk, True)


def test_once_told_her_worker_hears_it_and_that_is_one_look(amara, ruth, told, now):
    before = AccessEntry.objects.count()
    for second in range(3):  # a player asks for it in pieces
        heard = hears(amara, told, ruth, now + timedelta(seconds=second))
        assert heard == SOUND
    entry = AccessEntry.objects.get(position=before + 1)
    assert AccessEntry.objects.count() == before + 1
    assert (entry.verb, entry.record_kind, entry.record_id) == (
        "read_story",
        "recording",
        str(told),
    )
    hears(amara, told, ruth, now + timedelta(hours=1))
    assert AccessEntry.objects.count() == before + 2


def test_one_listening_is_not_another_persons(amara, ruth, samuel, told, now):
    other = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, other.pk, by=samuel, now=now - timedelta(days=1))
    before = AccessEntry.objects.count()
    hears(amara, told, ruth, now)
    hears(amara, told, other, now)
    assert AccessEntry.objects.count() == before + 2


def test_listening_to_ones_own_draft_leaves_no_trace(amara, said, now):
    before = AccessEntry.objects.count()
    hears(amara, said, amara.person, now)
    let_go_recording(amara.pk, said, by=amara.person, now=now)
    assert AccessEntry.objects.count() == before


def test_typed_words_are_not_needed(amara, told):
    passage = Recording.objects.get(pk=told).passage
    assert passage.words == ""
    assert passage.client_id == amara.pk


def test_what_she_holds_back_her_worker_hears_no_more(amara, ruth, told, now):
    assert hears(amara, told, ruth, now) == SOUND
    skip = Answering(uuid.uuid4(), Step.read(KEY), Answer.SKIP)
    give_answer(amara.pk, skip, by=amara.person, now=now)
    with pytest.raises(NoSuchRecord):
        hears(amara, told, ruth, now)
    assert hears(amara, told, amara.person, now) == SOUND


def test_sent_twice_it_is_one(amara, now):
    one = recorded()
    for _ in range(2):
        keep_recording(amara.pk, one, by=amara.person, now=now)
    assert Recording.objects.get(client=amara).pk == one.recording_id


def test_nobody_puts_a_recording_in_place_of_another_clients(amara, mateo, said, now):
    with pytest.raises(NotPossible):
        keep_recording(mateo.pk, recorded(recording_id=said), by=mateo.person, now=now)
    assert hears(amara, said, amara.person, now) == SOUND


def test_nobody_tells_what_somebody_else_said(mateo, said, now):
    with pytest.raises(NotPossible):
        tell(mateo, said, now)
    assert Recording.objects.get(pk=said).passage is None


@pytest.mark.parametrize("nonsense", ["x", "7", "' OR 1=1", str(uuid.UUID(int=3))])
def test_a_recording_that_never_was_is_not_told(amara, now, nonsense):
    with pytest.raises(NotPossible):
        tell(amara, nonsense, now)


@pytest.mark.parametrize("kind", OTHER_SOUNDS)
def test_what_the_browsers_record_is_kept(amara, now, kind):
    one = recorded(kind=kind, sound=OTHER_SOUNDS[kind])
    keep_recording(amara.pk, one, by=amara.person, now=now)
    heard = hear_recording(amara.pk, one.recording_id, by=amara.person, now=now)
    assert (heard.kind, heard.sound) == (kind, one.sound)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "text/html"},
        {"kind": "video/webm"},
        {"kind": "audio/ogg"},
        {"sound": b"<script>"},
        {"sound": b""},
        {"key": ""},
        {"key": "k" * 201},
        {"seconds": -1},
    ],
    ids=str,
)
def test_what_is_no_recording_is_not_kept(amara, now, changes):
    with pytest.raises(NotPossible):
        keep_recording(amara.pk, recorded(**changes), by=amara.person, now=now)
    assert not Recording.objects.exists()


def test_half_an_hour_is_the_most(amara, now):
    longest = recorded(seconds=limits.MOST_SECONDS)
    keep_recording(amara.pk, longest, by=amara.person, now=now)
    with pytest.raises(TooLongToHear):
        keep_recording(
            amara.pk,
            recorded(seconds=limits.MOST_SECONDS + 1),
            by=amara.person,
            now=now,
        )


def test_what_is_too_large_is_not_kept(amara, now, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", len(SOUND) - 1)
    with pytest.raises(TooLongToHear):
        keep_recording(amara.pk, recorded(), by=amara.person, now=now)


def test_a_draft_can_be_let_go_and_what_was_told_cannot(amara, mateo, said, now):
    with pytest.raises(NoSuchRecord):
        let_go_recording(mateo.pk, said, by=mateo.person, now=now)
    let_go_recording(amara.pk, said, by=amara.person, now=now)
    assert not Recording.objects.exists()


def test_what_was_told_is_not_let_go(amara, told, now):
    with pytest.raises(NotPossible):
        let_go_recording(amara.pk, told, by=amara.person, now=now)
    assert hears(amara, told, amara.person, now) == SOUND


def test_what_is_stored_cannot_be_understood(amara, said):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_recording")
        row = cursor.fetchone()
    stored = b"".join(
        bytes(v) if not isinstance(v, str) else v.encode()
        for v in row
        if isinstance(v, bytes | memoryview | str)
    )
    assert SOUND[:12] not in stored
    assert b"nobody asked" not in stored
    assert KEY not in Recording.objects.get(pk=said).slot


def test_erasing_her_takes_what_she_said_along(amara, samuel, said, now):
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert not Recording.objects.exists()


# --- The pages ------------------------------------------------------------------


def sent(browser, sound=SOUND, **headers):
    said_of_it = {
        "X-Holdspace-Recording": str(uuid.uuid4()),
        "X-Holdspace-Key": KEY,
        "X-Holdspace-Seconds": "12",
    } | headers
    return browser.post(
        reverse("client:keep-recording"),
        data=sound,
        content_type="audio/webm;codecs=opus",
        headers=said_of_it,
    )


def test_she_sends_it_hears_it_and_lets_it_go(amara, as_amara):
    wanted = str(uuid.uuid4())
    assert sent(as_amara, **{"X-Holdspace-Recording": wanted}).status_code == 200
    place = reverse("client:recording", args=[wanted])
    answer = as_amara.get(place)
    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer.headers["Content-Type"] == "audio/webm"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert as_amara.post(place + "drop/").json() == {}
    assert as_amara.get(place).status_code == 404


def test_a_large_one_is_taken_and_a_larger_one_is_not(as_amara, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert sent(as_amara, SOUND + bytes(3 * 1024 * 1024)).status_code == 200
    answer = sent(as_amara, SOUND + bytes(limits.MOST_BYTES))
    assert answer.status_code == 400
    assert "too long" in answer.json()["problem"]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Holdspace-Recording": "me"},
        {"X-Holdspace-Seconds": "long"},
        {"X-Holdspace-Key": ""},
    ],
    ids=str,
)
def test_a_message_that_says_not_what_it_is_is_refused(as_amara, headers):
    answer = sent(as_amara, **headers)
    assert answer.status_code == 400
    assert answer.json()["problem"]


@pytest.mark.parametrize(
    ("asked", "status", "heard"),
    [
        ("bytes=0-", 206, SOUND),
        ("bytes=4-9", 206, SOUND[4:10]),
        ("bytes=10-", 206, SOUND[10:]),
        ("bytes=-5", 206, SOUND[-5:]),
        (f"bytes=-{len(SOUND) + 9}", 206, SOUND),
        (f"bytes=4-{len(SOUND) * 2}", 206, SOUND[4:]),
        (f"bytes={len(SOUND)}-", 416, b""),
        ("bytes=9-4", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=-", 200, SOUND),
        ("bytes=1-2,4-5", 200, SOUND),
        ("minutes=1-2", 200, SOUND),
    ],
)
def test_a_player_can_go_back_in_it(as_amara, said, asked, status, heard):
    answer = as_amara.get(
        reverse("client:recording", args=[said]), headers={"Range": asked}
    )
    assert (answer.status_code, answer.content) == (status, heard)
    if status == 206:
        start = SOUND.index(heard)
        last = start + len(heard) - 1
        assert answer.headers["Content-Range"] == f"bytes {start}-{last}/{len(SOUND)}"


def test_only_the_page_for_telling_may_ask_for_the_microphone(as_amara, as_ruth, amara):
    def microphone(browser, place):
        allowed = browser.get(place).headers["Permissions-Policy"]
        assert "camera=()" in allowed
        return "microphone=(self)" in allowed

    assert microphone(as_amara, reverse("client:telling"))
    assert not microphone(as_amara, reverse("client:home"))
    assert not microphone(as_ruth, reverse("worker:brief", args=[amara.pk]))


# --- The quiet screen -----------------------------------------------------------


def test_what_calms_her_is_on_her_own_pages_and_not_in_the_page_a_phone_keeps(
    as_amara, as_ruth, amara, now
):
    from holdspace_site.actions.read_telling import choose_way

    choose_way(amara.pk, calm=["The <sea>"], by=amara.person, now=now)
    page = as_amara.get(reverse("client:home")).content.decode()
    assert "The &lt;sea&gt;" in page
    assert "You told us this helps you" in page
    kept = as_amara.get(reverse("client:telling")).content.decode()
    pause = kept[kept.index('id="pause"') : kept.index('id="messages"')]
    assert "sea" not in pause
    assert "data-calm" in pause
    theirs = as_ruth.get(reverse("worker:brief", args=[amara.pk])).content.decode()
    assert "sea" not in theirs


# --- Her own copy ---------------------------------------------------------------


def test_her_own_copy_has_what_she_said_and_others_say_that_it_is_there(
    amara, ruth, told, now
):
    own = export_client(amara.pk, by=amara.person, now=now)["recordings"]
    assert [one["id"] for one in own] == [str(told)]
    assert own[0]["sound_base64"]
    theirs = export_client(amara.pk, by=ruth, now=now)["recordings"]
    assert [one["id"] for one in theirs] == [str(told)]
    assert theirs[0]["sound_base64"] is None


def test_what_she_has_not_told_is_in_her_own_copy_alone(amara, ruth, said, now):
    own = export_client(amara.pk, by=amara.person, now=now)["recordings"]
    assert [(one["id"], one["passage"]) for one in own] == [(str(said), None)]
    assert export_client(amara.pk, by=ruth, now=now)["recordings"] == []


def test_the_copy_to_read_lets_her_listen_and_others_copies_do_not(
    amara, as_amara, as_ruth, told, now
):
    keep_recording(amara.pk, recorded(seconds=65), by=amara.person, now=now)
    page = as_amara.get(reverse("client:export-readable")).content.decode()
    assert reverse("client:recording", args=[told]) in page
    assert "1:05 long" in page
    theirs = as_ruth.get(
        reverse("worker:export-readable", args=[amara.pk])
    ).content.decode()
    assert "0:12 long" in theirs
    assert "1:05 long" not in theirs
    assert "<audio" not in theirs
