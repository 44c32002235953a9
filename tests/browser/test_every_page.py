"""Every page that can be come to, as every person, narrow and wide, light and dark."""

import re

import pytest

from . import checks
from .served import ServedPractice

WHO = ["worker", "supervisor", "administrator", "Amara"]
NARROW_AND_WIDE = {"360": checks.PHONE, "1280": checks.DESK}
A_SEARCH = re.compile(r"=[^&]*")
A_RECORD = re.compile(r"(?<=/questionnaires/)[a-z0-9-]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


def pages_from(window, *, first):
    """Open every page that links lead to, once for each kind of address."""
    waiting, opened, kinds = list(first), set(), set()
    while waiting:
        path = waiting.pop(0)
        kind = A_RECORD.sub("…", A_SEARCH.sub("=…", path))
        if path in opened or (kind in kinds and path not in first):
            continue
        opened.add(path)
        kinds.add(kind)
        answer = window.context.request.get(window.address + path)
        assert answer.ok, f"{path} answers {answer.status}"
        if "text/html" not in answer.headers["content-type"]:
            continue
        window.page.goto(window.address + path)
        yield path
        waiting += links_on(window)


def links_on(window):
    links = window.page.eval_on_selector_all(
        "a[href]:not([download])", "(all) => all.map((link) => link.href)"
    )
    inside = (one for one in links if one.startswith(window.address + "/"))
    there = (one.removeprefix(window.address).partition("#")[0] for one in inside)
    return list(dict.fromkeys(there))


def faults_of(page):
    """Everything that is wrong with a page, each with how it was looked at."""
    faults = [f"headings: {fault}" for fault in checks.heading_faults(page)]
    for width, viewport in NARROW_AND_WIDE.items():
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme="light")
        faults += [f"{width}, light: {fault}" for fault in checks.barriers(page)]
        page.emulate_media(color_scheme="dark")
        found = checks.barriers(page, rules=["color-contrast"])
        faults += [f"{width}, dark: {fault}" for fault in found]
        faults += [f"{width}: {fault}" for fault in checks.cut_off(page)]
        if checks.scrolls_sideways(page):
            faults.append(f"{width}: scrolls sideways")
        with checks.right_to_left(page):
            if checks.scrolls_sideways(page):
                faults.append(f"{width}, right to left: scrolls sideways")
            found = checks.cut_off(page)
            faults += [f"{width}, right to left: {fault}" for fault in found]
    with checks.text_twice_as_large(page):
        if checks.scrolls_sideways(page):
            faults.append("1280, text at 200 %: scrolls sideways")
    faults += [f"keyboard: {fault}" for fault in checks.without_focus_ring(page)]
    page.emulate_media(color_scheme="light")
    return faults


@pytest.mark.timeout(900)  # some forty pages, each looked at four ways
@pytest.mark.parametrize("who", WHO)
def test_every_page_of(who, made, let_in):
    window = let_in(who)
    first = [window.path]
    if who == "worker":
        first += [f"/clients/{client['number']}/" for client in made.told["clients"]]
    faults = {path: faults_of(window.page) for path in pages_from(window, first=first)}
    assert {path: found for path, found in faults.items() if found} == {}
    assert len(faults) >= 2


def test_every_page_of_nobody(made, let_in):
    stranger = let_in()
    faults = {}
    for path, status in (
        ("/sign-in/", 200),
        ("/signed-out/", 200),
        ("/sign-in/not-a-link/", 410),
    ):
        stranger.opens(path, status=status)
        faults[path] = faults_of(stranger.page)
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_pages_that_say_no(let_in, ruth):
    faults = {}
    for path, status in (("/clients/999/", 404), ("/clients/1/?on=never", 400)):
        ruth.opens(path, status=status)
        faults[path] = faults_of(ruth.page)
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_first_page_of_an_empty_practice(chromium, tmp_path):
    from .window import Window

    empty = ServedPractice(tmp_path / "empty")
    empty.start()
    try:
        context = chromium.new_context(viewport=checks.DESK, reduced_motion="reduce")
        window = Window(context, empty.address)
        window.opens("/")
        assert faults_of(window.page) == []
        window.has_no_complaint()
        context.close()
    finally:
        empty.stop()
