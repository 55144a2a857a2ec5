"""Modifiers on the packaged tables: facts of the field, each with its source, and laws over every code and release."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

import cptkit
from cptkit import modifiers
from cptkit.catalog.packaged_tables import fee_rows
from cptkit.errors import (
    DataError,
    InvalidCodeError,
    InvalidModifierError,
    NoDataError,
    UnknownCodeError,
    UnknownModifierError,
)
from cptkit.files.packaged import packaged_json, packaged_text
from cptkit.indicators import PcTc
from cptkit.values.code import sort_key
from cptkit.values.finding import Outcome
from cptkit.values.modifier import Modifier, ModifierUse
from looped import some

DAY = dt.date(2026, 7, 1)
FAIL, WARN, PASS = Outcome.FAIL, Outcome.WARN, Outcome.PASS
RELEASE_DAYS = [
    dt.date(2020, 2, 1),
    dt.date(2021, 5, 1),
    dt.date(2022, 5, 1),
    dt.date(2023, 8, 1),
    dt.date(2024, 8, 1),
    dt.date(2025, 11, 1),
    DAY,
]

FACTS = [
    # CMS PPRRVU RVU26C, PC/TC indicator
    ("71260", "26", DAY, True),
    ("77427", "26", DAY, False),
    ("77336", "TC", DAY, False),
    ("77089", "26", DAY, False),
    ("77387", "TC", DAY, True),
    # the same, bilateral indicator
    ("76641", "50", DAY, True),
    ("73030", "50", DAY, True),
    ("77066", "50", DAY, False),
    ("71260", "50", DAY, False),
    ("73060", "50", DAY, False),
    ("70336", "50", dt.date(2022, 7, 1), False),
    ("70336", "50", DAY, False),
    # the same, assistant, co- and team surgeon indicators
    ("71260", "62", DAY, False),
    ("71260", "66", DAY, False),
    ("71260", "80", DAY, True),
    # Social Security Act §1834(p); CMS change request 9250
    ("70450", "CT", DAY, True),
    ("70471", "CT", DAY, True),
    ("71271", "CT", DAY, True),
    ("75635", "CT", DAY, True),
    ("71046", "CT", DAY, False),
    # CMS change requests 9727 and 10188
    ("71046", "FX", DAY, True),
    ("71046", "FY", DAY, True),
    ("71260", "FX", DAY, False),
    # CMS NCD 220.6.17
    ("78815", "PI", DAY, True),
    ("78608", "PS", DAY, True),
    ("78429", "PI", DAY, False),
    ("78459", "PS", DAY, False),
    ("78491", "PI", DAY, False),
    # Medicare Claims Processing Manual ch. 18 §20.6
    ("77065", "GG", DAY, True),
    ("77066", "GH", DAY, True),
    ("71260", "GH", DAY, False),
    # 42 CFR 414.94, rescinded; CMS change request 13485
    ("70551", "MA", dt.date(2023, 3, 1), True),
    ("70551", "MA", dt.date(2024, 12, 31), True),
    ("70551", "MA", dt.date(2025, 1, 1), False),
    ("70551", "QQ", DAY, False),
    # CMS article on proper use of modifiers 59 and X; Medicare NCCI Policy Manual ch. IX
    ("71260", "59", DAY, True),
    ("77427", "59", DAY, False),
    ("99213", "59", DAY, False),
    # sides: unusual is not wrong
    ("73562", "RT", DAY, True),
    ("71260", "RT", DAY, True),
    # visits and laboratory
    ("99213", "25", DAY, True),
    ("71260", "25", DAY, False),
    ("71260", "91", DAY, False),
    ("71260", "QW", DAY, False),
    # Medicare Claims Processing Manual ch. 13 §90.3
    ("71046", "UN", DAY, False),
]


@pytest.mark.parametrize(("code", "modifier", "on", "fits"), FACTS)
def test_facts(code: str, modifier: str, on: dt.date, fits: bool) -> None:  # noqa: FBT001
    """What the sources named beside each group say."""
    assert modifiers.is_compatible(code, modifier, on=on) is fits


WARNED = [
    ("75635", "CT"),
    ("76380", "CT"),
    ("77012", "CT"),
    ("77078", "CT"),
    ("71260", "RT"),
    ("77387", "TC"),
    ("77439", "TC"),
    ("71260", "51"),
    ("71260", "22"),
    ("77067", "GG"),
    ("70555", "LT"),
]


@pytest.mark.parametrize(("code", "modifier"), WARNED)
def test_doubts(code: str, modifier: str) -> None:
    """What is unusual or without effect is a WARN."""
    assert {use.modifier: use.outcome for use in modifiers.applicable(code, on=DAY)}[
        modifier
    ] is WARN


@pytest.mark.parametrize("on", RELEASE_DAYS)
def test_components_are_where_rows_are(on: dt.date) -> None:
    """26 and TC fit exactly the radiology codes that have a 26 row and a TC row, in every year.

    Asked are the codes that the release names: of one that it does not name yet nothing is told.
    """
    wrong = []
    listed = {code for code, _ in fee_rows(on)}
    for code in some(
        [each for each in cptkit.between("70010", "79999", on) if each.code in listed]
    ):
        has_rows = [
            cptkit.packaged.fee_row(code.code, component, on) is not None
            for component in ("26", "TC")
        ]
        fits = [modifiers.is_compatible(code.code, component, on=on) for component in ("26", "TC")]
        if has_rows != fits:
            wrong.append(code.code)
    assert wrong == []


def test_the_six_modifiers_of_a_chest_ct() -> None:
    """26, TC, 52, 59, 76 and 77 come with meaning, when and verdict."""
    uses = {use.modifier: use for use in modifiers.applicable("71250", on=DAY)}
    six = [uses[name] for name in ("26", "TC", "52", "59", "76", "77")]
    assert [(use.modifier, use.outcome) for use in six] == [
        (name, PASS) for name in ("26", "TC", "52", "59", "76", "77")
    ]
    assert [
        use
        for use in some(six)
        if not (use.title and use.meaning and use.when and use.reason and use.citation)
    ] == []
    every = modifiers.applicable("71250", on=DAY, everything=True)
    assert sorted(each.modifier for each in every) == [each.modifier for each in modifiers.all()]


def test_what_fits_comes_best_first() -> None:
    """What fits is what is not FAIL: PASS before WARN before NO_DATA, each in text order; all the rest follows."""
    fits = modifiers.applicable("71250", on=DAY)
    rank = {PASS: 0, WARN: 1, Outcome.NO_DATA: 2}
    assert [(rank[use.outcome], use.modifier) for use in fits] == sorted(
        (rank[use.outcome], use.modifier) for use in fits
    )
    every = modifiers.applicable("71250", on=DAY, everything=True)
    assert every[: len(fits)] == fits
    assert {use.outcome for use in every[len(fits) :]} == {Outcome.FAIL}
    with pytest.raises(DataError, match="everything"):
        modifiers.applicable("71250", on=DAY, everything="no")  # type: ignore[arg-type]


def test_answers_are_remembered_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer is the first one; memory is bounded; what cannot be a key is told as ever."""
    monkeypatch.setattr(modifiers, "_remembered", {})
    monkeypatch.setattr(modifiers, "_MOST_REMEMBERED", 2)
    first = [modifiers.is_compatible("71260", name, on=DAY) for name in ("26", "50", "TC")]
    assert (
        [modifiers.is_compatible("71260", name, on=DAY) for name in ("26", "50", "TC")]
        == first
        == [True, False, True]
    )
    assert len(modifiers._remembered) <= 2
    assert modifiers.is_compatible(" 71260" + " " * 20, "26", on=DAY) is True
    assert (" 71260" + " " * 20, "26", DAY) not in modifiers._remembered
    with pytest.raises(InvalidCodeError):
        modifiers.is_compatible(["71260"], "26", on=DAY)


