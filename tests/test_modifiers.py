"""The modifiers of a line: definitions, verdicts and findings, on an invented catalog."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import modifiers
from cptkit.catalog.catalog import Catalog
from cptkit.errors import (
    CptkitError,
    DataError,
    InvalidCodeError,
    InvalidModifierError,
    NoDataError,
    UnknownCodeError,
    UnknownEditionError,
    UnknownModifierError,
)
from cptkit.files.packaged import authored
from cptkit.indicators import Bilateral, PcTc, Setting
from cptkit.lines.modifier_tables import conflicts
from cptkit.values.cells import MOST_MODIFIERS
from cptkit.values.claim import ClaimLine, Payer
from cptkit.values.code import Category, Code
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import ImagingProfile, Laterality, Modality, Region
from cptkit.values.modifier import Modifier, ModifierUse
from cptkit.values.table import FeeScheduleRow
from fee_rows import fee_row

DAY = dt.date(2026, 7, 1)
OLD = dt.date(2021, 7, 1)
FAIL, WARN, NO_DATA, PASS = Outcome.FAIL, Outcome.WARN, Outcome.NO_DATA, Outcome.PASS
HOSPITAL, ASC, PROFESSIONAL = Setting.OUTPATIENT_HOSPITAL, Setting.ASC, Setting.PROFESSIONAL


def code(
    number: str,
    modality: Modality,
    *regions: Region,
    laterality: Laterality = Laterality.NOT_PAIRED,
    through: dt.date | None = None,
) -> Code:
    """Invent an imaging code."""
    return Code(
        number,
        Category.I,
        headings=("radiology",),
        through=through,
        imaging=ImagingProfile(modality, regions, laterality=laterality),
    )


CODES = {
    each.code: each
    for each in (
        code("71111", Modality.CT, Region.CHEST),  # divides into components
        code(
            "72222", Modality.XR, Region.KNEE, laterality=Laterality.UNILATERAL
        ),  # one side, each side paid
        code("73333", Modality.XR, Region.HAND),  # technical only
        code("74444", Modality.XR, Region.HAND),  # physician service
        code(
            "75555", Modality.US, Region.EYE, laterality=Laterality.UNILATERAL
        ),  # 50 hangs on the row, as for 76519
        code("76666", Modality.MR, Region.HEAD),  # in force, with no fee row
        code("77777", Modality.CT, Region.HEAD, through=dt.date(2025, 12, 31)),  # retired
    )
}
ROWS = {
    (row.code, row.modifier): row
    for row in (
        *(fee_row("71111", component) for component in ("", "26", "TC")),
        *(
            fee_row("72222", component, bilateral=Bilateral.EACH_SIDE_IN_FULL)
            for component in ("", "26", "TC")
        ),
        fee_row("73333", pc_tc=PcTc.TECHNICAL_ONLY),
        fee_row("74444", pc_tc=PcTc.PHYSICIAN_SERVICE),
        fee_row("75555", bilateral=Bilateral.ALREADY_BILATERAL),
        fee_row("75555", "26", bilateral=Bilateral.EACH_SIDE_IN_FULL),
        fee_row("75555", "TC", bilateral=Bilateral.ALREADY_BILATERAL),
        *(fee_row("77777", component) for component in ("", "26", "TC")),
    )
}
BARE = Modifier("A1", effective=dt.date(2002, 7, 1), citation="an invented list")
DEFINED = {each.modifier: each for each in (BARE, *authored("modifiers", Modifier))}


@attrs.frozen(eq=False, repr=False)
class TinyCatalog(Catalog):
    """A catalog of seven invented codes whose fee schedule covers 2026 only."""

    def versions(self, code: object) -> tuple[Code, ...]:
        """Give the invented code."""
        text = code.strip() if isinstance(code, str) else ""
        return (CODES[text],) if text in CODES else ()

    def fee_row(self, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
        """Give the invented row."""
        if on.year != DAY.year:
            raise NoDataError("fee schedule", on, "load one")
        return ROWS.get((code, modifier))

    def modifier(self, modifier: str) -> Modifier | None:
        """Give an authored definition."""
        return DEFINED.get(modifier)

    def all_modifiers(self) -> tuple[Modifier, ...]:
        """Give the authored definitions."""
        return tuple(DEFINED[each] for each in sorted(DEFINED))


TINY = TinyCatalog()


def check(
    number: str,
    *given: str,
    on: dt.date = DAY,
    setting: Setting = PROFESSIONAL,
    place: str | None = "11",
    payer: Payer = Payer.MEDICARE,
) -> tuple[Finding, ...]:
    """Check a line in an office, unless told otherwise."""
    return modifiers.check(
        number, given, on=on, setting=setting, place_of_service=place, payer=payer, catalog=TINY
    )


def said(number: str, *given: str, **where: Any) -> list[tuple[str, Outcome]]:
    """Give just the rules and outcomes."""
    return [(each.rule, each.outcome) for each in check(number, *given, **where)]


# --- definitions


@pytest.mark.parametrize("text", ["26", " 26 ", "tc", "Rt"])
def test_a_modifier_is_found_by_its_two_characters(text: str) -> None:
    """Blanks and small letters do no harm."""
    assert modifiers.get(text, catalog=TINY).modifier == text.strip().upper()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "263",
        "2-",
        None,
        b"26",
        26,
        26.0,
        float("nan"),
        ("26",),
        "x" * 10_000_000,
        "２６",
        "01",
    ],
)
def test_what_has_not_the_form_is_refused(text: object) -> None:
    """A modifier is two characters: digits from 22 on, or a letter with a letter or digit, or a digit and P."""
    with pytest.raises(InvalidModifierError):
        modifiers.get(text, catalog=TINY)


def test_an_unknown_modifier_names_the_nearest() -> None:
    """A modifier with the form of one that no list knows is told apart, and neighbors are named."""
    with pytest.raises(UnknownModifierError) as caught:
        modifiers.get("XZ", catalog=TINY)
    assert caught.value.nearest == ("XE", "XP", "XS", "XU")
    with pytest.raises(UnknownModifierError) as swapped:
        modifiers.get("CG", catalog=TINY)
    assert "GC" in swapped.value.nearest


def test_all_gives_every_modifier_in_order() -> None:
    """The described ones and those that are known by their dates only."""
    every = modifiers.all(catalog=TINY)
    assert [each.modifier for each in every] == sorted(DEFINED)
    assert str(every[0]) == "1P Measure left out for medical reasons"
    assert str(BARE) == "A1"


# --- one modifier on one code


@pytest.mark.parametrize(
    ("number", "modifier", "fits"),
    [
        ("71111", "26", True),
        ("71111", "TC", True),
        ("73333", "26", False),
        ("73333", "TC", False),
        ("74444", "26", False),
        ("72222", "50", True),
        ("71111", "50", False),
        ("75555", "50", False),
        ("71111", "62", False),
        ("71111", "80", True),
        ("71111", "RT", True),
        ("71111", "59", True),
        ("71111", "25", False),
        ("71111", "MA", False),
        ("71111", "PI", False),
        ("72222", "FX", True),
    ],
)
def test_is_compatible_is_true_unless_a_rule_says_fail(
    number: str,
    modifier: str,
    fits: bool,  # noqa: FBT001
) -> None:
    """A warning is not a no."""
    assert modifiers.is_compatible(number, modifier, on=DAY, catalog=TINY) is fits


@pytest.mark.parametrize(
    ("number", "modifier", "on"),
    [
        ("71111", "26", OLD),
        ("71111", "26", dt.date(2019, 12, 31)),
        ("71111", "59", dt.date(2019, 12, 31)),
        ("76666", "26", DAY),
        ("71111", "A1", DAY),
    ],
)
def test_without_data_nothing_is_claimed(number: str, modifier: str, on: dt.date) -> None:
    """Where no table covers what must be asked, neither True nor False is answered."""
    with pytest.raises(NoDataError):
        modifiers.is_compatible(number, modifier, on=on, catalog=TINY)


def test_what_needs_no_fee_schedule_is_answered_without_one() -> None:
    """A conflict of modality is plain on any day of the code set."""
    assert modifiers.is_compatible("71111", "FX", on=OLD, catalog=TINY) is False


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("7111", InvalidCodeError),
        (None, InvalidCodeError),
        (b"71111", InvalidCodeError),
        ("79990", UnknownCodeError),
        ("77777", UnknownCodeError),
    ],
)
def test_a_code_that_is_not_in_force_is_a_wrong_question(
    number: object, error: type[CptkitError]
) -> None:
    """Malformed, unknown and retired codes are errors of `is_compatible` and `applicable`."""
    with pytest.raises(error):
        modifiers.is_compatible(number, "26", on=DAY, catalog=TINY)
    with pytest.raises(error):
        modifiers.applicable(number, on=DAY, catalog=TINY)


def test_a_retired_code_tells_its_last_day() -> None:
    """The error of a retired code holds the last day."""
    with pytest.raises(UnknownCodeError) as caught:
        modifiers.applicable("77777", on=DAY, catalog=TINY)
    assert caught.value.through == dt.date(2025, 12, 31)


@pytest.mark.parametrize("on", [None, "2026-07-01", 20260701])
def test_the_day_is_a_date(on: Any) -> None:
    """Judging takes the date of service, and nothing else."""
    for ask in (
        lambda: modifiers.is_compatible("71111", "26", on=on, catalog=TINY),
        lambda: modifiers.applicable("71111", on=on, catalog=TINY),
        lambda: modifiers.check("71111", ("26",), on=on, catalog=TINY),
    ):
        with pytest.raises(TypeError):
            ask()


def test_a_datetime_counts_by_its_day() -> None:
    """A time of day changes nothing."""
    assert (
        modifiers.is_compatible("71111", "26", on=dt.datetime(2026, 7, 1, 23, 59), catalog=TINY)  # noqa: DTZ001
        is True
    )


def test_applicable_speaks_of_every_modifier() -> None:
    """The six that articles name for a chest CT come with meaning, when and verdict; so does every other."""
    every = modifiers.applicable("71111", on=DAY, everything=True, catalog=TINY)
    uses = {each.modifier: each for each in every}
    assert sorted(uses) == sorted(DEFINED)
    six = {name: uses[name].outcome for name in ("26", "TC", "52", "59", "76", "77")}
    assert six == dict.fromkeys(six, PASS)
    assert [
        name
        for name in six
        if not (
            uses[name].meaning and uses[name].when and uses[name].reason and uses[name].citation
        )
    ] == []
    assert uses["A1"] == ModifierUse(
        "A1",
        None,
        None,
        None,
        NO_DATA,
        "it is known by its dates only: no rule about it is here",
        "an invented list",
        BARE.certainty,
    )


def test_applicable_outside_the_code_set_is_an_error() -> None:
    """Before 2020 there is no code set to look in."""
    with pytest.raises(UnknownEditionError):
        modifiers.applicable("71111", on=dt.date(2019, 1, 1), catalog=TINY)


def test_applicable_agrees_with_is_compatible() -> None:
    """One verdict, two faces."""
    for use in modifiers.applicable("72222", on=DAY, catalog=TINY):
        if use.outcome is NO_DATA:
            with pytest.raises(NoDataError):
                modifiers.is_compatible("72222", use.modifier, on=DAY, catalog=TINY)
        else:
            assert modifiers.is_compatible("72222", use.modifier, on=DAY, catalog=TINY) is (
                use.outcome is not FAIL
            )


# --- a whole line


@pytest.mark.parametrize(
    ("number", "given"),
    [
        ("71111", ()),
        ("71111", ("26",)),
        ("71111", ("TC",)),
        ("71111", ("26", "59")),
        ("71111", ("26", "76")),
        ("71111", ("TC", "52", "GA")),
        ("72222", ("RT",)),
        ("72222", ("26", "LT")),
        ("72222", ("50",)),
        ("71111", ("GX", "GY")),
        ("75555", ("26", "50")),
    ],
)
def test_nothing_speaks_against_a_right_line(number: str, given: tuple[str, ...]) -> None:
    """Right lines have no findings; RT or LT alone on a paired extremity is right, and 50 asks the row billed."""
    assert check(number, *given) == ()


def test_fifty_asks_the_row_that_is_billed() -> None:
    """As for 76519: the 26 row pays each side, the global and technical rows are for both already."""
    assert [said("75555", *given)[0] for given in (("50",), ("TC", "50"))] == [
        ("modifier.bilateral", FAIL)
    ] * 2


EXCLUDING = [
    ("26", "TC"), ("50", "LT"), ("50", "RT"), ("LT", "RT"), ("59", "XE"), ("59", "XS"), ("59", "XP"), ("59", "XU"), ("76", "77"), ("52", "53"),
    ("73", "74"), ("GA", "GZ"), ("GY", "GZ"), ("GA", "GX"), ("PI", "PS"), ("PO", "PN"), ("FX", "FY"), ("26", "CT"), ("26", "FX"), ("26", "FY"),
    ("XE", "XS"), ("JW", "JZ"),
]  # fmt: skip


@pytest.mark.parametrize("pair", EXCLUDING, ids="-".join)
def test_modifiers_that_exclude_each_other(pair: tuple[str, str]) -> None:
    """The hard rules between modifiers fail in either order, with a cure and a source."""
    for either in (pair, pair[::-1]):
        found = [each for each in check("71111", *either) if each.rule == "modifier.conflict"]
        assert [
            (each.outcome, bool(each.remedy), bool(each.citation), each.carc) for each in found
        ] == [(FAIL, True, True, "4")]


@pytest.mark.parametrize(
    "pair",
    [
        ("26", "59"),
        ("GX", "GY"),
        ("TC", "CT"),
        ("52", "59"),
        ("26", "GC"),
        ("KX", "PI"),
        ("59", "76"),
    ],
    ids="-".join,
)
def test_modifiers_that_go_together(pair: tuple[str, str]) -> None:
    """Everything else may stand together."""
    assert "modifier.conflict" not in {each.rule for each in check("71111", *pair)}


def test_teaching_is_not_on_technical_lines() -> None:
    """GC beside TC is a warning."""
    assert said("71111", "TC", "GC") == [("modifier.conflict", WARN)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("RT", "FA"), [("modifier.sides", FAIL)]),
        (("F1", "F6"), [("modifier.sides", FAIL)]),
        (("LT", "FA"), []),
        (("F1", "F2"), []),
        (("LT", "RT"), []),
        (("50", "F1"), [("modifier.sides", WARN)]),
    ],
)
def test_anatomic_modifiers_do_not_contradict(
    given: tuple[str, ...], expected: list[tuple[str, Outcome]]
) -> None:
    """A line is not of a right and a left part; LT with RT is told by the conflict rule alone."""
    assert [each for each in said("72222", *given) if each[0] == "modifier.sides"] == expected


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (("59", "26"), "26-59"),
        (("RT", "26"), "26-RT"),
        (("KX", "59", "50", "26"), "26-50-59-KX"),
        (("RT", "99", "26"), "26-RT"),
    ],
)
def test_pricing_comes_first(given: tuple[str, ...], written: str) -> None:
    """Out of order is a warning that names the order; modifiers without a place do not count."""
    found = [each for each in check("72222", *given) if each.rule == "modifier.order"]
    assert [(each.outcome, each.remedy.split(":")[0]) for each in found] == [
        (WARN, f"write {written}")
    ]


@pytest.mark.parametrize(
    "given", [("26", "RT"), ("26", "59", "RT"), ("99", "26"), ("50", "59", "KX")]
)
def test_the_right_order_is_silent(given: tuple[str, ...]) -> None:
    """Components, other pricing, edits, coverage, sides."""
    assert "modifier.order" not in {each.rule for each in check("72222", *given)}


def test_a_line_holds_four() -> None:
    """Four pass, five fail (CMS-1500 item 24D)."""
    four = ("26", "59", "KX", "RT")
    assert said("72222", *four) == []
    assert said("72222", *four[:3], "GC", "RT") == [("modifier.too-many", FAIL)]


def test_a_modifier_stands_once() -> None:
    """Twice is a failure."""
    assert said("71111", "26", "26") == [("modifier.duplicate", FAIL)]


def test_an_unknown_modifier_is_a_finding() -> None:
    """On a line it is no error of the call; a text without the form of one is."""
    assert said("71111", "26", "ZZ") == [("modifier.unknown", FAIL)]
    with pytest.raises(InvalidModifierError):
        check("71111", "2")


def test_ended_modifiers_on_a_line() -> None:
    """Appropriate use modifiers fail from 2025 and warn in 2024."""
    assert said("71111", "ME") == [("modifier.expired", FAIL)]
    assert said("77777", "ME", on=dt.date(2024, 7, 1), place=None) == [
        ("modifier.no-effect", WARN),
        ("modifier.place-of-service", NO_DATA),
    ]


@pytest.mark.parametrize(
    ("modifier", "setting", "outcome"),
    [
        ("26", PROFESSIONAL, None),
        ("26", HOSPITAL, FAIL),
        ("26", ASC, FAIL),
        ("TC", HOSPITAL, FAIL),
        ("TC", ASC, None),
        ("53", HOSPITAL, FAIL),
        ("53", PROFESSIONAL, None),
        ("73", PROFESSIONAL, FAIL),
        ("74", PROFESSIONAL, FAIL),
        ("74", HOSPITAL, None),
        ("52", HOSPITAL, None),
        ("PO", PROFESSIONAL, FAIL),
        ("PN", PROFESSIONAL, FAIL),
        ("PO", HOSPITAL, None),
        ("27", PROFESSIONAL, WARN),
        ("51", HOSPITAL, WARN),
        ("50", ASC, WARN),
    ],
)
def test_some_modifiers_belong_on_one_claim_form(
    modifier: str, setting: Setting, outcome: Outcome | None
) -> None:
    """26 and TC are not on hospital claims; 53 is the physician's, 73 and 74 the facility's; PO and PN the hospital's."""
    found = [
        each.outcome
        for each in check("71111", modifier, setting=setting)
        if each.rule == "modifier.setting"
    ]
    assert found == ([] if outcome is None else [outcome])


