"""The page of one passage, as hands know it."""

import re
from urllib.parse import quote

from playwright.sync_api import Locator, expect

from .window import Window

# The place of some words on the screen, and in the page's own text.
_RANGE_OF = """(box, words) => {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".ref")) continue;
    for (let i = 0; i < node.length; i += 1) places.push([node, i]);
    text += node.data;
  }
  const at = text.indexOf(words);
  if (at < 0) throw new Error("not in the passage: " + words);
  const range = document.createRange();
  range.setStart(...places[at]);
  const [last, offset] = places[at + words.length - 1];
  range.setEnd(last, offset + 1);
"""
_CORNERS = f"""{_RANGE_OF}
  range.startContainer.parentElement.scrollIntoView({{ block: "center" }});
  const boxes = Array.from(range.getClientRects()).filter((one) => one.width > 0);
  const [first, end] = [boxes[0], boxes.at(-1)];
  return [first.left + 1, first.top + first.height / 2,
          end.right - 1, end.top + end.height / 2];
}}"""
_SELECT = f"""{_RANGE_OF}
  const selection = window.getSelection();
  selection.setBaseAndExtent(range.startContainer, range.startOffset,
                             range.endContainer, range.endOffset);
}}"""


class PassagePage:
    """The words, the panel that asks what they mean, and the cards beside them."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.page = window.page
        self.words = self.page.locator("#passage-words")
        self.panel = self.page.locator("#say-what")
        self.chosen = self.panel.locator("[data-mark=chosen] q")
        self.search = self.panel.get_by_role("searchbox")
        self.cards = self.page.locator(".cards > .card")

    def drags_over(self, words: str) -> None:
        left, top, right, bottom = self.words.evaluate(_CORNERS, words)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=6)
        self.page.mouse.up()
        expect(self.chosen).to_have_text(words)

    def double_clicks(self, word: str) -> None:
        left, top, right, _ = self.words.evaluate(_CORNERS, word)
        self.page.mouse.dblclick((left + right) / 2, top)

    def selects_by_touch(self, words: str) -> None:
        """What the handles of a phone's selection do, without the handles."""
        self.words.evaluate(_SELECT, words)
        expect(self.chosen).to_have_text(words)

    def code(self, plain_words: str) -> Locator:
        """The radio button of a code, by its plain words."""
        return self.panel.locator(".code").filter(
            has=self.page.get_by_text(plain_words, exact=True)
        )

    def looks_for(self, typed: str) -> None:
        """Type, and wait for what the practice finds for the whole of it."""
        with self.page.expect_response(lambda a: a.url.endswith(f"?q={quote(typed)}")):
            self.search.press_sequentially(typed)

    def picks(self, plain_words: str, *, typing: str) -> None:
        self.looks_for(typing)
        self.code(plain_words).click()

    def saves(self) -> None:
        self.panel.get_by_role("button", name="Mark these words").click()

    def card_of(self, plain_words: str, words: str) -> Locator:
        """The card of a reading; the marks around a quote are the style sheet's."""
        quoted = self.page.locator("q").filter(has_text=exactly(words))
        return self.cards.filter(has_text=plain_words).filter(has=quoted)

    def then_it_says(self, plain_words: str, words: str) -> None:
        """The card is there, its number leads into the text, also after a reload."""
        for _ in range(2):
            card = self.card_of(plain_words, words)
            expect(card).to_have_count(1)
            assert self.marked_by(card) == words
            self.page.reload()
        self.window.looks_around()

    def marked_by(self, card: Locator) -> str:
        """The words that stand over the line of this card's reading."""
        reading = card.get_attribute("id").removeprefix("reading-")
        number = card.locator(".number").inner_text()
        expect(self.page.locator(f"[id='at-{reading}']")).to_have_text(number)
        return self.words.evaluate(
            """(box, [id, length]) => {
              const after = box.querySelector(`[id="at-${id}"]`).closest(".ref");
              let text = "";
              for (const stretch of box.querySelectorAll(".stretch:has(.mark)")) {
                const later = after.compareDocumentPosition(stretch)
                  & Node.DOCUMENT_POSITION_FOLLOWING;
                if (later) text += stretch.textContent;
              }
              return Array.from(text).slice(0, length).join("");
            }""",
            [reading, len(card.locator("q").first.inner_text())],
        )


def exactly(text: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(text)}\s*$")


def opens_passage(window: Window, client_number: int, words: str) -> PassagePage:
    """From the client's story to the passage that holds these words."""
    window.opens(f"/clients/{client_number}/story/")
    row = window.page.locator(".passages > li").filter(has_text=words)
    window.follows(row.get_by_role("link", name="Read and mark"))
    return PassagePage(window)