@pytest.mark.parametrize(
    ("code", "modifier", "on", "error"),
    [
        ("71260", "26", dt.date(2019, 1, 1), NoDataError),
        ("99213", "26", dt.date(2021, 1, 1), NoDataError),
        ("71260", "A1", DAY, NoDataError),
        ("77014", "26", DAY, UnknownCodeError),
        ("71999", "26", DAY, UnknownCodeError),
        ("7126", "26", DAY, InvalidCodeError),
        (float("nan"), "26", DAY, InvalidCodeError),
        ("71260", "2", DAY, InvalidModifierError),
        ("71260", None, DAY, InvalidModifierError),
        ("71260", "ZZ", DAY, UnknownModifierError),
    ],
)
def test_wrong_questions(
    code: object, modifier: object, on: dt.date, error: type[Exception]
) -> None:
    """Each wrong question has its own error."""
    with pytest.raises(error):
        modifiers.is_compatible(code, modifier, on=on)


def test_definitions_are_whole() -> None:
    """Every described modifier has a title, a meaning, a use and a source; outside its scope or form it has a cure."""
    described = [each for each in some(modifiers.all()) if each.title is not None]
    assert len(described) == len(packaged_json("authored/modifiers.json")["rows"])
    assert [
        each.modifier
        for each in some(described)
        if not (each.meaning and each.when and each.citation)
    ] == []
    assert [
        each.modifier for each in some(described) if each.outside_reason and not each.remedy
    ] == []
    assert [
        each.modifier for each in some(described) if each.settings and not each.setting_remedy
    ] == []


