"""Amara says it aloud instead of typing it; Ruth hears it once it is told."""

import json
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

DEVICE = {"device": "phone", "permissions": ["microphone"]}
HOW_LONG = "audio => new Promise((done) => { const look = () => audio.duration > 0"
HOW_LONG += " && audio.duration < Infinity ? done(audio.duration)"
HOW_LONG += " : setTimeout(look, 50); look(); })"
PLAYS = """async (audio) => {
  audio.currentTime = 0;
  await audio.play();
  await new Promise((done) => audio.addEventListener("timeupdate",
    () => audio.currentTime > 0.2 && done()));
  return audio.error;
}"""
KEPT_HERE = """async () => {
  const place = document.getElementById("telling");
  const store = await holdspaceStore.open(place.dataset.own);
  return (await store.all("voice")).length + (await store.all("voice-piece")).length;
}"""
SENT_BY_THREE_AT_ONCE = """async () => {
  const place = document.getElementById("telling");
  const store = await holdspaceStore.open(place.dataset.own);
  const sizes = [];
  self.fetch = async (_, { body }) => {
    sizes.push(body.size);
    await new Promise((done) => setTimeout(done, 50));
    return Response.json({});
  };
  const send = () => holdspaceSending.sendVoices(store, place.dataset, "");
  await Promise.all([send(), send(), send()]);
  return sizes;
}"""
ON_THIS_DEVICE = """() => new Promise((resolve) => {
  const opening = indexedDB.open("holdspace", 1);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("pieces").objectStore("pieces").getAll();
    asked.onsuccess = () => resolve(JSON.stringify(asked.result.map(
      (piece) => new TextDecoder("latin1").decode(piece.sealed))));
  };
})"""


@pytest.fixture
def amara(let_in):
    return at_a_question(let_in("Amara", **DEVICE))


def at_a_question(window):
    """The first question that can be answered in one's own words."""
    window.enters("/me/telling/")
    page = window.page
    expect(page.locator("#telling")).to_have_attribute("data-ready", "yes")
    page.locator('[data-do="go-on"]').tap()
    expect(question(window)).to_be_visible()
    return window


def question(window):
    return window.page.locator("form[data-question]:visible")


def recorder(window):
    return window.page.locator(".voice")


def presses(window, name):
    recorder(window).get_by_role("button", name=name, exact=True).tap()


def begins(window, *, at_least="0:02"):
    window.button("Say it aloud").tap()
    expect(recorder(window)).to_contain_text(
        "Only you can hear it until you press Tell"
    )
    presses(window, "Start")
    expect(recorder(window)).to_contain_text("Recording")
    expect(recorder(window).get_by_role("timer")).to_have_text(at_least)


def sound(window):
    return recorder(window).locator("audio")


def is_kept(window):
    expect(recorder(window)).to_have_attribute("data-state", "kept")


def tells(window):
    key = question(window).get_attribute("data-question")
    with window.page.expect_response("**/telling/answer/") as answer:
        question(window).get_by_role("button", name="Tell", exact=False).first.tap()
    assert answer.value.ok
    return key


def test_she_says_it_listens_back_and_tells_it_and_ruth_hears_it(amara, made, let_in):
    begins(amara)
    presses(amara, "Pause")
    expect(recorder(amara)).to_contain_text("Paused")
    stood_at = recorder(amara).get_by_role("timer").inner_text()
    amara.page.wait_for_timeout(1200)
    assert recorder(amara).get_by_role("timer").inner_text() == stood_at
    presses(amara, "Go on")
    expect(recorder(amara).get_by_role("timer")).to_have_text("0:03")
    presses(amara, "Stop")

    expect(sound(amara)).to_be_visible()
    assert 2 < sound(amara).evaluate(HOW_LONG) < 6
    assert sound(amara).evaluate(PLAYS) is None
    amara.looks_around()
    presses(amara, "Keep this")
    is_kept(amara)
    assert amara.page.evaluate(KEPT_HERE) == 0  # the practice has it
    amara.looks_around()
    tells(amara)

    ruth = let_in("worker")
    ruth.opens(f"/clients/{made.number_of('Amara')}/story/")
    told = ruth.page.locator("dd").filter(has_text="Said aloud")
    ruth.follows(told.get_by_role("link"))
    player = ruth.page.locator("main audio")
    expect(player).to_be_visible()
    assert player.evaluate(PLAYS) is None


def test_what_she_keeps_is_there_on_another_day_and_nobody_elses(amara, made, let_in):
    begins(amara)
    presses(amara, "Stop")
    presses(amara, "Keep this")
    is_kept(amara)
    expect(question(amara).locator(".saved")).to_contain_text("Saved")

    again = at_a_question(let_in("Amara", **DEVICE))
    again.button("Show what I wrote").tap()
    is_kept(again)
    assert sound(again).evaluate(PLAYS) is None
    presses(again, "Let it go")
    expect(recorder(again)).to_contain_text("Nobody will hear it")
    expect(question(again).locator(".saved")).to_contain_text("Saved")
    again.page.wait_for_load_state("networkidle")
    gone = at_a_question(let_in("Amara", **DEVICE))
    expect(recorder(gone)).to_have_count(0)


