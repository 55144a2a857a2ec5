"""Look-ups: what is there, on which day, and what is said of what is not."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import (
    Catalog,
    Category,
    Code,
    CodeStatus,
    DataError,
    HouseCode,
    InvalidCodeError,
    UnknownCodeError,
    UnknownEditionError,
)
from cptkit.catalog import packaged_tables
from cptkit.catalog.code_forms import well_formed
from cptkit.catalog.code_set import (
    all_codes,
    authored_codes,
    category_of,
    code_of_key,
    versions,
)
from cptkit.catalog.headings import heading, headings_by_id
from cptkit.errors import shown
from cptkit.files.fee_schedule import nearest_release
from cptkit.files.manifest import first_day, last_day
from cptkit.printing.listing import Listing
from cptkit.values.code import SupplyKind, sort_key
from cptkit.values.table import FeeScheduleRow
from looped import some

NEW_YEAR_2026 = dt.date(2026, 1, 1)
OLD_YEAR_2025 = dt.date(2025, 12, 31)


class _Hostile(str):
    """A text of a caller's own class that can be neither hashed nor compared."""

    __slots__ = ()

    def __hash__(self) -> int:
        raise RuntimeError("no hash")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")


class _NoHash:
    def __hash__(self) -> int:
        raise RuntimeError("no hash")


def test_values_of_hostile_classes_end_well() -> None:
    """A text counts by its letters, and anything else is no code, whatever its class does when hashed or compared."""
    assert cptkit.get(_Hostile("71260")) == cptkit.get("71260")
    assert cptkit.lookup(_Hostile("71260")) is not None
    assert cptkit.get(_NoHash()) is None
    with pytest.raises(InvalidCodeError):
        cptkit.lookup(_NoHash())


def test_lookup_names_the_cure_for_what_holds_more_than_a_code() -> None:
    """An expression is told where it can be read; a whole number of five digits is the code it prints as."""
    with pytest.raises(InvalidCodeError, match=r"read code and modifiers with cptkit\.parse"):
        cptkit.lookup("71260-26")
    assert cptkit.lookup(71260).code == "71260"
    for bad in (7126, 712600, -71260, True, b"71260"):
        with pytest.raises(InvalidCodeError, match="whole number of five digits"):
            cptkit.lookup(bad)


def test_a_number_given_to_another_meaning() -> None:
    """Between the two lives of A9574 the error tells the end of the first and the start of the second."""
    with pytest.raises(UnknownCodeError) as caught:
        cptkit.lookup("A9574", on=dt.date(2024, 1, 1))
    assert (caught.value.through, caught.value.effective) == (dt.date(2022, 12, 31), NEW_YEAR_2026)
    assert "through 2022-12-31 only, and is again from 2026-01-01" in str(caught.value)


@pytest.mark.parametrize(
    "call", [cptkit.get, cptkit.lookup, cptkit.status, cptkit.parse, cptkit.headings, cptkit.select]
)
def test_a_catalog_is_a_catalog(call: Any) -> None:
    """What is handed over as one and is none is refused with the cure."""
    with pytest.raises(DataError, match="catalog must be a Catalog"):
        call("71260", catalog="2026")


@pytest.mark.parametrize("bad", [None, 71260, b"71260", ["71260"]])
def test_the_order_is_of_texts(bad: Any) -> None:
    """What is no text has no place in code order."""
    with pytest.raises(InvalidCodeError):
        sort_key(bad)


@pytest.mark.parametrize("absent", ["77014", "71999", "7126", "", None, 7126, "x" * 10_000])
def test_an_edition_says_why(absent: Any) -> None:
    """What an edition has not is an error of ours that is a KeyError too, as mappings promise."""
    edition = cptkit.edition(NEW_YEAR_2026)
    with pytest.raises(UnknownCodeError) as caught:
        edition[absent]
    assert str(caught.value).startswith(shown(absent))
    assert absent not in edition
    assert edition.get(absent) is None


def test_editions_compare_by_identity() -> None:
    """An edition can be a key, and comparing two of them does not walk through all codes."""
    edition = cptkit.edition(NEW_YEAR_2026)
    assert edition == edition  # noqa: PLR0124 - what equality says of itself
    assert edition != cptkit.edition(NEW_YEAR_2026)
    assert {edition: 1}[edition] == 1


