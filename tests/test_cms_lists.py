"""Addendum B, the HCPCS Level II file, published amounts and counties: invented rows in CMS's layouts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import cptkit
from cptkit import cms, payment
from cptkit.errors import DataError, NoDataError
from cptkit.files import manifest
from cptkit.indicators import OppsStatus, Setting, Status
from cptkit.values.opps import OppsStatusRow
from cptkit.values.published import County, HcpcsCode, PublishedAmount
from cptkit.values.table import TableKind
from layouts import ADDENDUM_B, COUNTIES, amounts_txt, hcpcs_csv, hcpcs_txt, problems
from looped import some

DAY = dt.date(2026, 1, 1)
WITHIN = dt.date(2026, 2, 3)
REAL = Path(__file__).parents[2] / "shared" / "cms"
ADDENDUM_HEAD, ADDENDUM_ROWS = ADDENDUM_B.split("\r\n")[:3], ADDENDUM_B.split("\r\n")[3:-1]


def addendum(rows: list[str]) -> str:
    """Give an Addendum B of some rows."""
    return "\r\n".join([*ADDENDUM_HEAD, *rows]) + "\r\n"


def priced(count: int, factor: str = "91.415", first: int = 70000) -> list[str]:
    """Give rows whose rate is weight times factor, and whose copayment is a fifth."""
    rows = []
    for number in range(count):
        weight = Decimal(number + 1) + Decimal("0.1234")
        rate = (weight * Decimal(factor)).quantize(Decimal("0.01"))
        share = (rate / 5).quantize(Decimal("0.01"))
        rows.append(f'{first + number},WORDS,S,5522,{weight},"${rate:,}",.,"${share:,}",,')
    return rows


def test_addendum_b_gives_status_and_rate() -> None:
    """Descriptors are not kept; a lone point is no money."""
    table = cms.read_addendum_b(ADDENDUM_B, effective=DAY)
    assert table.setting is Setting.OUTPATIENT_HOSPITAL
    assert tuple(table) == (
        OppsStatusRow("71250", OppsStatus.COMPOSITE, DAY, None, Decimal("107.62")),
        OppsStatusRow("71275", OppsStatus.COMPOSITE, DAY, None, Decimal("175.06")),
        OppsStatusRow("77067", OppsStatus.OTHER_SCHEDULE, DAY, None),
        OppsStatusRow("A9552", OppsStatus.PACKAGED, DAY, None),
        OppsStatusRow("C1716", OppsStatus.BRACHYTHERAPY_SOURCE, DAY, None, Decimal("1114.63")),
    )
    assert "WORDS" not in repr(table.rows)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("$107.62", "$107.6", "payment rate is '$107.6', not dollars"),
        ('"$1,114.63"', '"$11,14.63"', "not dollars"),
        ("Q3,5571", "5571,Q3", "SI is '5571'"),
        ("1.2069", "x", "relative weight is 'x'"),
        ("C1716,", "71250,", "71250 stands on line 4 already"),
        ("SI,APC", "APC,SI", "the header is not"),
        ("Note,", "SI,", "the header is not"),
        ("HCPCS Code", "Code", "no header of OPPS Addendum B"),
        ("77067,WORDS,A,,,", "77067,WORDS,A,,", "9 cells, 10 are expected"),
    ],
)
def test_damage_in_addendum_b_is_refused(was: str, becomes: str, says: str) -> None:
    """Lost digits, columns in another order, a row that is cut."""
    text = ADDENDUM_B.replace(was, becomes, 1)
    found = problems(lambda: cms.read_addendum_b(text, effective=DAY))
    assert any(says in each for each in found), found


def test_addendum_b_is_held_by_its_sums() -> None:
    """A copayment is about a fifth of the rate, and a rate the weight times one factor a year."""
    rows = priced(40)
    assert len(cms.read_addendum_b(addendum(rows), effective=DAY)) == 40
    lost = [*rows[:20], rows[20].replace('"$1,', '"$', 1), *rows[21:]]
    assert (
        "line 24: minimum copayment"
        in problems(lambda: cms.read_addendum_b(addendum(lost), effective=DAY))[0]
    )
    other = [*rows, *priced(5, "89.169", 71000)]
    found = problems(lambda: cms.read_addendum_b(addendum(other), effective=DAY))
    assert len(found) >= 4
    assert all(some("the row is of another year" in each for each in found))
    swapped = [",".join((*row.split(",")[:4], "", *row.rsplit(",", 3)[:1])) for row in rows]
    assert swapped
    doubled = [row.replace("S,5522,", "S,5522,", 1).replace('.,"$', '.,"$9', 1) for row in rows]
    assert (
        "columns are swapped or digits lost"
        in problems(lambda: cms.read_addendum_b(addendum(doubled), effective=DAY))[0]
    )
    own = [*rows[:30], *(row.replace("$", "$", 1) for row in priced(4, "50", 72000)[:2])]
    assert len(cms.read_addendum_b(addendum(own), effective=DAY)) == 32
    loose = [row for at, row in enumerate(priced(30)) if at] + [
        f"73{at:03},WORDS,S,5522,2.0,${100 + 7 * at}.00,.,${20 + at}.00,," for at in range(40)
    ]
    assert len(cms.read_addendum_b(addendum(loose), effective=DAY)) == 69


def test_an_addendum_without_rates_or_its_end_is_refused() -> None:
    """A column that is lost whole, and a file that ends early."""
    bare = [f"7{at:04},WORDS,N,,,,.,,," for at in range(30)]
    assert (
        "no row has a payment rate"
        in problems(lambda: cms.read_addendum_b(addendum(bare), effective=DAY))[0]
    )
    begins = addendum(["0001A,WORDS,N,,,,.,,,", *ADDENDUM_ROWS])
    assert "is not whole" in problems(lambda: cms.read_addendum_b(begins, effective=DAY))[0]
    assert len(cms.read_addendum_b(begins, effective=DAY, partial=True)) == 6


def test_a_callers_addendum_b_answers_before_the_packaged_rows() -> None:
    """On its days; a whole one is an answer where it has no row, an excerpt is not."""
    table = cms.read_addendum_b(ADDENDUM_B, effective=dt.date(2026, 7, 1))
    mine = cptkit.packaged.with_tables(table)
    late, early = dt.date(2026, 8, 1), dt.date(2026, 3, 1)
    row = mine.opps_status("71250", late)
    assert row is not None
    assert row.rate == Decimal("107.62")
    assert mine.opps_status("70450", late) is None
    assert mine.opps_status("71250", early) == cptkit.packaged.opps_status("71250", early)
    excerpt = cms.read_addendum_b(ADDENDUM_B, effective=dt.date(2026, 7, 1), partial=True)
    ours = cptkit.packaged.with_tables(excerpt)
    assert ours.opps_status("70450", late) == cptkit.packaged.opps_status("70450", late)


def test_the_level_ii_file_gives_days_in_both_layouts() -> None:
    """Modifiers are read and not given; descriptions are not kept."""
    table = cms.read_hcpcs(hcpcs_csv(), effective=DAY)
    assert tuple(table) == (
        HcpcsCode("A9552", dt.date(2006, 1, 1), None, dt.date(2006, 1, 1), "N"),
        HcpcsCode("A9598", dt.date(2017, 1, 1), dt.date(2025, 3, 31), dt.date(2025, 4, 1), "D"),
        HcpcsCode("A9611", dt.date(2025, 4, 1), None, dt.date(2025, 4, 1), "A"),
        HcpcsCode("G0279", dt.date(2015, 1, 1), None, dt.date(2018, 1, 1), "N"),
    )
    assert cms.read_hcpcs(hcpcs_txt(), effective=DAY).rows == table.rows
    notice = "A notice,of words\r\n" + hcpcs_csv().replace("20060101", "2006-01-01")
    assert cms.read_hcpcs(notice, effective=DAY).rows == table.rows
    assert "WORDS" not in repr(table.rows)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (hcpcs_csv().replace(",TERM DT", ",ENDED"), "has not, or twice: TERM DT"),
        (hcpcs_csv().replace("COV", "RECID"), "has not, or twice: RECID"),
        (hcpcs_csv().replace("HCPC,", "CODE,"), "no header of a HCPCS Level II file"),
        (hcpcs_csv().replace("20250331", "20160331"), "ends on 2016-03-31, before it begins"),
        (hcpcs_csv().replace("20060101,20060101", ",20060101"), "ADD DT is ''"),
        (hcpcs_csv().replace("20180101", "2018010"), "ACT EFF DT is '2018010'"),
        (hcpcs_csv().replace(",00400,3", ",00400,5"), "RECID is '5', not 3, 4, 7 or 8"),
        (hcpcs_csv().replace("00400", "four"), "SEQNUM is 'four', not a number"),
        (hcpcs_csv().replace(",A\r\n", ",added\r\n"), "ACTION CD is 'added'"),
        (hcpcs_csv().replace("A9611", "A9552"), "A9552 stands on line 3 already"),
        (hcpcs_csv().replace("A9611", "71260"), "71260 is no Level II code"),
        (hcpcs_csv().replace("A1,", "A10,"), "not a modifier of two characters"),
        (hcpcs_txt()[:-40], "is no record of 293 to 330 characters"),
        (hcpcs_txt().replace("A9611003004", "A9552003004"), "A9611"),
        (
            hcpcs_txt().replace("A9552002004", "A9598002004"),
            "continues A9598, but stands behind A9552",
        ),
        (
            hcpcs_txt().replace("\r\nA9598", "\r\n\r\nA9598", 1),
            "a blank line stands among the rows",
        ),
    ],
)
def test_damage_in_the_level_ii_file_is_refused(text: str, says: str) -> None:
    """A column that is missing or twice, days that are cut, a record of another kind."""
    if says == "A9611":
        assert len(cms.read_hcpcs(text, effective=DAY)) == 4
        return
    found = problems(lambda: cms.read_hcpcs(text, effective=DAY))
    assert any(says in each for each in found), found


@pytest.mark.parametrize(
    "read", [cms.read_addendum_b, cms.read_hcpcs, cms.read_counties], ids=["b", "hcpcs", "counties"]
)
def test_a_header_is_looked_for_in_the_first_lines(read: Callable[..., object]) -> None:
    """A text of something else is not read to its end."""
    assert "no header of" in problems(lambda: read("words,\r\n" * 30, effective=DAY))[0]


def test_dates_of_other_columns_are_told() -> None:
    """CMS acts on a code after it was added, not before."""
    rows = tuple(
        (f"A{at:04}", f"{at:05}", "3", "20200101", "20060101", "", "N") for at in range(100, 110)
    )
    swapped = problems(lambda: cms.read_hcpcs(hcpcs_csv(rows), effective=DAY))
    assert "10 codes were changed before they were added" in swapped[0]
    bare = tuple((*row[:4], "", "", "N") for row in rows)
    lost = problems(lambda: cms.read_hcpcs(hcpcs_csv(bare), effective=DAY))
    assert "10 of 10 codes lack the day" in lost[0]


def test_amounts_are_read_to_their_trailer() -> None:
    """The rows state the year; the trailer shows that the text is whole."""
    table = cms.read_amounts(amounts_txt(), partial=True)
    assert (table.source.effective, table.source.through) == (DAY, dt.date(2026, 12, 31))
    fifty = Decimal("150.10")
    assert table[0] == PublishedAmount(
        "71250", "", Status.ACTIVE, "01112", "05", fifty, fifty, capped=True
    )
    assert len(table) == 12


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (amounts_txt().partition('"TRL')[0], "the trailer (TRL) that ends every file is missing"),
        (amounts_txt() + amounts_txt().partition("\n")[0] + "\n", "stands behind the trailer"),
        (amounts_txt().replace("0000150.10", "000150.10"), "not an amount written 0000000.00"),
        (amounts_txt().replace('"2026"', '"2025"', 3), "the rows are of 2025 and 2026"),
        (amounts_txt().replace('"2026"', '"26"', 1), "year is '26', not a year"),
        (amounts_txt().replace('"01112"', '"1112"', 1), "not a contractor of five digits"),
        (amounts_txt().replace('"05"', '"5"', 1), "not a locality of two digits"),
        (amounts_txt().replace('"1","0000', '"3","0000', 1), "capped is '3', not 1 or 9"),
        (amounts_txt(), "every code stands at 2 localities, and CMS has 109 or more"),
        ("\r\n".join(amounts_txt().split("\r\n")[1:]), "71250 global stands at 1 localities"),
        (amounts_txt(("1011200", "0111205")), "rows are out of CMS's order"),
        ('"TRL"\r\n', "no rows"),
    ],
)
def test_damage_in_amounts_is_refused(text: str, says: str) -> None:
    """What is cut, mixed with another year, or short of digits."""
    found = problems(lambda: cms.read_amounts(text))
    assert any(says in each for each in found), found


def test_a_published_amount_is_found_by_place() -> None:
    """A revision that is given last goes before the year; no table is no answer."""
    year = cms.read_amounts(amounts_txt(), partial=True)
    revised = cms.read_amounts(
        amounts_txt(codes=("71250",)).replace("0000150.10", "0000160.00"),
        effective=dt.date(2026, 4, 1),
        partial=True,
    )
    mine = cptkit.packaged.with_tables(year, revised)

    def asked(code: object, on: dt.date) -> Decimal | None:
        found = payment.published_amount(code, "01112-05", on=on, catalog=mine)
        return None if found is None else found.non_facility

    april = dt.date(2026, 4, 1)
    assert [asked(71250, WITHIN), asked("71250", april)] == [Decimal("150.10"), Decimal("160.00")]
    assert asked("71260", april) == Decimal("157.10")
    assert asked("74177", april) is None
    with pytest.raises(NoDataError, match="PFALL"):
        payment.published_amount("71250", "01112-05", on=WITHIN)


def test_counties_are_given_with_their_localities() -> None:
    """Suburbs lie in other states; a state's rest has no name; what stands twice for two contractors is one."""
    table = cms.read_counties(COUNTIES, partial=True)
    assert [(row.state, row.name, row.locality) for row in table] == [
        ("AL", "", "10112-00"),
        ("DC", "", "12202-01"),
        ("VA", "ARLINGTON", "12202-01"),
        ("VA", "FAIRFAX", "12202-01"),
        ("MD", "MONTGOMERY", "12202-01"),
        ("HI", "", "01212-01"),
        ("GU", "", "01212-01"),
        ("MD", "ANNE ARUNDEL", "12302-01"),
        ("MD", "BALTIMORE", "12302-01"),
        ("MD", "BALTIMORE CITY", "12302-01"),
        ("MD", "HOWARD", "12302-01"),
        ("MD", "", "12302-99"),
        ("MO", "", "05302-99"),
        ("VA", "", "11302-00"),
    ]
    assert table[0] == County("AL", "", "10112", "00")
    assert str(table.source.through) == "2026-12-31"


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("10112,0", "1011,0", "contractor is '1011'"),
        ("10112,0", "10112,000", "locality is '000'"),
        ("ALABAMA ", "ALABAMMA", "'ALABAMMA' is no state"),
        ("STATEWIDE ,ALL", ",ALL", "names no fee schedule area"),
        ("HOWARD", "H0WARD", "'H0WARD' is no county"),
        ("HOWARD", "HOWARD IN GAUL", "is no county"),
        ("AND HOWARD", "AND BALTIMORE", "BALTIMORE of MD stands in 12302-01 already"),
        ("5302,99,,REST", "5302,98,,REST", "the other counties of MO stands in 05302-99 already"),
        ("10112,0,ALABAMA ,STATEWIDE ,ALL COUNTIES ", "10112,0,ALABAMA ", "has 3 cells"),
        (
            "*  Served",
            "*  Served,,,,\r\n5302,99,,A,ALL COUNTIES\r\n*",
            "a row stands after the end",
        ),
        ("Counties\r", "County\r", "no header of a county file"),
        ("Contractor,Locality Number,State", "Contractor,State,Locality Number", "no header"),
        ("EXCEPT MONTGOMERY", "EXCEPT MONTGOMERI", "excepts MONTGOMERI, which no other"),
        ("LOCALITIES. (BY", "PLACES. (BY", "the file does not state the day"),
    ],
)
def test_damage_in_counties_is_refused(was: str, becomes: str, says: str) -> None:
    """A digit that is lost, a state or county that is none, a row behind the end."""
    text = COUNTIES.replace(was, becomes, 1)
    found = problems(lambda: cms.read_counties(text))
    assert any(says in each for each in found), found