def test_the_page_is_killed_while_she_speaks_and_what_she_said_comes_back(amara):
    begins(amara, at_least="0:03")
    with amara.page.expect_event("crash"), suppress(Error):
        amara.page.goto("chrome://crash")
    amara.page = amara.context.new_page()

    at_a_question(amara)
    expect(recorder(amara)).to_contain_text("It is not lost")
    assert sound(amara).evaluate(HOW_LONG) > 1.5
    assert sound(amara).evaluate(PLAYS) is None
    presses(amara, "Keep this")
    is_kept(amara)
    tells(amara)


def test_without_a_network_it_waits_sealed_and_goes_before_its_answer(amara):
    begins(amara)
    amara.context.set_offline(True)
    presses(amara, "Stop")
    presses(amara, "Keep this")
    expect(recorder(amara)).to_contain_text("until you are connected")
    assert amara.page.evaluate(KEPT_HERE) > 2
    assert "audio/webm" not in amara.page.evaluate(ON_THIS_DEVICE)
    question(amara).get_by_role("button", name="Tell", exact=False).first.tap()

    sent = []
    amara.page.on("request", lambda asked: sent.append(asked.url))
    with amara.page.expect_response("**/telling/answer/") as answer:
        amara.context.set_offline(False)
    assert answer.value.ok, answer.value.text()
    places = [url.split("/me/telling/")[1] for url in sent if "/me/telling/" in url]
    assert places.index("recordings/") < places.index("answer/")
    amara.complaints = [one for one in amara.complaints if "DISCONNECTED" not in one]


def test_a_page_and_its_worker_that_send_at_once_send_each_recording_once(amara):
    begins(amara)
    amara.context.set_offline(True)
    presses(amara, "Stop")
    presses(amara, "Keep this")
    expect(recorder(amara)).to_contain_text("until you are connected")

    sizes = amara.page.evaluate(SENT_BY_THREE_AT_ONCE)
    assert len(sizes) == 1
    assert sizes[0] > 0
    assert amara.page.evaluate(KEPT_HERE) == 0
    amara.complaints = [one for one in amara.complaints if "DISCONNECTED" not in one]


def test_what_nobody_decided_on_is_not_told_by_mistake(amara):
    begins(amara)
    question(amara).get_by_role("button", name="Tell", exact=False).first.tap()
    expect(recorder(amara)).to_contain_text("First keep this, or let it go")
    expect(recorder(amara)).to_be_focused()
    presses(amara, "Let it go")
    presses(amara, "Bring it back")
    expect(sound(amara)).to_be_visible()
    presses(amara, "Let it go")
    presses(amara, "Close")
    expect(amara.button("Say it aloud")).to_be_focused()
    assert question(amara).locator('[name="recording"]').input_value() == ""


def test_on_the_quiet_screen_nothing_listens(amara):
    begins(amara)
    amara.link("Pause").tap()
    expect(amara.page.get_by_text("Everything is hidden.")).to_be_visible()
    expect(amara.page.locator("#pause")).to_be_focused()
    above = amara.page.locator("nav.safe").bounding_box()
    title = amara.page.locator("#pause-title").bounding_box()
    assert title["y"] > above["y"] + above["height"]
    amara.link("Come back").tap()
    expect(recorder(amara)).to_contain_text("Paused")


def test_where_there_is_no_microphone_the_button_is_not_there(let_in):
    window = let_in("Amara", device="phone")
    window.page.add_init_script("delete window.MediaRecorder")
    at_a_question(window)
    expect(window.page.locator("[data-voice]").first).to_be_hidden()


def test_the_app_can_be_installed(amara):
    asking = amara.context.new_cdp_session(amara.page)
    manifest = asking.send("Page.getAppManifest")
    assert manifest["errors"] == []
    sizes = {icon["sizes"] for icon in json.loads(manifest["data"])["icons"]}
    assert {"192x192", "512x512"} <= sizes
    found = asking.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in found} <= {"in-incognito"}  # as every window here


def test_what_calms_her_is_on_the_quiet_screen_in_her_own_words(let_in):
    calm = [f"The sea, early, {number}" for number in range(9)]
    window = let_in("Amara", device="phone")
    window.enters("/me/telling/")
    page = window.page
    expect(page.locator("#telling")).to_have_attribute("data-ready", "yes")
    page.get_by_text("My own pace").tap()
    page.get_by_label("What calms you").fill("\n".join(calm))
    with page.expect_navigation():
        page.locator("form.calm").get_by_role("button", name="Save").tap()
    expect(page.locator("#telling")).to_have_attribute("data-ready", "yes")

    without_scripts = let_in("Amara", device="phone", java_script_enabled=False)
    without_scripts.enters("/me/")
    for one in (window, without_scripts):
        one.link("Pause").tap()
        words = one.page.locator("#pause .words li")
        expect(words).to_have_text(calm)
        assert "serif" in words.first.evaluate("li => getComputedStyle(li).fontFamily")
        bar = one.page.locator("nav.safe").bounding_box()
        title = one.page.locator("#pause-title").bounding_box()
        assert title["y"] > bar["y"] + bar["height"]
        one.looks_around()
