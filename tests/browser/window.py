"""One person at one device: opens pages, and every page they open is checked."""

from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect

from . import checks


class Window:
    """A browser window of one person, checked on every page it comes to.

    Each page: no barrier that axe knows, nothing past the edge at 360 px, one h1, no
    complaint in the console, and no request to anywhere but the practice.
    """

    def __init__(
        self, context: BrowserContext, address: str, *, scripts: bool = True
    ) -> None:
        self.context = context
        self.address = address
        self.scripts = scripts
        self.complaints: list[str] = []
        self.strayed: list[str] = []
        context.on("request", self._note_request)
        context.on("console", self._note_console)
        context.on("weberror", lambda problem: self.complaints.append(problem.error))
        self.page: Page = context.new_page()

    def opens(self, path: str, *, status: int = 200) -> None:
        """Go to an address and look the page over."""
        with self.expecting(status):
            answer = self.page.goto(self.address + path)
        assert answer.status == status, path
        self.looks_around()

    def enters(self, path: str) -> None:
        """Come to one's first page, which test_every_page looks over for all."""
        answer = self.page.goto(self.address + path)
        assert answer.ok, answer.status

    def follows(self, link: Locator) -> None:
        """Press something that leads to another page, and look that page over."""
        with self.page.expect_navigation():
            link.click()
        self.looks_around()

    def looks_around(self) -> None:
        page = self.page
        page.wait_for_load_state("load")
        where = self.path
        if self.scripts:  # axe needs them, even from outside the page
            assert not checks.barriers(page), where
        assert not checks.heading_faults(page), where
        assert not checks.at_phone_width(page), where
        self.has_no_complaint()

    def has_no_complaint(self) -> None:
        assert self.complaints == []
        assert self.strayed == []

    def is_put_away(self) -> None:
        """Close it before the wire it hung on goes: what a wire that is cut, and has an
        address of its own, makes the browser say is no complaint of the story's."""
        self.context.close()
        self.complaints.clear()
        self.strayed.clear()

    @contextmanager
    def expecting(self, status: int) -> Any:
        """Let the browser grumble about one status that the story is about."""
        yield
        if status >= 400:
            grumble = f"the server responded with a status of {status}"
            self.complaints = [one for one in self.complaints if grumble not in one]

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def sees_no(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)

    def button(self, name: str, **options: Any) -> Locator:
        return self.page.get_by_role("button", name=name, **options)

    def link(self, name: str, **options: Any) -> Locator:
        return self.page.get_by_role("link", name=name, **options)

    def _note_request(self, request: Any) -> None:
        own = (self.address + "/", f"blob:{self.address}/")
        inside = request.url.startswith((*own, "about:", "data:"))
        if not inside:
            self.strayed.append(request.url)

    def _note_console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)
