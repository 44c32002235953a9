"""Ruth has a minute before Amara walks in."""

from playwright.sync_api import expect

MOST_TABS = 120
ALL_LINES = "main details"


def when_ruth_opens_every_line_with_the_keyboard(page):
    page.locator("#main").focus()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.locator("main summary:focus")
        if focused.count() and focused.locator("..").get_attribute("open") is None:
            page.keyboard.press("Enter")
        if not page.locator("main :focus").count():
            return


def then_every_line_shows_its_quotes(page):
    lines = page.locator(ALL_LINES)
    assert lines.count() > 5
    expect(page.locator(f"{ALL_LINES}:not([open])")).to_have_count(0)
    for line in lines.all():
        expect(line.locator("q").first).to_be_visible()


def test_one_click_from_today_leads_to_amaras_brief(ruth):
    assert ruth.path == "/"
    ruth.follows(ruth.link("Read the brief for Amara"))
    expect(ruth.page.get_by_role("heading", level=1)).to_have_text("Amara")
    for part in ("Do", "Avoid", "Triggers", "Boundaries", "Left last time"):
        expect(ruth.page.get_by_role("heading", name=part).first).to_be_visible()


def test_every_line_opens_to_its_quotes_by_keyboard_alone(ruth):
    ruth.page.keyboard.press("Tab")
    expect(ruth.link("Skip to the main part")).to_be_focused()
    ruth.page.keyboard.press("Enter")
    ruth.page.keyboard.press("Tab")
    expect(ruth.page.locator(".hand-offs a").first).to_be_focused()
    while ruth.page.locator(".hand-offs :focus").count():
        ruth.page.keyboard.press("Tab")
    expect(ruth.link("Read the brief for Amara")).to_be_focused()
    with ruth.page.expect_navigation():
        ruth.page.keyboard.press("Enter")
    ruth.looks_around()

    when_ruth_opens_every_line_with_the_keyboard(ruth.page)

    then_every_line_shows_its_quotes(ruth.page)
    ruth.looks_around()


def test_every_line_opens_to_its_quotes_without_scripts(let_in):
    ruth = let_in("worker", java_script_enabled=False)
    ruth.follows(ruth.link("Read the brief for Amara"))

    when_ruth_opens_every_line_with_the_keyboard(ruth.page)

    then_every_line_shows_its_quotes(ruth.page)


def test_the_day_says_which_page_it_is(ruth):
    here = ruth.page.locator("header nav [aria-current=page]")
    expect(here).to_have_text("Today")


def test_nothing_on_the_brief_is_said_twice(ruth):
    ruth.follows(ruth.link("Read the brief for Amara"))
    first = ruth.page.get_by_role("region", name="If you read one thing")
    assert first.inner_text().count("A suggestion, not a rule.") == 1
