"""Every public value shows itself: one line in a shell, a text for people, escaped HTML; rows of plain values; enums in order.

The values are those that `test_json_everything` finds by walking `cptkit.__all__` and makes from the types of their fields.
"""

from __future__ import annotations

import copy
import csv
import datetime as dt
import enum
import io
import json
from collections import Counter
from decimal import Decimal
from itertools import combinations
from typing import Any

import attrs
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cptkit
from cptkit import (
    Claim,
    ClaimLine,
    ClaimReport,
    DataError,
    Finding,
    Mue,
    Outcome,
    Price,
    PriceStep,
    Suggestion,
    indicators,
)
from cptkit.indicators import Adjudication
from cptkit.printing.listing import Listing, rows_text
from cptkit.printing.table import table_text
from cptkit.values.finding import Severity
from cptkit.values.requirement import RequirementLevel
from looped import some
from test_json_everything import CATALOGS, VALUES, strategy

DAY = dt.date(2026, 5, 4)
HOSTILE = "<script>alert('\"x\"')</script>\r\n\x1b[31m&amp; " + "long " * 60
MOST_SIGNS = 200
SHOWN_ELSEWHERE = (cptkit.Guide, cptkit.Change, cptkit.ChangeReport)
"""A guide's rows fit their columns and a changed price is an amount, which values made by chance are not."""
TYPES = [
    kind
    for module in (cptkit, indicators)
    for name in module.__all__
    if isinstance(kind := getattr(module, name), type)
]
ENUMS = sorted({each for each in TYPES if issubclass(each, enum.Enum) and len(each)}, key=str)
PLAIN = (str, int, type(None))


