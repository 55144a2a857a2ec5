"""The check of links sees a page that is missing, a place that is missing, and what is no address."""

from __future__ import annotations

from pathlib import Path

import pytest

check_links = pytest.importorskip("check_links", reason="the tools are not beside these tests")


def test_only_what_leads_nowhere_is_told(tmp_path: Path) -> None:
    """Pages, places, files and well-formed addresses are found; the rest is named with its page."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text(
        '<h1 id="top">x</h1><a href="sub/a.html#one">x</a><a href="#top">x</a><a href="try/index.html">x</a>'
        '<a href="https://www.cms.gov/a?b=c#d">x</a><a href="sub/b.html">x</a><a href="#none">x</a>'
        '<a href="https://no host/">x</a><img src="a.png">',
        encoding="utf-8",
    )
    (tmp_path / "sub" / "a.html").write_text(
        '<p id="one">x</p><a href="../index.html#top">x</a><a href="../index.html#gone">x</a>',
        encoding="utf-8",
    )
    count, wrong = check_links.wrong_links(tmp_path)
    assert count == 10
    assert wrong == [
        "index.html: sub/b.html: no such page",
        "index.html: #none: no such place on the page",
        "index.html: https://no host/: not the form of an address",
        "index.html: a.png: no such page",
        "sub/a.html: ../index.html#gone: no such place on the page",
    ]