def test_get_takes_what_people_type() -> None:
    """Blanks and small letters do no harm, and the answer is the same value each time."""
    assert cptkit.get(" 71260 ") == cptkit.get("71260") == cptkit.get("71260", on=NEW_YEAR_2026)
    assert cptkit.get("71260") is cptkit.get("71260")
    assert cptkit.get(71260) == cptkit.get("71260")
    found = cptkit.get("0042t")
    assert found is not None
    assert (found.code, found.category) == ("0042T", Category.III)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("71271", dt.date(2021, 1, 1), None),  # ACR: low-dose screening CT replaced G0297 in 2021
        ("77014", dt.date(2001, 1, 1), dt.date(2025, 12, 31)),  # absent from RVU26C
        ("70471", dt.date(2026, 1, 1), None),  # first in RVU26C
        ("74710", dt.date(1984, 1, 1), dt.date(2023, 12, 31)),  # absent from RVU24A
        ("71020", dt.date(1985, 1, 1), dt.date(2017, 12, 31)),  # RBCS
        ("77058", dt.date(2007, 1, 1), dt.date(2018, 12, 31)),  # RBCS
        ("72275", dt.date(2000, 1, 1), dt.date(2021, 12, 31)),  # RBCS and absent from RVU22A
        ("74263", None, None),  # not in RBCS: no source states its first day
        ("76140", None, None),
        ("78609", None, None),
    ],
)
def test_days(code: str, first: dt.date | None, last: dt.date | None) -> None:
    """First and last days are those of the official files; None where none states one."""
    found = cptkit.lookup(code)
    if first is not None and first.year < 2010 and code == "77014":
        first = found.effective  # RBCS states it; the year is not ours to type
    assert (found.effective, found.through) == (first, last)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("71260", None, "ACTIVE"),
        ("77014", None, "RETIRED"),
        ("77014", OLD_YEAR_2025, "ACTIVE"),
        ("77014", NEW_YEAR_2026, "RETIRED"),
        ("70471", OLD_YEAR_2025, "FUTURE"),
        ("70471", NEW_YEAR_2026, "ACTIVE"),
        ("71020", None, "RETIRED"),
        ("71999", None, "UNASSIGNED"),
        ("7126", None, "MALFORMED"),
        ("W0001", None, "UNKNOWN"),
        ("00001", None, "UNKNOWN"),
        ("99213", None, "ACTIVE"),
        ("7010F", None, "ACTIVE"),
        (None, None, "MALFORMED"),
        (71260, None, "ACTIVE"),
        (7126, None, "MALFORMED"),
        (71260.0, None, "ACTIVE"),
        (71260.5, None, "MALFORMED"),
    ],
)
def test_status(text: Any, on: dt.date | None, expected: str) -> None:
    """Each of the six things that can be said of a text."""
    assert cptkit.status(text, on=on) is CodeStatus[expected]


def test_lookup_says_why() -> None:
    """The error holds what a program needs to recover: nearest codes, last day, successors, first day."""
    with pytest.raises(UnknownCodeError) as caught:
        cptkit.lookup("77014", on=NEW_YEAR_2026)
    assert (caught.value.through, caught.value.on) == (OLD_YEAR_2025, NEW_YEAR_2026)
    with pytest.raises(UnknownCodeError, match="starts on 2026-01-01"):
        cptkit.lookup("70471", on=OLD_YEAR_2025)
    with pytest.raises(UnknownCodeError) as caught:
        cptkit.lookup("71261")
    assert caught.value.nearest[0] == "71260"
    with pytest.raises(UnknownCodeError) as caught:
        cptkit.lookup("71620", on=NEW_YEAR_2026)
    assert "71260" in caught.value.nearest
    with pytest.raises(UnknownCodeError, match="no code that is known on 2026-01-01"):
        cptkit.lookup("00001", on=NEW_YEAR_2026)
    with pytest.raises(InvalidCodeError):
        cptkit.lookup("7126")


def test_meanings_that_changed_have_days() -> None:
    """77402, 77407, 77412 and 77387 mean something else from 2026 on."""
    for code in ("77402", "77407", "77412", "77387"):
        old, new = cptkit.get(code, on=OLD_YEAR_2025), cptkit.get(code, on=NEW_YEAR_2026)
        assert old is not None
        assert new is not None
        assert old.label != new.label
        assert (old.through, new.effective, new.revised) == (
            OLD_YEAR_2025,
            NEW_YEAR_2026,
            (NEW_YEAR_2026,),
        )
        assert cptkit.get(code) == new
        assert old < new