def poisoned(value: Any) -> Any:
    """Give a value with a hostile text in every field that holds a text, however deep."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(map(poisoned, value))
    if not attrs.has(type(value)):
        return value
    made = copy.copy(value)
    for each in attrs.fields(type(value)):
        object.__setattr__(made, each.name, poisoned(getattr(value, each.name)))
    return made


def check_shown(value: Any) -> None:
    """A value shows itself in three ways, none of which its texts can break."""
    line = repr(value)
    assert len(line) <= MOST_SIGNS
    assert line.isprintable()
    html = value._repr_html_()
    assert html
    assert "<script" not in html
    assert "alert('" not in html


@pytest.mark.parametrize(
    "kind", [each for each in VALUES if each not in SHOWN_ELSEWHERE], ids=lambda kind: kind.__name__
)
@settings(max_examples=15)
@given(data=st.data())
def test_every_value_shows_itself(kind: type[Any], data: st.DataObject) -> None:
    """Short on one line, as a text, as HTML, with hostile and long texts in every field too."""
    value = data.draw(strategy(kind))
    check_shown(value)
    check_shown(poisoned(value))
    assert isinstance(str(value), str)
    assert str(poisoned(value))
    check_shown(Listing([poisoned(value)] * 200))


def test_a_hostile_guide_shows_itself() -> None:
    """A page needs sections whose rows fit their columns, so that it is a real one that the texts are put into."""
    check_shown(poisoned(cptkit.guide("71260", on=DAY)))


@pytest.mark.parametrize("value", [cptkit.packaged, cptkit.edition(DAY), cptkit.guide("71260")])
def test_what_holds_everything_shows_itself(value: Any) -> None:
    """Catalog, edition and guide are short in a shell and tables elsewhere."""
    assert type(value) in (*CATALOGS, cptkit.Guide)
    assert len(repr(value)) < 100
    assert "RVU26C" in str(value)
    assert "RVU26C" in value._repr_html_()


def test_columns_are_attributes() -> None:
    """A table of values asks each for attributes that it has."""
    kinds: list[type[Any]] = list(VALUES)
    columns = [(kind, name) for kind in some(kinds) for name in kind._columns]
    assert [each for each in some(columns, 100) if not hasattr(*each)] == []


def test_a_code_in_a_shell() -> None:
    """What it is comes first, and the line says that there is more."""
    line = repr(cptkit.lookup("71260"))
    assert line.startswith("Code(code='71260', label='CT of the chest with contrast'")
    assert line.endswith(", ...)")
    assert repr(cptkit.CodeExpression("71260", ("26",))) == (
        "CodeExpression(code='71260', modifiers=('26',))"
    )


def test_long_listings_are_cut_with_their_count() -> None:
    """In a shell, in print and in a notebook; nothing is lost of the listing itself, and a slice is one."""
    codes = cptkit.select("70010-79999", on=DAY)
    count = f"{len(codes):,}"
    assert len(codes) > 500
    assert repr(codes).endswith(f"... {len(codes)} in all)")
    assert len(repr(codes)) <= MOST_SIGNS
    assert str(codes).endswith(f"the first 30 of {count}")
    assert str(codes).count("\n") == 2 + 30
    html = codes._repr_html_()  # type: ignore[attr-defined]  # the contract says tuple
    assert f"<caption>the first 100 of {count}</caption>" in html
    assert html.count("<tr>") == 1 + 100
    first = codes[:40]
    assert type(first) is Listing
    assert "of" not in str(first[:30]).splitlines()[-1]


def test_a_cut_says_so_only_where_something_is_cut() -> None:
    """Thirty rows are shown whole, thirty-one are not."""
    rows = [cptkit.HouseCode(f"X{number}", "film") for number in range(31)]
    assert rows_text(rows[:30]).splitlines()[-1].split() == ["X29", "film"]
    assert rows_text(rows).splitlines()[-1] == "the first 30 of 31"


REPORT = ClaimReport(
    (
        Finding("order.provider", Outcome.WARN, (0, 1), "no ordering provider is named"),
        Finding("code.status", Outcome.PASS, (0,), "in force"),
        Finding("bundling.ptp", Outcome.FAIL, (0, 1), "71250 is part of 71260", "take 71250 off"),
        Finding("bundling.mue", Outcome.NO_DATA, (1,), "no table covers the day"),
        Finding("modifier.use", Outcome.BYPASSED, (1,), "59 bypasses it"),
    )
)


def test_a_report_prints_as_a_table_of_findings() -> None:
    """The outcome, then all but PASS with the worst first, in columns."""
    assert str(REPORT).splitlines() == [
        "FAIL: will be denied; rules that found nothing: 1",
        "outcome   rule            lines  message                        remedy",
        "--------  --------------  -----  -----------------------------  --------------",
        "FAIL      bundling.ptp    0, 1   71250 is part of 71260         take 71250 off",
        "NO_DATA   bundling.mue    1      no table covers the day",
        "WARN      order.provider  0, 1   no ordering provider is named",
        "BYPASSED  modifier.use    1      59 bypasses it",
    ]
    assert repr(REPORT) == "<ClaimReport FAIL: 2 findings, 1 unchecked, 5 verdicts>"
    assert type(REPORT.findings) is type(REPORT.unchecked) is Listing
    assert str(ClaimReport()) == "no rule had anything to look at; rules that found nothing: 0"


def test_a_report_says_that_it_has_notes_on_coverage() -> None:
    """Their number stands in the headline; `explain` has their text."""
    note = cptkit.Coverage(cptkit.TableKind.AUTHORED, None, cptkit.CoverageState.ABSENT)
    assert str(ClaimReport((), (note,))).endswith("; notes on coverage: 1")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            Suggestion("74176", ("74177",), ("26",), Decimal("0.863"), note="CT of the belly"),
            "74176-26 CT of the belly with 74177 (0.863)",
        ),
        (Suggestion("74176"), "74176 (0)"),
        (
            Finding("code.retired", Outcome.FAIL, (0,), "it ended.", "use 77387"),
            "FAIL code.retired [lines 0]: it ended. Remedy: use 77387",
        ),
        (Finding("claim.lines", Outcome.PASS, (), "all fine"), "PASS claim.lines: all fine"),
        (
            cptkit.headings("71260")[0],
            "Radiology (70010-79999)",
        ),
        (cptkit.Heading("x", "A heading", 0, ()), "A heading"),
        (
            Mue("71260", 2, Adjudication.LINE),
            f"71260: at most 2 (1: {Adjudication.LINE.meaning}; professional)",
        ),
        (
            cptkit.AddOnEdit("77002", None, indicators.AddOnType.CONTRACTOR, DAY, None),
            "77002 goes with what the contractor names (2026-05-04 to open)",
        ),
        (
            ClaimLine("71260", ("26",), date_of_service=DAY, units=2, place_of_service="22"),
            "71260-26 on 2026-05-04, 2 units, place 22",
        ),
        (ClaimLine("71260", date_of_service=DAY), "71260 on 2026-05-04, 1 unit"),
        (
            cptkit.Denial(
                code="71260", modifiers=("26",), group="CO", carc="236", amount=Decimal("5.00")
            ),
            "71260-26: CO-236, 5.00 USD",
        ),
        (cptkit.Denial(), "the claim: no reason given"),
        (cptkit.Views(minimum=3), "at least 3"),
        (cptkit.Views(2, 3), "2 to 3"),
        (cptkit.Views(2, 2, ("frontal", "lateral")), "2: frontal, lateral"),
        (cptkit.Views(maximum=1), "1"),
        (cptkit.Views(), "any number"),
        (
            cptkit.Record({"contrast.route": "intravenous", "order.present": True}),
            "contrast.route: intravenous; order.present: yes",
        ),
        (cptkit.Record(), "nothing documented"),
        (
            cptkit.lookup("71260").imaging,
            "computed tomography; chest, lung; with contrast; diagnostic",
        ),
        (cptkit.lookup("77263").imaging, "no image; planning"),
        (
            cptkit.lookup("Q9967").supply,
            "Low-osmolar iodinated contrast, 300-399 mg iodine/mL, 1 mL (contrast agent)",
        ),
    ],
)
def test_texts_for_people(value: object, text: str) -> None:
    """One line where one says it."""
    assert str(value) == text


def test_a_claim_prints_its_lines() -> None:
    """With its id, its form and its payer; what nobody read is counted."""
    lines = (
        ClaimLine("71260", date_of_service=DAY),
        ClaimLine("71250", ("26",), date_of_service=DAY),
    )
    assert str(Claim(lines, id="A1", unread=(("NTE", "not read"),))).splitlines() == [
        "Claim A1: professional, Medicare fee-for-service; parts that nobody read: 1",
        "code   modifiers  date of service  units",
        "-----  ---------  ---------------  -----",
        "71260             2026-05-04       1",
        "71250  26         2026-05-04       1",
    ]


def test_a_row_of_a_table_prints_with_meanings() -> None:
    """CMS's character and what it means, a field a line."""
    lines = str(cptkit.payment.indicators("71260", on=DAY)).splitlines()
    assert lines[0] == "FeeScheduleRow 71260"
    assert [" ".join(each.split()) for each in lines if each.startswith("  bilateral")] == [
        "bilateral 0: nothing is added for the second side; modifier 50 does not fit"
    ]