@pytest.mark.parametrize(
    ("number", "given", "place", "outcome"),
    [
        ("71111", (), "11", None),
        ("71111", ("TC",), "11", None),
        ("71111", (), "22", FAIL),
        ("71111", (), "19", FAIL),
        ("71111", (), "21", FAIL),
        ("71111", ("TC",), "23", FAIL),
        ("71111", ("26",), "23", None),
        ("71111", ("26",), None, None),
        ("71111", (), None, NO_DATA),
        ("71111", (), "24", WARN),
        ("71111", ("TC",), "31", WARN),
        ("71111", (), "32", None),
        ("71111", (), "34", WARN),
        ("71111", ("TC",), " 22 ", FAIL),
        ("71111", (), "", NO_DATA),
        ("71111", (), "7", NO_DATA),
        ("71111", (), "２２", NO_DATA),
        ("71111", (), "22" * 5_000_000, NO_DATA),
        ("73333", (), "22", FAIL),
        ("74444", (), "22", None),
        ("76666", (), "11", NO_DATA),
    ],
)
def test_the_technical_part_is_the_hospitals(
    number: str, given: tuple[str, ...], place: str | None, outcome: Outcome | None
) -> None:
    """Global or TC by a practice in a hospital is not paid (Medicare Claims Processing Manual ch. 13 §20.2); an unknown place is no answer."""
    found = [
        each.outcome
        for each in check(number, *given, place=place)
        if each.rule == "modifier.place-of-service"
    ]
    assert found == ([] if outcome is None else [outcome])


