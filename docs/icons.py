"""Makes the app's two icons anew from logo.svg: the mark alone, on the page's paper.

Run it with `.venv/bin/python docs/icons.py` after `./test` set everything up. The mark
stays inside the circle that every phone shows of an icon.
"""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[1] / "src/holdspace_site/web/static/holdspace"
SIZES = (192, 512)
PAPER = "#faf7f1"
PAGE = """<style>body {{ margin: 0; display: grid; place-content: center;
  block-size: 100vh; background: {paper}; }}
  svg {{ inline-size: 72vw; block-size: 72vw; }}</style>{mark}"""


def main() -> None:
    """Draw the mark in each size."""
    mark = (STATIC / "logo.svg").read_text("utf-8")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=as_root)
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(PAGE.format(paper=PAPER, mark=mark))
            page.screenshot(path=STATIC / f"icon-{size}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
