"""Check the links of the built site: those within it to page and place, those that leave it by their form alone.

Usage: check_links.py SITE   Opens no network: whether another's page still stands is not asked.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LATER = ("try/", "pagefind/")
"""What build_site.py lays beside the pages after Sphinx."""
AWAY = re.compile(r"https://[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?(\?\S*)?(#\S*)?")
SPOKEN = {"http://www.ama-assn.org/go/cpt"}
"""Addresses that are names of code systems, written as they are registered."""


class Page(HTMLParser):
    """The places of a page, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the ids and the links."""
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in {"img", "script", "link"}:
            self.links += [given[name] for name in ("src", "href") if given.get(name)]


def wrong_links(site: Path) -> tuple[int, list[str]]:
    """Give how many links there are, and those that lead nowhere."""
    pages = {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
        if not path.relative_to(site).as_posix().startswith(LATER)
    }
    wrong = []
    for name, page in pages.items():
        for link in page.links:
            fault = _fault(site, name, link, pages)
            if fault:
                wrong.append(f"{name}: {link}: {fault}")
    return sum(len(page.links) for page in pages.values()), wrong


def _fault(site: Path, name: str, link: str, pages: dict[str, Page]) -> str | None:
    """Say what is wrong with a link of a page, or None."""
    parts = urlsplit(link)
    if parts.scheme in {"data", "mailto"} or link in SPOKEN:
        return None
    if parts.scheme or parts.netloc:
        return None if AWAY.fullmatch(link) else "not the form of an address"
    path = unquote(parts.path)
    target = name if not path else (Path(name).parent / path).as_posix()
    target = Path("/", target).resolve().as_posix().lstrip("/")
    if target.startswith(LATER):
        return None
    if not (site / target).is_file():
        return "no such page"
    place = unquote(parts.fragment)
    if place and target in pages and place not in pages[target].places:
        return "no such place on the page"
    return None


def main() -> int:
    """Print what leads nowhere; give the exit status."""
    count, wrong = wrong_links(Path(sys.argv[1]))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{count} links, {len(wrong)} lead nowhere")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