def test_the_place_of_service_matters_on_professional_claims_only() -> None:
    """A hospital's own claim is for its technical side."""
    assert said("71111", setting=HOSPITAL, place=None) == []


@pytest.mark.parametrize("given", [(), ("26",), ("26", "59")])
def test_a_missing_side_is_a_warning(given: tuple[str, ...]) -> None:
    """A code for one side of paired anatomy wants to be told which."""
    assert said("72222", *given) == [("modifier.side-missing", WARN)]


def test_medicares_rules_only_warn_other_payers() -> None:
    """What Medicare denies, another payer may pay: WARN. What is wrong for anyone stays FAIL."""
    assert said("71111", place="22", payer=Payer.OTHER) == [("modifier.place-of-service", WARN)]
    assert said("71111", "FX", payer=Payer.OTHER) == [("modifier.equipment", WARN)]
    assert said("71111", "GA", "GZ", payer=Payer.OTHER) == [("modifier.conflict", WARN)]
    assert said("71111", "26", "TC", payer=Payer.OTHER) == [("modifier.conflict", FAIL)]


def test_a_retired_code_is_no_error_on_a_line() -> None:
    """No rule raises for a billing problem: what hangs on the code is NO_DATA, the rest is checked."""
    assert said("77777", "26", "26") == [("modifier.scope", NO_DATA), ("modifier.duplicate", FAIL)]
    assert said("77777") == []