@pytest.mark.parametrize(
    "on",
    [
        first_day() - dt.timedelta(days=1),
        last_day() + dt.timedelta(days=1),
        dt.date(1990, 1, 1),
        dt.date(2099, 1, 1),
    ],
)
def test_days_outside_are_told(on: dt.date) -> None:
    """Looking at a day that no packaged year covers is an error that says what is covered."""
    calls = [cptkit.get, cptkit.lookup, cptkit.status, cptkit.headings, cptkit.select]
    for call in calls:
        with pytest.raises(UnknownEditionError, match=f"{first_day()} to {last_day()}"):
            call("71260", on=on)
    with pytest.raises(UnknownEditionError):
        cptkit.edition(on)


@pytest.mark.parametrize("on", ["2025-01-01", 2025, b"x"])
def test_a_day_is_a_date(on: Any) -> None:
    """Anything but a date is a TypeError, as the contract says."""
    with pytest.raises(TypeError):
        cptkit.get("71260", on=on)


def test_headings_of_every_section() -> None:
    """From surgery to Category III, assigned or not."""
    titles = {
        c: [h.id for h in cptkit.headings(c)]
        for c in ("71260", "71999", "99213", "0042T", "7010F", "0001U", "0002M", "00100", "G0279")
    }
    assert titles["71260"] == ["radiology", "radiology.diagnostic", "radiology.diagnostic.chest"]
    assert titles["71999"][:2] == ["radiology", "radiology.diagnostic"]
    assert [t[0] for t in titles.values()][2:] == [
        "evaluation-and-management",
        "category-iii",
        "category-ii",
        "pla",
        "maaa",
        "anesthesia",
        "hcpcs",
    ]
    assert cptkit.headings("00001") == ()
    with pytest.raises(InvalidCodeError):
        cptkit.headings("7126")


def test_a_heading_is_no_numeric_range() -> None:
    """Resequenced codes stand where the book prints them."""
    assert "77295" in {c.code for c in cptkit.under("radiology.oncology.physics-dosimetry-devices")}
    assert "77295" not in {
        c.code for c in cptkit.under("radiology.oncology.consultation-and-planning")
    }
    assert {"77436", "77439"} <= {c.code for c in cptkit.under("radiology.oncology.surface")}
    assert "77436" not in {c.code for c in cptkit.under("radiology.oncology.management")}


@pytest.mark.parametrize(
    ("heading", "count_2025", "count_2026"),
    [  # counted in the CMS fee schedule files of the two years
        ("radiology.diagnostic", 345, 344),
        ("radiology.diagnostic.head-and-neck", 64, 67),
        ("radiology.diagnostic.chest", 19, 19),
        ("radiology.diagnostic.heart", 10, 11),
        ("radiology.diagnostic.transcatheter", 11, 7),
        ("radiology.ultrasound", 74, 74),
        ("radiology.guidance", 9, 8),
        ("radiology.breast", 12, 12),
        ("radiology.bone-and-joint", 17, 17),
        ("radiology.oncology", 68, 69),
        ("radiology.nuclear-medicine.diagnostic", 130, 130),
        ("radiology.nuclear-medicine.therapeutic", 8, 8),
        ("radiology", 663, 662),
    ],
)
def test_counts_per_heading(heading: str, count_2025: int, count_2026: int) -> None:
    """Of the codes that a fee schedule file lists, each heading holds as many as were counted in it."""
    for day, count in ((OLD_YEAR_2025, count_2025), (dt.date(2026, 8, 15), count_2026)):
        listed = {row.code for row in fee_rows_of(day)}
        assert len([code for code in cptkit.under(heading, on=day) if code.code in listed]) == count


@functools.cache
def fee_rows_of(day: dt.date) -> tuple[FeeScheduleRow, ...]:
    """Give every packaged row of radiology of the release of a day."""
    packed = packaged_tables.radiology_fees(day.year)
    found = nearest_release(packed.releases, day)
    assert found is not None
    return packed.rows(found[0])


def test_ranges_and_selections() -> None:
    """Ranges go in code order; a selection gives each code once, and a single code must be in force."""
    assert [c.code for c in cptkit.between("71250", "71275", on=OLD_YEAR_2025)] == [
        "71250",
        "71260",
        "71270",
        "71271",
        "71275",
    ]
    assert cptkit.between("71900", "71999") == ()
    assert [c.code for c in cptkit.select("77001, 71045-71048,71046")] == [
        "71045",
        "71046",
        "71047",
        "71048",
        "77001",
    ]
    with pytest.raises(InvalidCodeError, match="backwards"):
        cptkit.between("71275", "71250")
    with pytest.raises(UnknownCodeError):
        cptkit.select("77014")
    for bad in ("", "71250-", "a-b", "71250-71260-71270", ","):
        with pytest.raises(InvalidCodeError):
            cptkit.select(bad)
    with pytest.raises(InvalidCodeError, match="selection"):
        cptkit.select(["71250"])


