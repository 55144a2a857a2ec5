"""Open the finished site in headless Chromium as a reader would: search, the page to try, widths, dark mode.

Usage: see_site.py SITE [--pictures DIR]   Needs Chromium (Debian's chromium) and the extra cptkit[site].
"""

from __future__ import annotations

import argparse
import functools
import http.server
import re
import shutil
import sys
import threading
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

PATIENCE = 120_000
"""Milliseconds to wait for a page: machines of CI are busy, and a slow answer is no wrong one."""
SEARCHES = {
    "71260": "headings/radiology.diagnostic.chest",
    "70450": "headings/radiology.diagnostic.head-and-neck",
    "77067": "headings/radiology.breast",
    "76536": "headings/radiology.ultrasound.head-and-neck",
    "77002": "headings/radiology.guidance.fluoroscopic",
    "77427": "headings/radiology.oncology.management",
    "78815": "headings/radiology.nuclear-medicine.diagnostic.other",
    "74177": "headings/radiology.diagnostic.abdomen",
    "73721": "headings/radiology.diagnostic.lower-extremities",
    "75574": "headings/radiology.diagnostic.heart",
    "modifier 59": "modifiers/59",
    "modifier 26": "modifiers/26",
    "modifier TC": "modifiers/TC",
    "modifier 50": "modifiers/50",
    "glossary": "glossary",
    "does the diagnosis carry the study": "necessity",
    "from an order to a clean claim": "tutorial",
    "alternatives": "comparison",
    "embed": "tutorial-embed",
    "polars": "frames",
    "wrap it as a service": "tutorial-service",
    "a notebook on charges": "notebook",
    "contributing": "contributing",
    "exam names": "suggest",
    "code.retired": "rules",
}
"""What a reader types, and the page that must come first."""
PAGES = (
    "index",
    "tutorial-embed",
    "tutorial-service",
    "tutorial-notebook",
    "tutorial",
    "comparison",
    "claims",
    "frames",
    "notebook",
    "rules",
    "modifiers/59",
    "modifiers/index",
    "headings/radiology.diagnostic.chest",
    "requirements/contrast.route",
    "data",
    "glossary",
    "reference/index",
    "reference/looking",
    "reference/payment",
    "changelog",
    "version",
    "try/index",
)
"""Every kind of page."""
WIDTHS = (1280, 390)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
CLIPPED = """() => [...document.querySelectorAll("article *, main *")]
  .filter(each => !each.closest("svg, .cptkit-output") && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
  .filter(each => ["hidden", "auto", "scroll", "clip"].includes(getComputedStyle(each).overflowX))
  .map(each => `${each.tagName.toLowerCase()}.${each.className}: ${each.innerText.slice(0, 60)}`)"""
"""What on a page is wider than its place, so that lines end before they are read; what a notebook draws scrolls in its own box."""
ASKED = {"look": "71260", "read": "70030-TC-LT", "check": "74177", "name": "71250"}
"""What each form's first answer holds."""


def main() -> int:
    """Look at the site; print what is wrong and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--pictures", type=Path, default=None)
    given = parser.parse_args()
    home = _serve(given.site)
    with sync_playwright() as driver:
        chromium = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        wrong = [
            *_searched(browser, home),
            *_tried(browser, home),
            *_wide(browser, home, given.pictures),
        ]
        browser.close()
    for each in wrong:
        print(each)
    print(
        f"{len(SEARCHES)} searches, {len(ASKED)} forms, {len(PAGES)} pages at {len(WIDTHS)} widths: {len(wrong)} faults"
    )
    return int(bool(wrong))


def _serve(site: Path) -> str:
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def _opened(browser: Browser, address: str, width: int = 1280, scheme: Scheme = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_default_timeout(PATIENCE)
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} is not there")
    return page


def _searched(browser: Browser, home: str) -> list[str]:
    """Type each search and compare the first page found."""
    wrong = []
    page = _opened(browser, f"{home}/index.html")
    for text, right in SEARCHES.items():
        page.goto(f"{home}/index.html")
        page.fill(".pagefind-ui__search-input", text)
        page.wait_for_selector(".pagefind-ui__message:not(:has-text('Searching'))")
        first = page.locator(".pagefind-ui__result-link").first
        first.wait_for()
        found = first.get_attribute("href") or ""
        if f"/{right}.html" not in found:
            wrong.append(f"search {text!r} finds {found} first, right is {right}")
    page.close()
    return wrong


def _tried(browser: Browser, home: str) -> list[str]:
    """Press each button of the page to try; nothing but this site may be asked."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{home}/try/index.html")
    page.wait_for_selector("body[data-ready]")
    loaded = len(asked)
    wrong = [f"the page asks {url}" for url in asked if not url.startswith((home, "blob:"))]
    for kind, right in ASKED.items():
        form = page.locator(f"form[data-ask={kind}]")
        form.locator("button").click()
        said = form.locator("output pre")
        said.wait_for()
        if right not in said.inner_text():
            wrong.append(f"form {kind} says {said.inner_text()[:200]!r}")
    if len(asked) > loaded:
        wrong.append(f"what is typed leaves the page: {asked[loaded:]}")
    page.close()
    return wrong


def _wide(browser: Browser, home: str, pictures: Path | None) -> list[str]:
    """See that no page is wider than the screen, light and dark."""
    wrong = []
    for name in PAGES:
        for width in WIDTHS:
            for scheme in SCHEMES:
                page = _opened(browser, f"{home}/{name}.html", width, scheme)
                page.wait_for_load_state("networkidle")
                wide = int(page.evaluate("document.documentElement.scrollWidth"))
                if wide > width:
                    wrong.append(f"{name} is {wide} px wide on a screen of {width}")
                if scheme == "light":
                    clipped = page.evaluate(CLIPPED)
                    wrong += [f"{name} at {width} px clips {each!r}" for each in clipped]
                elif _bright(page):
                    wrong.append(f"{name} is bright in dark mode")
                if pictures is not None:
                    pictures.mkdir(parents=True, exist_ok=True)
                    page.screenshot(
                        path=pictures / f"{name.replace('/', '_')}-{width}-{scheme}.png"
                    )
                page.close()
    return wrong


def _bright(page: Page) -> bool:
    """Say whether the page's ground is light."""
    ground = str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    return sum(int(each) for each in re.findall(r"\d+", ground)[:3]) > 3 * 128


if __name__ == "__main__":
    sys.exit(main())