def test_a_day_outside_the_code_set_is_no_data() -> None:
    """Before the packaged years nothing is claimed."""
    assert said("71111", "26", on=dt.date(2019, 7, 1)) == [("modifier.scope", NO_DATA)]


def test_a_day_outside_the_fee_schedule_is_no_data() -> None:
    """Rules that need the table say so; the others speak."""
    assert said("72222", "50", "LT", on=OLD) == [
        ("modifier.bilateral", NO_DATA),
        ("modifier.conflict", FAIL),
        ("modifier.place-of-service", NO_DATA),
    ]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("26", InvalidModifierError),
        (b"26", InvalidModifierError),
        (None, InvalidModifierError),
        ((26,), InvalidModifierError),
        (("x" * 10_000_000,), InvalidModifierError),
    ],
)
def test_bad_modifiers_are_refused(given: Any, error: type[CptkitError]) -> None:
    """A bare text is not a tuple of modifiers."""
    with pytest.raises(error):
        modifiers.check("71111", given, on=DAY, catalog=TINY)


@pytest.mark.parametrize(
    "wrong", [{"setting": "professional"}, {"payer": "MEDICARE"}, {"place_of_service": 11}]
)
def test_bad_settings_are_refused(wrong: dict[str, Any]) -> None:
    """Enums are enums, and a place of service is a text."""
    with pytest.raises(DataError):
        modifiers.check("71111", ("26",), on=DAY, catalog=TINY, **wrong)