def test_a_county_file_that_is_short_is_refused() -> None:
    """States, and localities, are missing in an excerpt."""
    found = problems(lambda: cms.read_counties(COUNTIES))
    assert found[0].startswith("no locality of the other counties of AK, AR,")
    assert "has 7 localities, and CMS has 109 or more" in found[1]
    empty = COUNTIES.partition("10112")[0]
    assert problems(lambda: cms.read_counties(empty, partial=True))[0].startswith("no rows")


def test_a_county_gives_its_locality() -> None:
    """By state and county, however the county is written; what the file does not name is the state's rest."""
    text = COUNTIES.replace("2026 LOCALITIES", "2025 LOCALITIES")
    mine = cptkit.packaged.with_tables(cms.read_counties(text, partial=True))
    on = dt.date(2025, 10, 15)

    def asked(state: str | None, county: str) -> list[str]:
        found = payment.localities(on=on, state=state, county=county, catalog=mine)
        return [each.id for each in found]

    assert asked("VA", "Fairfax County") == ["12202-01"]
    assert asked("va", "Henrico") == ["11302-00"]
    assert asked("MD", "Anne Arundel") == ["12302-01"]
    with pytest.raises(DataError, match="needs its state"):
        asked(None, "Fairfax")
    with pytest.raises(DataError, match="names no locality for 'King' in 'WA'"):
        asked("WA", "King")
    bare = min({*manifest.years("localities")}.difference(manifest.years("counties")))
    with pytest.raises(NoDataError, match="25LOCCO"):
        payment.localities(on=dt.date(bare, 7, 1), state="VA", county="Fairfax")


