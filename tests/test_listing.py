"""Tests of values in a notebook: listings, codes, reports."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import ClaimReport, Finding, Outcome, documentation, guidance
from cptkit.printing.cells import cell
from cptkit.printing.listing import Listing, rows_html
from looped import some

DAY = dt.date(2026, 5, 4)


def cells(html: str) -> list[str]:
    """Give the texts of a table's cells."""
    return re.findall(r"<t[dh]>(.*?)</t[dh]>", html)


@given(st.lists(st.integers()), st.lists(st.integers()))
def test_a_listing_is_a_tuple(first: list[int], second: list[int]) -> None:
    """Equal to one, hashed like one, added like one, sliced to one of its kind, and itself again after a pickle."""
    made = Listing(first)
    assert made == tuple(first)
    assert hash(made) == hash(tuple(first))
    assert made + tuple(second) == (*first, *second)
    assert made[:2] == tuple(first[:2])
    assert type(made[:2]) is Listing
    assert pickle.loads(pickle.dumps(made)) == made
    assert type(copy.copy(made)) is Listing


def test_a_listing_of_codes() -> None:
    """Code, label, days."""
    html = Listing(cptkit.select("71045, 71046"))._repr_html_()
    assert cells(html)[:8] == [
        "code",
        "label",
        "effective",
        "through",
        "71045",
        "Chest radiograph, one view",
        "2018-01-01",
        "",
    ]


def test_a_listing_goes_to_json_like_a_tuple() -> None:
    """And back as one."""
    codes = cptkit.select("71045, 71046")
    assert cptkit.to_json(Listing(codes)) == cptkit.to_json(tuple(codes))
    assert cptkit.from_json(cptkit.to_json(Listing(codes)), tuple[cptkit.Code, ...]) == codes


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ((), ["nothing"]),
        ((1, 2), ["2 values", "1", "2"]),
        ((1, "<b>"), ["2 values", "1", "&lt;b&gt;"]),
        (cptkit.headings("71250"), ["id", "title", "ranges", "radiology"]),
    ],
)
def test_listings_of_other_values(rows: tuple[object, ...], shown: list[str]) -> None:
    """Mixed values are one column; known ones have theirs; nothing is said to be nothing."""
    assert cells(rows_html(rows))[: len(shown)] == shown


def test_what_rules_return_prints() -> None:
    """Requirements, gaps, findings."""
    needs = documentation.requirements("71260", on=DAY)
    assert "contrast.route" in needs._repr_html_()  # type: ignore[attr-defined]  # the contract says tuple
    gaps = documentation.missing("71260", {}, on=DAY)
    assert "ABSENT" in gaps._repr_html_()  # type: ignore[attr-defined]  # the contract says tuple
    found = guidance.check([cptkit.ClaimLine("77002", date_of_service=DAY)])
    assert "addon.no-primary" in found._repr_html_()  # type: ignore[attr-defined]  # the contract says tuple


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "71260",
            [
                "71260",
                "CT of the chest with contrast",
                "computed tomography",
                "with contrast",
                "diagnostic",
                "chest, lung",
            ],
        ),
        ("77263", ["no image is made"]),
        ("A9552", ["HCPCS Level II"]),
        ("99213", ["Category I"]),
        ("77014", ["77387"]),
    ],
)
def test_a_code_prints(code: str, said: list[str]) -> None:
    """What is known of it, and no empty line."""
    found = cells(cptkit.lookup(code)._repr_html_())
    assert [
        each
        for each in some(said)
        if each not in found and not any(each in text for text in some(found))
    ] == []
    assert "" not in found[2:]


def test_a_report_prints() -> None:
    """The outcome, what speaks against the claim, and how many rules found nothing."""
    report = ClaimReport(
        (
            Finding("code.retired", Outcome.FAIL, (0,), "it ended", "use another"),
            Finding("bundling.ptp", Outcome.PASS, (0,), "no edit"),
        )
    )
    html = report._repr_html_()
    assert "FAIL: will be denied; rules that found nothing: 1" in html
    assert cells(html)[5:] == ["FAIL", "code.retired", "0", "it ended", "use another"]
    assert "no rule had anything to look at" in ClaimReport()._repr_html_()


def test_cells() -> None:
    """Members by name, values by id, None as nothing."""
    need = documentation.requirements("71260", on=DAY)[0]
    assert [cell(each) for each in (need, need.level, need.evidence, None, (), "x", 3)] == [
        need.id,
        "REQUIRED",
        need.evidence.id,
        "",
        "",
        "x",
        "3",
    ]