@pytest.mark.parametrize(
    "bad",
    [5, b"x", "x" * 10**7, [], float("nan"), cptkit.Source("no catalog")],
    ids=lambda bad: type(bad).__name__,
)
def test_what_is_no_catalog_is_refused(bad: Any) -> None:
    """Whatever is handed over in place of a catalog, or of a line, ends in one of our errors that says what to give."""
    for call in (
        lambda: modifiers.get("26", catalog=bad),
        lambda: modifiers.all(catalog=bad),
        lambda: modifiers.applicable("71111", on=DAY, catalog=bad),
        lambda: modifiers.is_compatible("71111", "26", on=DAY, catalog=bad),
        lambda: modifiers.check("71111", ("26",), on=DAY, catalog=bad),
    ):
        with pytest.raises(
            DataError, match=r"catalog must be a Catalog, not .*: give cptkit\.packaged"
        ):
            call()
    with pytest.raises(DataError, match="line must be a ClaimLine"):
        modifiers.judge(bad)


def test_a_house_code_has_no_fee_schedule() -> None:
    """A code of the caller's house is taken as it is: what needs a table is NO_DATA."""
    mine = cptkit.packaged.with_tables(
        house_codes=(cptkit.HouseCode("X7001A", "Outside film review"),)
    )

    @attrs.frozen(eq=False, repr=False)
    class House(TinyCatalog):
        def versions(self, code: object) -> tuple[Code, ...]:
            return mine.versions(code)

    where = House(house_codes=mine.house_codes)
    found = modifiers.check("x7001a", ("26",), on=DAY, catalog=where)
    assert [(each.rule, each.outcome) for each in found] == [("modifier.component-split", NO_DATA)]