def test_many_items_of_a_field_are_cut_with_their_count() -> None:
    """The page on one value stays a page."""
    role = cptkit.guidance.role("77002")
    assert len(role.included_in) > 100
    assert f"... {len(role.included_in)} in all" in " ".join(str(role).split())
    assert len(str(role).splitlines()) < 40


def test_wide_tables_are_wrapped() -> None:
    """No line is longer than the page, no word is lost, and line ends and escapes in cells do not break columns."""
    text = " ".join(f"word{number}" for number in range(90))
    shown = table_text(("a", "b", "c"), [(text, "x\ny\x1b[0m", text)])
    assert max(map(len, shown.splitlines())) <= 118
    assert sorted(shown.split()).count("word89") == 2
    assert "\x1b" not in shown
    assert len(table_text(tuple("abcdefghijklmnop"), [tuple([text] * 16)]).splitlines()[1]) == 158


# --- rows of plain values


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@settings(max_examples=12)
@given(data=st.data())
def test_every_value_makes_flat_rows(kind: type[Any], data: st.DataObject) -> None:
    """Rows of plain values with the same columns, whatever a value leaves out, for JSON, csv and pandas."""
    one, other = data.draw(strategy(kind)), data.draw(strategy(kind))
    rows = cptkit.records((one, other))
    assert {type(held) for row in rows for held in row.values()} <= {*PLAIN, bool}
    assert json.loads(json.dumps(rows)) == rows
    assert len(pd.DataFrame(rows)) == len(rows)
    assert len({tuple(row) for row in rows}) <= 1
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, rows[0] if rows else (), escapechar="\\")  # 3.10 escapes NUL
    writer.writerows(rows)
    for typed in cptkit.records((one,), typed=True):
        assert {type(held) for held in typed.values()} <= {*PLAIN, bool, Decimal, dt.date}


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
def test_columns_of_rows_are_told_apart(kind: Any) -> None:
    """No two fields, however deep, give one column: each kind has as many columns as it has plain fields."""
    from cptkit.files.flat_rows import _columns

    names = [name for name, _ in some(_columns(kind))]
    assert [name for name, count in some(Counter(names).items()) if count > 1] == []