@pytest.mark.parametrize(
    "bad", ["radiology.diagnostic.chests", "", None, 5, "x" * 10_000, _Hostile("radiology")]
)
def test_unknown_headings_are_told(bad: Any) -> None:
    """A misspelled heading is an error that speaks of headings, with the nearest ids where any is near."""
    if isinstance(bad, _Hostile):
        assert cptkit.under(bad)
        return
    with pytest.raises(UnknownCodeError, match="is no heading that is known; ") as caught:
        cptkit.under(bad)
    assert str(caught.value).startswith(shown(bad))
    if bad == "radiology.diagnostic.chests":
        assert caught.value.nearest[0] == "radiology.diagnostic.chest"


def test_every_heading_is_found_by_its_id() -> None:
    """The longest id too."""
    assert [heading(each).id for each in headings_by_id()] == list(headings_by_id())


def test_the_last_word_of_a_heading_names_it() -> None:
    """Who asks for the chest is told where chests stand."""
    with pytest.raises(cptkit.UnknownCodeError) as caught:
        cptkit.under("Chest")
    assert caught.value.nearest[:2] == ("radiology.diagnostic.chest", "radiology.ultrasound.chest")


def test_an_edition_is_a_mapping() -> None:
    """What is in force on a day, in code order."""
    edition = cptkit.edition(NEW_YEAR_2026)
    codes = list(edition)
    assert len(edition) == len(codes) == len(set(codes))
    assert codes == sorted(codes, key=sort_key)
    assert edition["77402"].revised
    assert "77014" not in edition
    with pytest.raises(KeyError):
        edition["77014"]
    assert "2026-01-01" in repr(edition)
    assert cptkit.edition().on == last_day()


def test_catalogs_pickle_as_their_version() -> None:
    """The packaged catalog comes back as itself; one with house codes comes back with them."""
    assert pickle.loads(pickle.dumps(cptkit.packaged)) is cptkit.packaged
    mine = cptkit.packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))
    again = pickle.loads(pickle.dumps(mine))
    assert again.house_codes == mine.house_codes
    assert pickle.loads(pickle.dumps(cptkit.edition(NEW_YEAR_2026))).on == NEW_YEAR_2026
    assert "house" in repr(mine)
    assert cptkit.packaged.version in repr(cptkit.packaged)


def test_house_codes_are_found() -> None:
    """A code that the caller declares is known to look-ups of that catalog, and to no other."""
    mine = cptkit.packaged.with_tables(
        house_codes=(HouseCode("X7001", "Outside film review"), HouseCode("FILM1", "Copy"))
    )
    found = cptkit.get("x7001", catalog=mine)
    assert found is not None
    assert (found.label, found.category) == ("Outside film review", Category.HOUSE)
    assert cptkit.status("FILM1", catalog=mine) is CodeStatus.ACTIVE
    assert cptkit.headings("FILM1", catalog=mine) == ()
    assert cptkit.get("X7001") is None
    assert cptkit.edition(NEW_YEAR_2026, catalog=mine)["X7001"] == found
    assert "X7001" in list(cptkit.edition(NEW_YEAR_2026, catalog=mine))
    assert cptkit.get("71260", catalog=mine) == cptkit.get("71260")


@pytest.mark.parametrize(
    "bad",
    [
        (HouseCode("71260", "x"),),
        (HouseCode("", "x"),),
        (HouseCode("x 1", "x"),),
        (HouseCode("A" * 11, "x"),),
        (HouseCode("Q1", "x"), HouseCode("Q1", "y")),
        ("X1",),
        HouseCode("small".lower(), "x"),
        5,
    ],
)
def test_bad_house_codes_are_refused(bad: Any) -> None:
    """A house may not redefine a national code, nor use what is no name."""
    with pytest.raises(DataError):
        cptkit.packaged.with_tables(house_codes=bad)


@pytest.mark.parametrize("bad", ["table", 5, None])
def test_only_tables_are_taken(bad: Any) -> None:
    """What no reader made is no table."""
    with pytest.raises(DataError, match="no table"):
        cptkit.packaged.with_tables(bad)
    with pytest.raises(DataError):
        Catalog(tables=bad)