def test_judge_takes_what_check_refuses() -> None:
    """On a claim a malformed modifier is a finding, with the line's index."""
    line = ClaimLine("71111", ("26", "?", "x" * 1000), date_of_service=DAY)
    found = [
        each for each in modifiers.judge(line, index=3, catalog=TINY) if each.outcome is not PASS
    ]
    assert [(each.rule, each.lines) for each in found] == [
        ("modifier.unknown", (3,)),
        ("modifier.unknown", (3,)),
    ]
    assert max(len(each.message) for each in found) < 200


names = st.sampled_from(sorted(DEFINED))


@given(
    st.lists(names, max_size=5),
    st.sampled_from(sorted(CODES)),
    st.sampled_from(list(Setting)),
    st.sampled_from([None, "11", "22", "31"]),
)
def test_every_line_gets_whole_findings(
    given: list[str], number: str, setting: Setting, place: str | None
) -> None:
    """Whatever stands on a line: known rule ids, a message, a source, a cure for what is wrong, and the same answer twice."""
    line = ClaimLine(number, given, date_of_service=DAY, place_of_service=place)
    found = modifiers.judge(line, setting=setting, catalog=TINY)
    ids = {name for rule in modifiers.RULES for name in rule.ids}
    assert {each.rule for each in found} <= ids
    assert [each for each in found if not (each.message and each.citation)] == []
    assert [each for each in found if each.outcome is not PASS and not each.remedy] == []
    assert found == modifiers.judge(line, setting=setting, catalog=TINY)