def test_rows_of_codes() -> None:
    """A field within a field has a column of its own, also where it is empty."""
    chest, anesthesia = cptkit.records((cptkit.lookup("71260"), cptkit.lookup("00100")))
    assert (chest["code"], chest["imaging_modality"], chest["imaging_regions"]) == (
        "71260",
        "CT",
        "CHEST, LUNG",
    )
    assert chest["effective"] == "1984-01-01"
    assert anesthesia["imaging_modality"] is None
    assert list(chest) == list(anesthesia)
    assert cptkit.records(cptkit.lookup("71260"), typed=True)[0]["effective"] == dt.date(1984, 1, 1)


@pytest.mark.parametrize("typed", ["no", 1, None, []])
def test_whether_rows_are_typed_is_a_flag(typed: Any) -> None:
    """A text such as "no" counts as true nowhere; numpy's flags are flags."""
    with pytest.raises(cptkit.DataError, match=r"typed must be True or False, not "):
        cptkit.records(cptkit.lookup("71260"), typed=typed)
    numpy = pytest.importorskip("numpy")
    code = cptkit.lookup("71260")
    assert cptkit.records(code, typed=numpy.bool_(1)) == cptkit.records(code, typed=True)


LINE = ClaimLine("71260", ("26", "RT"), date_of_service=DAY, charge="131.50")


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        (None, []),
        ((), []),
        ("71260", [{"value": "71260"}]),
        (("71260", Outcome.FAIL, 2), [{"value": "71260"}, {"value": "FAIL"}, {"value": 2}]),
        ({"a": 1, Outcome.FAIL: ("x", "y")}, [{"a": 1, "FAIL": "x, y"}]),
        (
            {"A1": cptkit.HouseCode("X1", "film"), "A2": cptkit.HouseCode("X2", "disc")},
            [
                {"key": "A1", "code": "X1", "label": "film"},
                {"key": "A2", "code": "X2", "label": "disc"},
            ],
        ),
        (
            (cptkit.CodeRange("1", "2"), cptkit.HouseCode("X2", "disc")),
            [
                {"first": "1", "last": "2", "code": None, "label": None},
                {"first": None, "last": None, "code": "X2", "label": "disc"},
            ],
        ),
        (
            cptkit.Record({"a": True, "b": ("x", "y, z")}),
            [{"evidence": "a", "found": True}, {"evidence": "b", "found": "x; y, z"}],
        ),
        (
            [[cptkit.HouseCode("X1", "film")], [], [cptkit.HouseCode("X2", "disc")]],
            [
                {"item": 0, "code": "X1", "label": "film"},
                {"item": 2, "code": "X2", "label": "disc"},
            ],
        ),
    ],
)
def test_rows_of_anything(values: object, rows: list[dict[str, object]]) -> None:
    """Nothing gives no row; plain things, mappings, mixed kinds and lists of lists have their columns."""
    assert cptkit.records(values) == rows