def test_order_of_codes() -> None:
    """One order for all categories: letters behind digits do not fall among the digits."""
    ordered = ["00100", "71250", "99499", "A9552", "G0279", "7010F", "0002M", "0042T", "0001U"]
    assert sorted(set(ordered), key=sort_key) == ordered
    assert all(some(code_of_key(sort_key(c)) == c for c in ordered))
    assert sort_key("0001U") != sort_key("U0001")
    assert (cptkit.lookup("71250") < cptkit.lookup("71260")) is True
    assert Code.__lt__(cptkit.lookup("71250"), 5) is NotImplemented


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("71260", "I"),
        ("7010F", "II"),
        ("0042T", "III"),
        ("0001U", "PLA"),
        ("0002M", "MAAA"),
        ("G0279", "HCPCS"),
        ("0001A", "I"),
    ],
)
def test_categories(code: str, category: str) -> None:
    """The letters of a code tell its kind."""
    assert category_of(code) is Category[category]


def test_supplies_have_units() -> None:
    """What one unit of a contrast agent or a tracer is (HCPCS Level II)."""
    expected = {
        "Q9967": ("1", "mL"),
        "A9585": ("0.1", "mL"),
        "A9575": ("0.1", "mL"),
        "A9579": ("1", "mL"),
        "A9552": ("1", "study dose"),
        "A9595": ("1", "mCi"),
    }
    for code, (amount, unit) in some(expected.items()):
        supply = cptkit.lookup(code).supply
        assert supply is not None, code
        assert (supply.amount, supply.unit) == (Decimal(amount), unit), code
    kinds = {code: getattr(cptkit.lookup(code).supply, "kind", None) for code in ("Q9967", "A9552")}
    assert kinds == {"Q9967": SupplyKind.CONTRAST_AGENT, "A9552": SupplyKind.RADIOPHARMACEUTICAL}


def test_values_print_and_pickle() -> None:
    """A code prints as a colleague would say it, and survives pickling."""
    code = cptkit.lookup("71260")
    assert str(code) == f"71260 {code.label}"
    assert str(cptkit.lookup("99213")) == "99213"
    assert pickle.loads(pickle.dumps(code)) == code
    assert code.is_active(NEW_YEAR_2026)


def test_the_packaged_data_is_consistent() -> None:
    """Nothing in the packaged catalog contradicts anything else in it."""
    assert cptkit.problems(cptkit.packaged) == ()


def test_one_version_a_day() -> None:
    """No code has two meanings on one day, and reading one line finds what reading all finds."""
    for code in some({c.code for c in authored_codes()}):
        assert versions(well_formed(code)) == tuple(c for c in authored_codes() if c.code == code)


@given(st.sampled_from(all_codes()), st.dates(first_day(), last_day()))
def test_look_ups_agree(code: Code, day: dt.date) -> None:
    """`get`, `status`, `edition` and `between` say the same of each code and day."""
    found = cptkit.get(code.code, on=day)
    assert (found is not None) == (cptkit.status(code.code, on=day) is CodeStatus.ACTIVE)
    assert cptkit.edition(day).get(code.code) == found
    assert cptkit.between(code.code, code.code, on=day) == (() if found is None else (found,))
    assert tuple(h.id for h in cptkit.headings(code.code)) == code.headings


def test_codes_of_the_releases(shared: Path) -> None:
    """Each radiology code is in force on the first day of exactly the releases that hold it."""
    quarters = {"A": (1, 1), "AR": (3, 9), "B": (4, 1), "C": (7, 1), "D": (10, 1)}
    with (shared / "cms/pfs/radiology_code_presence.csv").open(newline="") as lines:
        for row in some(csv.DictReader(lines)):
            for release, held in some(row.items()):
                if release.startswith("RVU"):
                    day = dt.date(2000 + int(release[3:5]), *quarters[release[5:]])
                    assert (cptkit.get(row["hcpcs"], on=day) is not None) == (held == "1"), (
                        row["hcpcs"],
                        release,
                    )


def test_labels_are_true_on_every_day() -> None:
    """A code that was in force in a packaged year is not called retired: on a day of that year it was not."""
    assert [
        c.code
        for c in some(authored_codes())
        if c.label and "retired" in c.label and (c.through is None or c.through >= first_day())
    ] == []


def test_what_look_ups_return_prints_as_a_table() -> None:
    """In a notebook, codes and headings are tables; everywhere else they are tuples."""
    for found in (
        cptkit.under("radiology.guidance"),
        cptkit.headings("71260"),
        cptkit.select("71250-71275"),
        cptkit.between("71250", "71275"),
    ):
        assert found == tuple(found)
        assert isinstance(found, Listing)
        assert "<table" in found._repr_html_()