@given(st.sets(names, min_size=2, max_size=4))
def test_only_the_order_rule_minds_the_order(given: set[str]) -> None:
    """Which findings there are does not depend on the order of the modifiers, but for the order itself."""
    answers = {
        frozenset(
            (each.rule, each.outcome)
            for each in check("72222", *some)
            if each.rule != "modifier.order"
        )
        for some in itertools.islice(itertools.permutations(sorted(given)), 6)
    }
    assert len(answers) == 1


@given(st.sets(names, min_size=2, max_size=4))
def test_the_order_that_is_advised_is_right(given: set[str]) -> None:
    """Following the remedy of the order rule silences it."""
    found = [each for each in check("72222", *sorted(given)) if each.rule == "modifier.order"]
    for each in found:
        advised = each.remedy.removeprefix("write ").split(":")[0].split("-")
        assert "modifier.order" not in {again.rule for again in check("72222", *advised)}


def test_conflicts_name_known_modifiers() -> None:
    """Every pair is of two described modifiers, the lower one first, and can stand on a line."""
    assert [
        pair for pair in conflicts() if not pair[0] < pair[1] or not set(pair) <= set(DEFINED)
    ] == []
    assert MOST_MODIFIERS == 4


def test_procedures_under_imaging_are_no_plain_imaging() -> None:
    """An epidural injection under fluoroscopy can be stopped by a facility before or after anesthesia; a chest CT takes 52."""
    uses = {
        code: {
            use.modifier: use.outcome
            for use in modifiers.applicable(code, on=dt.date(2026, 8, 15), everything=True)
        }
        for code in ("62323", "71260", "45385", "99213")
    }
    assert [uses["62323"][m] for m in ("73", "74")] == [Outcome.PASS, Outcome.PASS]
    assert [uses["71260"][m] for m in ("73", "74")] == [Outcome.WARN, Outcome.WARN]
    assert [uses[code]["PT"] for code in ("45385", "99213", "71260", "62323")] == [
        Outcome.PASS,
        Outcome.WARN,
        Outcome.FAIL,
        Outcome.FAIL,
    ]