def test_rows_of_wholes() -> None:
    """A report gives its verdicts, a claim its lines, several of them numbered; a guide what it says; an edition its codes."""
    assert [row["outcome"] for row in cptkit.records(REPORT)] == [
        each.outcome.name for each in REPORT.verdicts
    ]
    (row,) = cptkit.records(Claim((LINE,)))
    assert (row["code"], row["modifiers"], row["charge"]) == ("71260", "26, RT", "131.50")
    assert [row["item"] for row in cptkit.records([REPORT, ClaimReport(), REPORT])] == [0] * 5 + [
        2
    ] * 5
    prices = cptkit.payment.price_claim(Claim((LINE,)))
    assert [row["line"] for row in cptkit.records(prices)] == ["71260-26-RT"]
    page = cptkit.guide("71260", on=DAY)
    assert len(cptkit.records(page)) == sum(len(each.rows) for each in page.sections)
    assert len(cptkit.records(cptkit.edition(DAY))) == len(cptkit.edition(DAY))


def test_steps_and_pairs_in_one_cell() -> None:
    """Several values in a field are their texts, pairs are joined by a colon."""
    price = Price(Decimal("5.00"), trace=(PriceStep("a"), PriceStep("b, c")))
    assert cptkit.records(price)[0]["trace"] == "a; b, c"
    denial = cptkit.Denial(unread=(("SVC", "no code"), ("DTM", "no day")))
    assert cptkit.records(denial)[0]["unread"] == "SVC: no code, DTM: no day"


@pytest.mark.parametrize("wrong", [object(), [object()], {"a": object()}, (b"x",), {1j}])
def test_what_makes_no_row_is_refused(wrong: object) -> None:
    """With its text and what to give."""
    with pytest.raises(DataError, match="give values of this package"):
        cptkit.records(wrong)


# --- enums in order


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_members_sort_as_declared(kind: type[enum.Enum]) -> None:
    """Each before those behind it, so that tables sort and group by them."""
    members: list[Any] = list(kind)
    assert sorted(members, key=lambda each: each) == sorted(set(members)) == members
    for one, other in some(combinations(members, 2)):
        assert one < other
        assert one <= other
        assert other > one
        assert other >= one
    assert members[0] <= members[0]
    assert len(set(members)) == len(members)


@pytest.mark.parametrize("other", [Severity.ERROR, "FAIL", 1, None])
def test_members_of_two_enums_are_not_compared(other: Any) -> None:
    """Nor with anything else."""
    with pytest.raises(TypeError):
        sorted([Outcome.FAIL, other])


def test_the_orders_that_matter() -> None:
    """Outcomes and severities from the worst on, levels from the most binding on, certainty from the surest on."""
    assert [each.name for each in sorted(Outcome)] == [
        "FAIL",
        "NO_DATA",
        "WARN",
        "BYPASSED",
        "PASS",
    ]
    assert min(REPORT.verdicts, key=lambda each: each.outcome).rule == "bundling.ptp"
    assert [each.name for each in sorted(Severity)] == ["ERROR", "WARNING", "INFORMATION"]
    assert [each.name for each in sorted(RequirementLevel)] == [
        "REQUIRED",
        "CONDITIONAL",
        "RECOMMENDED",
    ]
    assert [each.name for each in sorted(cptkit.Certainty)] == ["H", "M", "L"]
    assert max(cptkit.CodeStatus) is cptkit.CodeStatus.ACTIVE


def test_pandas_groups_by_members() -> None:
    """In their order, the worst outcome first."""
    frame = pd.DataFrame({"outcome": [each.outcome for each in REPORT.verdicts], "n": 1})
    grouped = frame.groupby("outcome")["n"].sum()
    assert list(grouped.index) == list(Outcome)
    assert list(frame.sort_values("outcome")["outcome"]) == list(Outcome)
