"""Citations name public places, and the pages link them: each by a scheme that is known, none by a guess."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cptkit
from looped import some

ROOT = Path(__file__).resolve().parents[1]
citing = pytest.importorskip("citing", reason="the tools are not beside these tests")
linked, links = citing.linked, citing.links
DATA = Path(cptkit.__file__).parent / "data" / "authored"
MANUALS = "https://www.cms.gov/Regulations-and-Guidance/Guidance/Manuals/Downloads/"
HOSTS = ("www.ecfr.gov", "www.cms.gov", "www.ssa.gov", "uscode.house.gov", "www.congress.gov", "x12.org")  # fmt: skip
PUBLIC = re.compile(
    r"\d CFR \d+\.\d|NCD \d|(?:Claims Processing|Benefit Policy|Program Integrity) Manual|NCCI Policy Manual|"
    r"Social Security Act §|U\.S\.C\.|USC|Public Law|PPRRVU|OPPS Addendum B|external code list"
)
"""What a citation says where it names something public."""


def citations() -> Iterator[str]:
    """Give every citation of the authored data."""

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for name, each in value.items():
                if name == "citation" and isinstance(each, str):
                    yield each
                else:
                    yield from walk(each)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each)

    for path in sorted(DATA.rglob("*.json")):
        yield from walk(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("citation", "right"),
    [
        ("42 CFR 410.32(b)(3)(ii)", ["https://www.ecfr.gov/current/title-42/section-410.32"]),
        (
            "42 CFR 415.174, 415.180",
            [f"https://www.ecfr.gov/current/title-42/section-415.{n}" for n in (174, 180)],
        ),
        (
            "42 CFR 414.94 (removed from 2024-01-01)",
            ["https://www.ecfr.gov/on/2023-12-31/title-42/section-414.94"],
        ),
        ("Medicare Claims Processing Manual ch. 13 §20.1-20.2", [f"{MANUALS}clm104c13.pdf"]),
        (
            "Medicare Claims Processing Manual ch. 12 §30.1, ch. 4 §20.6.4",
            [f"{MANUALS}clm104c12.pdf", f"{MANUALS}clm104c04.pdf"],
        ),
        ("Medicare Benefit Policy Manual ch. 15 §80.6.1", [f"{MANUALS}bp102c15.pdf"]),
        ("NCD 220.2, 220.3 (secondary)", [f"{MANUALS}ncd103c1_Part4.pdf"] * 2),
        ("NCD 20.4", [f"{MANUALS}ncd103c1_Part1.pdf"]),
        ("NCD 180.1", [f"{MANUALS}ncd103c1_Part3.pdf"]),
        ("Social Security Act §1848(b)(9)(A)", ["https://www.ssa.gov/OP_Home/ssact/title18/1848.htm"]),
        (
            "Public Laws 116-260, 117-7 and 117-71",
            [
                f"https://www.congress.gov/{c}/plaws/publ{n}/PLAW-{c}publ{n}.pdf"
                for c, n in ((116, 260), (117, 7), (117, 71))
            ],
        ),
        ("AAPC radiology coding guidance", []),
        ("ICD-10-CM ch. 2", []),
    ],
)  # fmt: skip
def test_a_citation_leads_to_its_place(citation: str, right: list[str]) -> None:
    """Sections, chapters, determinations and laws have addresses; what has no fixed one stays text."""
    assert [address for _, _, address in links(citation)] == right


def test_every_citation_of_something_public_has_a_link() -> None:
    """No citation of the data names a section, a manual, a determination or a table of CMS without leading there."""
    found = sorted({each for each in some(citations()) if PUBLIC.search(each)})
    assert len(found) > 200
    assert [each for each in some(found) if not list(links(each))] == []


def test_links_are_of_known_hosts_and_leave_the_words_as_they_are() -> None:
    """Taking the addresses away gives the citation back."""
    cited = some(set(citations()))
    for first, last, address in some(link for each in cited for link in links(each)):
        assert first < last
        assert re.fullmatch(r"https://([\w.]+)/[\w/.?=:-]+", address), address
        assert address.split("/")[2] in HOSTS
    for citation in some(cited):
        assert re.sub(r"\[([^\]]+)\]\(https://[^)]*\)", r"\1", linked(citation)) == citation


def test_a_part_of_a_section_is_within_the_link() -> None:
    """The reader sees one link over the whole reference."""
    assert linked("42 CFR 410.34(a)(1); NCD 220.4").startswith("[42 CFR 410.34(a)(1)](https://")