def test_every_level_two_modifier_is_known() -> None:
    """All of CMS's list are there, described or with their dates; described ones have CMS's dates, but for the AUC ones, which ended."""
    every = {each.modifier: each for each in modifiers.all()}
    listed = packaged_json("derived/hcpcs_modifiers.json")["rows"]
    differ = {
        name
        for name, added, ended in listed
        if [_iso(every[name].effective), _iso(every[name].through)] != [added, ended]
    }
    assert differ == {"MA", "MB", "MC", "MD", "ME", "MF", "MG", "MH", "QQ"}
    assert {_iso(every[name].through) for name in differ} == {"2024-12-31"}


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def test_dates_are_those_of_the_official_file(shared: Path) -> None:
    """The first days are those of CMS's file of June 2024."""
    with (shared / "cms" / "hcpcs" / "hcpcs_level2_modifiers_2024-06.csv").open(
        newline="", encoding="utf-8"
    ) as file:
        official = {row["modifier"]: row["date_added"] or None for row in csv.DictReader(file)}
    every = {each.modifier: each for each in modifiers.all()}
    assert {name: _iso(every[name].effective) for name in official} == official


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("modifiers", ("modifier",)),
        ("modifier_codes", ("modifier", "first")),
        ("modifier_conflicts", ("first", "second")),
    ],
)
def test_authored_tables_are_in_order(name: str, keys: tuple[str, ...]) -> None:
    """Sorted, unique, cited."""
    table = json.loads(packaged_text(f"authored/{name}.json"))
    rows = table["rows"]
    order = [
        tuple(sort_key(row[key]) if len(row[key]) == 5 else row[key] for key in keys)
        for row in rows
    ]
    assert order == sorted(set(order))
    assert [row for row in some(rows) if not row["citation"] or row["certainty"] not in "HML"] == []


def test_lists_name_codes_that_are() -> None:
    """Each end of each span of a modifier's list was a code on some day."""
    rows = packaged_json("authored/modifier_codes.json")["rows"]
    assert [
        row for row in some(rows) if not (cptkit.get(row["first"]) and cptkit.get(row["last"]))
    ] == []


def test_spans_hold_the_right_modality() -> None:
    """The spans of the equipment reduction hold CT only, those of PI and PS PET only."""
    wanted = {"CT": "CT", "PI": "PT", "PS": "PT"}
    spanned = [
        (row["modifier"], code)
        for row in packaged_json("authored/modifier_codes.json")["rows"]
        if row["modifier"] in wanted and row["first"][0] == "7"
        for code in cptkit.between(row["first"], row["last"], dt.date(2025, 1, 1))
    ]
    for modifier, code in some(spanned, 50):
        assert code.imaging is not None, code
        assert code.imaging.modality is not None, code
        assert code.imaging.modality.dicom == wanted[modifier], code


def test_findings_tell_their_release() -> None:
    """What an indicator decided names the release that it was read from."""
    (found,) = modifiers.check("77427", ("26",), on=DAY)
    assert found.source is not None
    assert found.source.release == "RVU26C"
    assert cptkit.payment.indicators("77427", on=DAY).pc_tc is PcTc.PROFESSIONAL_ONLY


def test_definitions_and_verdicts_survive_json() -> None:
    """Every definition and every use goes out as JSON and comes back the same, through the strict converter."""
    every, uses = modifiers.all(), modifiers.applicable("71250", on=DAY)
    assert cptkit.from_json(cptkit.to_json(every), tuple[Modifier, ...]) == every
    assert cptkit.from_json(cptkit.to_json(uses), tuple[ModifierUse, ...]) == uses