@pytest.mark.parametrize(
    ("text", "name", "kind", "first"),
    [
        (ADDENDUM_B, "2026_April_Web_Addendum_B.csv", TableKind.OPPS_STATUS, dt.date(2026, 4, 1)),
        (hcpcs_csv(), "HCPC2026_JUL_ANWEB.csv", TableKind.HCPCS_CODES, dt.date(2026, 7, 1)),
        (hcpcs_txt(), "HCPC2026_OCT_ANWEB.txt", TableKind.HCPCS_CODES, dt.date(2026, 10, 1)),
        (amounts_txt(), "PFALL26A.TXT", TableKind.AMOUNTS, DAY),
        (amounts_txt(), "PFREV26B.TXT", TableKind.AMOUNTS, dt.date(2026, 4, 1)),
        (COUNTIES, "rvu26c/26LOCCO.csv", TableKind.COUNTIES, DAY),
    ],
)
def test_read_tells_each_by_its_content(
    text: str, name: str, kind: TableKind, first: dt.date
) -> None:
    """The name tells the quarter where the content does not."""
    (table,) = cms.read(text.encode(), name=name, partial=True)
    assert (table.kind, table.source.effective) == (kind, first)


READERS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("Addendum B", lambda: cms.read(ADDENDUM_B, effective=DAY)),
    ("HCPCS", lambda: cms.read(hcpcs_csv(), effective=DAY)),
    ("amounts", lambda: cms.read(amounts_txt())),
    ("counties", lambda: cms.read(COUNTIES)),
)


@pytest.mark.parametrize(("name", "read"), READERS)
def test_read_refuses_excerpts(name: str, read: Callable[[], object]) -> None:
    """What is short of its kind is read with partial=True alone."""
    assert "partial=True" in problems(read)[-1], name


@pytest.mark.skipif(not REAL.exists(), reason="CMS's files are not beside the project")
def test_the_county_file_of_2025_names_every_locality() -> None:
    """Each locality of the GPCI file of its year, and none else."""
    counties = cms.read_counties((REAL / "pfs" / "25LOCCO.csv").read_bytes())
    places = cms.read_gpci((REAL / "pfs" / "GPCI2025.csv").read_bytes())
    assert {row.locality for row in counties} == {row.id for row in places}
    assert len(counties) == 208
