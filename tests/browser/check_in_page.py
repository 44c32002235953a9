"""The client's check-in on their phone, on a wire that can be cut."""

import time
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

YESTERDAY = timezone.localdate() - timedelta(days=1)
ABOUT = f"{YESTERDAY.day} {YESTERDAY:%B}"
OWN = "/me/check-in/"

# Whose pieces are sealed on this device, and what each is: never what stands in them.
_PIECES = """async () => {
  const open = indexedDB.open("holdspace");
  const database = await new Promise((done) => {
    open.onsuccess = () => done(open.result);
  });
  const isThere = database.objectStoreNames.contains("pieces");
  const all = isThere && database.transaction("pieces").objectStore("pieces");
  const keys = all && all.getAllKeys();
  const found = keys ? await new Promise((done) => {
    keys.onsuccess = () => done(keys.result);
  }) : [];
  database.close();
  return found;
}"""


def session_of_yesterday(ruth, amara):
    """The address of a session of yesterday that Ruth writes down."""
    ruth.opens(f"/clients/{amara}/sessions/new/")
    page = ruth.page
    page.get_by_label("Day").fill(YESTERDAY.isoformat())
    page.get_by_label("Time").fill("09:30")
    with page.expect_navigation():
        page.locator("main form button.main").click()
    found = [part for part in page.url.split("/") if part.count("-") == 4]
    assert found, page.url
    return f"/clients/{amara}/sessions/{found[0]}/check-in/"


def on_the_wire(window, wire):
    """Amara's check-in on her phone; the second visit."""
    page = window.page
    page.goto(wire.address + "/")
    cookies = [
        {"name": c["name"], "value": c["value"], "url": wire.address}
        for c in window.context.cookies()
    ]
    window.context.add_cookies(cookies)
    opened(page, wire)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    opened(page, wire)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    wait_for(lambda: kept_page(page))
    window.strayed.clear()
    yield page
    window.is_put_away()


def opened(page, wire):
    page.goto(wire.address + OWN)
    page.locator("#check-in[data-ready]").wait_for()
    page.locator("#check-in form").wait_for()
    # The demo has a session of today, which is over or not, as the day goes.
    which = page.get_by_label("Which session?")
    if which.is_visible():
        which.select_option(label=which.locator("option").all_inner_texts()[-1])
    expect(page.locator("#check-in form")).to_contain_text(ABOUT)


def taps(page, question, answer):
    group = page.get_by_role("group", name=question, exact=True)
    group.locator("label", has_text=answer).first.tap()


def is_kept_here(page):
    """Wait until what was tapped is sealed on the phone."""
    page.wait_for_function(
        "() => document.querySelector('#check-in .saved').textContent"
        ".includes('on this phone')"
    )


def is_back(page):
    """Tell the page that the network is there again."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def kept_page(page):
    """The check-in as it stays on the phone; None while none does."""
    return page.evaluate(f"caches.match('{OWN}').then((kept) => kept?.text())")


def own_answers(page):
    return page.evaluate("fetch('/me/check-ins/').then((answer) => answer.text())")


def pieces(page, kind):
    """What of one kind, "" for any, is sealed here, as whose it is and its name."""
    found = page.evaluate(_PIECES)
    return [one for one in found if not kind or one.split("|")[1] == kind]


def wait_for(check, seconds=30):
    until = time.monotonic() + seconds
    while not check() and time.monotonic() < until:
        time.sleep(0.2)
    assert check()
