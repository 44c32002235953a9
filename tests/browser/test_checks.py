"""The checks on every page see what they are there for."""

import pytest

from . import checks

START = "<!doctype html><html lang=en><title>A page</title><body><h1>One</h1>"


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport=checks.PHONE)
    yield context.new_page()
    context.close()


def test_a_calm_page_has_no_fault(page):
    page.set_content(START + "<main><p>Some words. <a href=#>A link</a></p></main>")
    page.add_style_tag(content="a:focus-visible { outline: 3px solid black; }")
    assert not checks.barriers(page)
    assert not checks.heading_faults(page)
    assert not checks.cut_off(page)
    assert not checks.scrolls_sideways(page)
    assert not checks.without_focus_ring(page)


def test_pale_words_and_nameless_fields_are_seen(page):
    page.set_content(START + "<p style='color: #bbb'>Pale</p><input>")
    found = " ".join(checks.barriers(page))
    assert "color-contrast" in found
    assert "label" in found


@pytest.mark.parametrize(
    "worse",
    [
        "<p class=a style='color: #bbb'>Other words</p><label>Name <input></label>",
        "<p class=a>Other words</p><label> <input></label>",
        "<p class=a>Other words</p><label>Name</label> <input>",
        "<p class=a>Other words</p><label>Name <input></label><img src=data:,>",
    ],
)
def test_a_page_like_one_without_barriers_is_looked_at_for_what_is_other(page, worse):
    page.set_content(START + "<p class=a>Words</p><label>Name <input></label>")
    assert not checks.barriers(page)
    page.set_content(START + worse)
    assert checks.barriers(page)


def test_two_titles_and_skipped_levels_are_seen(page):
    page.set_content(START + "<h1>Two</h1><h3>Three</h3>")
    assert len(checks.heading_faults(page)) == 2


def test_what_is_too_wide_is_seen(page):
    page.set_content(START + "<p style='inline-size: 400px'>Wide</p>")
    assert checks.scrolls_sideways(page)
    assert checks.cut_off(page)
    page.set_viewport_size(checks.DESK)
    assert checks.at_phone_width(page)
    assert not checks.scrolls_sideways(page)


def test_what_is_clipped_is_seen(page):
    page.set_content(
        START + "<p style='block-size: 1em; overflow: hidden'>A<br>B<br>C</p>"
    )
    assert "clipped" in " ".join(checks.cut_off(page))


def test_a_missing_focus_ring_is_seen(page):
    page.set_content(START + "<a href=# style='outline: none'>A link</a>")
    assert checks.without_focus_ring(page)
