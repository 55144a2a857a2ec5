"""Every reader and every damage: refused whole, or read rightly; never accepted with other contents.

On invented rows in CMS's layouts, with what a whole file holds set to their number; and on the real files, where they are
beside the project.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from cptkit import cms
from cptkit.cms import (
    add_on,
    addendum_b,
    amounts,
    counties,
    fee_schedule,
    fee_sums,
    hcpcs,
    mue,
    opps_cap,
    ptp,
)
from cptkit.cms.text import Problems
from cptkit.cms.whole import AMOUNTS_PLACES, hold_whole
from cptkit.cms.whole import MUE as MUE_FILE
from cptkit.errors import DataError
from cptkit.indicators import Setting
from layouts import (
    ADDENDUM_B,
    AOC_HEAD,
    COUNTIES,
    GPCI_CSV,
    HEADER_31,
    MUE,
    PTP_HEAD,
    TITLE,
    amounts_txt,
    hcpcs_csv,
    hcpcs_txt,
)
from looped import some

DAY = dt.date(2026, 4, 1)
SHARED = Path(__file__).parents[2] / "shared" / "cms"
Rows = Sequence[Any]
Read = Callable[[str | bytes], Rows]


@attrs.frozen
class Whole:
    """A whole text of a kind, how it is read, and how it is delimited."""

    text: str
    read: Read
    header: int
    delimiter: str = ","
    without: frozenset[str] = frozenset()


# --- invented wholes


CODES = ("0001F", "00100", *(f"{number}" for number in range(70010, 70050)), "99213", "V5364")


def _fee_row(number: int, code: str) -> list[str]:
    """Rows that hold what every release holds: sums, components, indicators that tell their columns apart."""
    work, outside, inside, risk = 2 + number % 3, 3 + number % 5, 2 + number % 4, 1
    amounts = [f"{each}.{number % 10}5" for each in (work, outside, inside, risk)]
    non, fac = (sum(map(Decimal, (amounts[0], amounts[at], amounts[3]))) for at in (1, 2))
    shares = ("0.10", "0.70", "0.20") if number % 7 == 3 else ("0.00", "0.00", "0.00")
    marks = (
        ("4" if number % 4 else "2"),
        ("3" if number % 5 == 0 else "0"),
        ("2" if number % 2 else "1" if number % 6 == 0 else "0"),
        ("1" if number % 3 == 0 else "0"),
        "0",
    )
    return [
        code, "", "WORDS", "A", "", amounts[0], amounts[1], "NA" if number % 9 == 1 else "", amounts[2],
        "NA" if number % 9 == 2 else "", amounts[3], str(non), str(fac), "1", "XXX" if number % 4 else "090",
        *shares, *marks, "", "32.3465", "09" if number % 2 else "02", "0", "99" if number % 8 else "88",
        "3.10", "3.10", "0.10",
    ]  # fmt: skip


def fees(factor: str = "32.3465", year: int = 2025) -> str:
    """Give a relative value file of few rows; each code has its two components."""
    lines = []
    for number, code in enumerate(CODES):
        whole = _fee_row(number, code)
        reading = [*whole]
        reading[1], reading[6], reading[8], reading[7], reading[9] = "26", "0.05", "0.05", "", ""
        both = sum(map(Decimal, (reading[5], "0.05", reading[10])))
        reading[11], reading[12] = str(both), str(both)
        technical = [*whole]
        technical[1], technical[5], technical[10] = "TC", "0.00", "0.00"
        technical[6] = str(Decimal(whole[11]) - both)
        technical[8] = str(Decimal(whole[12]) - both)
        technical[11], technical[12] = technical[6], technical[8]
        technical[7] = ""
        lines += [",".join(each) for each in (whole, reading, technical)]
    head = [TITLE.format(year=year, month="October"), ",,notice" + "," * 28, HEADER_31]
    return "\r\n".join([*head, *lines]).replace("32.3465", factor) + "\r\n"


def gpci() -> str:
    """Give every state's locality."""
    from cptkit.cms.whole import STATES

    head, foot = (
        GPCI_CSV.split("10112")[0],
        '"MAC Assignments",,,,,,\r\n,,,,,,\r\n*A floor.,,,,,,\r\n',
    )
    rows = [
        f"{10000 + 10 * at + 2},{state},{at % 99:02d},PLACE {state},{'1.500' if state == 'AK' else f'1.{100 + at}'},"
        f"1.{200 + at},0.{500 + at}\r\n"
        for at, state in enumerate(["AL", *sorted(STATES - {"AL"})])
    ]
    return head + "".join(rows) + foot


def limits(who: str = "Practitioner") -> str:
    """Give a limit for each code."""
    head = MUE.format(who=who).split("71260")[0]
    rows = [
        f"{code},{number % 9},{'3 Date of Service Edit: Clinical' if number % 2 else '1 Line Edit'},Clinical: Data\n"
        for number, code in enumerate(CODES)
    ]
    return head + "".join(rows)


def pairs() -> str:
    """Give pairs of consecutive codes."""
    ordered = ("0001A", *sorted(CODES[1:-1]), "U0003")
    rows = [
        f"{one}\t{two}\t\t20{10 + number % 10}0101\t{'*' if number % 4 else '20251231'}\t{number % 2}\tStandards\r\n"
        for number, one in enumerate(ordered)
        for two in (ordered[number - 1], ordered[number - 2])
    ]
    return PTP_HEAD + "".join(rows)


def add_ons() -> str:
    """Give an edit for each code, and those of a contractor."""
    ordered = ("0054T", *sorted(CODES[2:-1]), "U0005")
    rows = [
        f"{1 + number % 3},{one},,{'CCCCC' if number % 3 == 1 else '70450'},,20{10 + number % 9}001,"
        f"{'' if number % 4 else '2025365'},\r\n"
        for number, one in enumerate(ordered)
    ]
    return f"A notice\r\n{AOC_HEAD}\r\n" + "".join(rows)


def capped() -> str:
    """Give capped amounts at three places."""
    head = "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE\r\n"
    ordered = ("0042T", *sorted(CODES[2:42]), "93990")
    return head + "".join(
        f"{code},TC,A,{mac},{place},{100 + number}.1{at},{100 + number}.1{at}\r\n"
        for number, code in enumerate(ordered)
        for at, (mac, place) in enumerate((("01112", "05"), ("01112", "09"), ("10112", "00")))
    )


def addendum(factor: str = "91.415") -> str:
    """Give rows whose rate is weight times factor, and copayment a fifth of it."""
    head = "\r\n".join(ADDENDUM_B.split("\r\n")[:3])
    lines = []
    for number, code in enumerate(CODES):
        heavy = Decimal(number + 2) + Decimal("0.1234")
        rate = (heavy * Decimal(factor)).quantize(Decimal("0.01"))
        share = (rate / 5).quantize(Decimal("0.01"))
        national = f"${share + 3:.2f}" if number % 4 == 0 else "."
        lines.append(
            f'{code},WORDS,{"S" if number % 3 else "Q3"},{5500 + number},{heavy},"${rate:,}",{national},"${share:,}",,'
        )
    return "\r\n".join([head, *lines]) + "\r\n"


LEVEL_II = (*(
    (f"A{number:04d}", f"{number:05d}", "3", f"20{number % 20:02d}0101", f"20{number % 20 + 3:02d}0701",
     "" if number % 6 else "20261231", "D" if number % 6 == 0 else "N")
    for number in range(21, 60)
), ("V5364", "99999", "3", "20010101", "20030101", "", "N"))  # fmt: skip
DIAGNOSES = ("A00", "A000", "A001", "A009", "B99", "B999", "M810", "Z99", "Z998", "Z9989")


def diagnoses() -> str:
    """Give diagnoses of the first to the last chapter."""
    return "".join(
        f"{at:05d} {code:<7} {int(len(code) > 3)} {'WORDS ' + code:<60} WORDS {code}\n"
        for at, code in enumerate(DIAGNOSES, 1)
    )


def own_list() -> str:
    """Give coverage rows of one's own."""
    head = "document,stance,codes,diagnoses,states\n"
    return head + "".join(
        f"L{33000 + at},covered,{code},I65.2{at % 3} G45.9,OH KY\n"
        for at, code in enumerate(CODES[2:12])
    )


def by_read(**given: Any) -> Read:
    """Read by what the content tells, as a caller does."""
    return lambda text: cms.read(text, **given)[0].rows


HOSPITAL = "Outpatient Hospital"
OWN = frozenset(
    {
        "cut at a line's end",
        "rows dropped",
        "column 3 dropped with its header",
        "column 4 dropped with its header",
    }
)
"""A list of one's own has no end, no number of rows and no column of diagnoses or states that it must have."""
INVENTED = {
    "fee schedule": Whole(fees(), by_read(), 3),
    "gpci": Whole(gpci(), by_read(), 3),
    "mue practitioner": Whole(limits(), by_read(effective=DAY), 5),
    "mue outpatient": Whole(limits(HOSPITAL), by_read(effective=DAY), 5),
    "ptp": Whole(pairs(), by_read(effective=DAY, setting=Setting.PROFESSIONAL), 6, "\t"),
    "aoc": Whole(add_ons(), by_read(effective=DAY), 2),
    "opps cap": Whole(capped(), by_read(effective=DAY), 1),
    "addendum b": Whole(addendum(), by_read(effective=DAY), 3),
    "anweb csv": Whole(hcpcs_csv(LEVEL_II), by_read(effective=DAY), 1),
    "anweb text": Whole(hcpcs_txt(LEVEL_II), by_read(effective=DAY), 0, ""),
    "amounts": Whole(amounts_txt(), by_read(), 0),
    "counties": Whole(COUNTIES, by_read(), 4),
    "icd-10": Whole(diagnoses(), by_read(name="icd10cm_order_2026.txt"), 0, ""),
    "coverage": Whole(own_list(), lambda text: cms.read_coverage(text).rows, 1, ",", OWN),
}


@pytest.fixture(autouse=True)
def leasts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what a whole file holds to the number of invented rows; real files are held to their own."""
    if "real" in request.node.name:
        return
    from cptkit.cms import reading

    counted = {
        "FEE_SCHEDULE": (fee_schedule, 3 * len(CODES)),
        "MUE": (mue, len(CODES)),
        "PTP": (ptp, 2 * len(CODES)),
        "PTP_PART": (ptp, 2 * len(CODES)),
        "ADD_ON": (add_on, len(CODES) - 1),
        "OPPS_CAP": (opps_cap, 126),
        "ADDENDUM_B": (addendum_b, len(CODES)),
        "HCPCS": (hcpcs, len(LEVEL_II)),
    }
    for name, (module, least) in counted.items():
        known = getattr(module, name)
        made = attrs.evolve(known, least=least)
        for where in (module, reading):
            if hasattr(where, name):
                monkeypatch.setattr(where, name, made)
        for kind, whole in reading._WHOLE.items():
            if whole is known:
                monkeypatch.setitem(reading._WHOLE, kind, made)
    monkeypatch.setattr(amounts, "AMOUNTS_PLACES", attrs.evolve(AMOUNTS_PLACES, least=2))
    monkeypatch.setattr(counties, "AMOUNTS_PLACES", attrs.evolve(AMOUNTS_PLACES, least=7))
    monkeypatch.setattr(
        counties, "_STATES", {k: v for k, v in counties._STATES.items() if k in COUNTIES}
    )
    monkeypatch.setattr(fee_sums, "_MANY", 100)


# --- damages


Damage = tuple[str, str | bytes]


def cuts(whole: Whole) -> Iterator[Damage]:
    """Cut at each percent, and at line ends."""
    text = whole.text
    for percent in range(1, 100):
        cut = text[: len(text) * percent // 100]
        yield "cut at a line's end" if cut.endswith("\n") else "cut at a percent", cut
    ends = [at + 1 for at, each in enumerate(text) if each == "\n"][:-1]
    for end in ends[:: max(1, len(ends) // 40)]:
        yield "cut at a line's end", text[:end]


def _cells(whole: Whole) -> list[list[str]]:
    return list(csv.reader(io.StringIO(whole.text, newline=""), delimiter=whole.delimiter))


def _written(rows: list[list[str]], whole: Whole) -> str:
    out = io.StringIO(newline="")
    quoted = whole.text.startswith('"20')
    csv.writer(
        out,
        delimiter=whole.delimiter,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    ).writerows(rows)
    return out.getvalue()


def columns(whole: Whole) -> Iterator[Damage]:
    """Drop, double or swap columns: of the body alone, and with their header."""
    if not whole.delimiter:
        return
    rows = _cells(whole)
    head = _header(rows) if whole.header else 0
    wide = max(map(len, rows))
    for first in (head, head + (whole.header > 0)):
        for at in range(wide):
            dropped = [
                row[:at] + row[at + 1 :] if n >= first else row for n, row in enumerate(rows)
            ]
            doubled = [
                row[: at + 1] + row[at:] if n >= first else row for n, row in enumerate(rows)
            ]
            swapped = [
                [*row[:at], row[at + 1], row[at], *row[at + 2 :]]
                if n >= first and len(row) > at + 1
                else row
                for n, row in enumerate(rows)
            ]
            for name, made in (("dropped", dropped), ("doubled", doubled), ("swapped", swapped)):
                if made != rows:
                    where = (
                        "with its header" if first == head and whole.header else "below its header"
                    )
                    yield f"column {at} {name} {where}", _written(made, whole)


def _header(rows: list[list[str]]) -> int:
    words = ("hcpcs", "medicare admi", "column 1", "aoc_edit", "hcpc", "document")
    return next(
        at
        for at, row in enumerate(rows)
        if row and len([each for each in row if each]) > 2 and row[0].lower().startswith(words)
    )


def bytes_damaged(whole: Whole) -> Iterator[Damage]:
    """NUL, other encodings, DOS ends."""
    text, middle = whole.text, len(whole.text) // 2
    for at in (0, middle, len(text)):
        yield "nul", text[:at] + "\0" + text[at:]
        yield "nul", (text[:at] + "\0" + text[at:]).encode()
    for name in ("utf-16", "utf-16-le", "utf-16-be"):
        yield name, text.encode(name)
    lines = text.split("\n")
    spaced = "\n".join(
        line.replace(whole.delimiter or " ", "\u00a0" + (whole.delimiter or " "), 1)
        for line in lines
    )
    yield "nbsp", spaced.encode("latin-1")
    yield "nbsp", spaced
    yield "ends with 0x1A", text + "\x1a"
    yield "ends with 0x1A", text + "\x1a" + ",,,,\r\n"
    yield "0x1A within", text[:middle] + "\x1a" + text[middle:]


def lines_damaged(whole: Whole) -> Iterator[Damage]:
    """Headers that stand twice, rows that are missing, stand twice or come from elsewhere."""
    lines = whole.text.splitlines(keepends=True)
    body = next(
        at
        for at, line in enumerate(lines)
        if line.strip('"')[:1].isalnum() and at >= whole.header and len(line) > 12
    )
    head, rows = lines[:body], lines[body:]
    if head:
        yield "header doubled", "".join([*head, *head, *rows])
        yield "header doubled", "".join([*head, *rows[:5], head[-1], *rows[5:]])
    foot = next(
        (at for at, row in enumerate(rows) if not row[:5].strip('",')[:1].isalnum()), len(rows)
    )
    for at in range(0, foot - 1, max(1, foot // 12)):
        yield "rows dropped", "".join([*head, *rows[:at], *rows[at + 1 :]])
        yield "row doubled", "".join([*head, *rows[: at + 1], *rows[at:]])
    yield "rows dropped", "".join([*head, *rows[: foot // 3], *rows[2 * foot // 3 :]])


def digits_lost(whole: Whole) -> Iterator[Damage]:
    """One cell loses a zero at its end, or at its beginning."""
    lines = whole.text.splitlines(keepends=True)
    for at in range(whole.header, len(lines), max(1, len(lines) // 12)):
        cells = lines[at].split(whole.delimiter) if whole.delimiter else [lines[at]]
        for place, cell in enumerate(cells):
            for short in {
                cell[:-1] if cell.rstrip('"\r\n').endswith("0") and "." in cell else cell,
                cell.removeprefix("0"),
            }:
                if short != cell:
                    made = [*cells[:place], short, *cells[place + 1 :]]
                    yield (
                        "digit lost",
                        "".join([*lines[:at], whole.delimiter.join(made), *lines[at + 1 :]]),
                    )


KINDS = {
    "cuts": cuts,
    "columns": columns,
    "bytes": bytes_damaged,
    "lines": lines_damaged,
    "digits": digits_lost,
}


def accepted(whole: Whole, kind: str) -> tuple[list[str], int]:
    """Give the damages of a kind after which other contents are read, and how many there were."""
    expected = tuple(whole.read(whole.text))
    wrong, count = [], 0
    for name, damaged in some(KINDS[kind](whole)):
        if name in whole.without:
            continue
        count += 1
        try:
            found = tuple(whole.read(damaged))
        except DataError as error:
            assert error.problems, name
            continue
        if found != expected:
            wrong.append(f"{name}: {len(found)} rows for {len(expected)}")
    return wrong, count


def damages() -> Iterator[tuple[str, str]]:
    """Give each invented file with each kind of damage that it can suffer: not every layout has columns, or numbers."""
    for name, whole in INVENTED.items():
        for kind, made in KINDS.items():
            if kind not in {"columns", "digits"} or any(True for _ in made(whole)):
                yield name, kind


@pytest.mark.parametrize(("name", "kind"), tuple(damages()))
def test_no_damage_is_accepted_with_other_contents(name: str, kind: str) -> None:
    """Refused whole, or read rightly."""
    wrong, count = accepted(INVENTED[name], kind)
    assert wrong == []
    assert count


# --- the real files


@attrs.frozen
class Real:
    """A file of CMS's, and how it is read."""

    path: str
    read: Read
    header: int
    delimiter: str = ","


REAL = {
    "fee schedule": Real("pfs/PPRRVU2025_Oct.csv", lambda t: cms.read_fee_schedule(t).rows, 9),
    "gpci": Real("pfs/GPCI2025.csv", lambda t: cms.read_gpci(t).rows, 3),
    "aoc": Real("ncci/AOC_V2026Q2-MCR.csv", lambda t: cms.read_add_on(t, effective=DAY).rows, 2),
    "opps cap": Real(
        "pfs/OPPSCAP2025_Oct.csv", lambda t: cms.read_opps_cap(t, effective=DAY).rows, 1
    ),
    "counties": Real("pfs/25LOCCO.csv", lambda t: cms.read_counties(t).rows, 4),
}
SOME = (17, 50, 83, 99)


def few_damages(whole: Whole) -> Iterator[Damage]:
    """Some cuts, each column under its header, bytes and lines: a file of 19,000 rows takes a second each time."""
    text = whole.text
    for percent in SOME:
        cut = text[: len(text) * percent // 100]
        yield f"cut at {percent} percent", cut
        yield f"cut at a line's end, {percent} percent", cut[: cut.rindex("\n") + 1]
    below = [each for each in columns(whole) if each[0].endswith("below its header")]
    yield from below[:: max(1, len(below) // 8)]
    yield from bytes_damaged(whole)
    lines = text.splitlines(keepends=True)
    middle = len(lines) // 2
    yield (
        "a tenth of the rows dropped",
        "".join([*lines[:middle], *lines[middle + len(lines) // 10 :]]),
    )
    yield "row doubled", "".join([*lines[: middle + 1], *lines[middle:]])
    yield "header doubled", "".join([*lines[:middle], lines[whole.header], *lines[middle:]])


@pytest.mark.parametrize("name", REAL)
def test_no_damage_of_the_real_files_is_accepted_with_other_contents(name: str) -> None:
    """The same on the originals, held to what a whole file of theirs holds."""
    real = REAL[name]
    path = SHARED / real.path
    if not path.exists():
        pytest.skip("CMS's files are not beside the project")
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    whole = Whole(text, real.read, real.header, real.delimiter)
    expected = tuple(whole.read(text))
    wrong = []
    for damage, damaged in some(few_damages(whole)):
        if name == "opps cap" and damage == "a tenth of the rows dropped":
            continue  # its codes change each year, and one release was at hand: whole codes may be missing
        try:
            found = tuple(whole.read(damaged))
        except DataError:
            continue
        if found != expected:
            wrong.append(f"{damage}: {len(found)} rows for {len(expected)}")
    assert wrong == []


def test_another_years_rows_are_told() -> None:
    """By the conversion factor of the fee schedule and of Addendum B, the year of amounts, and keys that recur."""
    older = fees("33.2875", 2024).splitlines(keepends=True)
    mixed = fees().replace("".join(fees().splitlines(keepends=True)[30:60]), "".join(older[30:60]))
    others = {
        "fee schedule": mixed,
        "addendum b": addendum().replace(
            "".join(addendum().splitlines(keepends=True)[20:26]),
            "".join(addendum("89.169").splitlines(keepends=True)[20:26]),
        ),
        "amounts": amounts_txt().replace('"2026"', '"2025"', 4),
        "mue practitioner": limits() + limits().splitlines(keepends=True)[8].replace(",", ",1", 1),
        "ptp": pairs() + pairs().splitlines(keepends=True)[9],
        "aoc": add_ons() + add_ons().splitlines(keepends=True)[9],
        "counties": COUNTIES.replace("5302,99,,", "5302,98,,"),
        "icd-10": diagnoses() + diagnoses().splitlines(keepends=True)[3],
        "anweb csv": hcpcs_csv((*LEVEL_II[:-1], LEVEL_II[5], LEVEL_II[-1])),
        "opps cap": capped() + capped().splitlines(keepends=True)[4],
        "gpci": gpci().replace("10002,AL", "10002,AL,00,PLACE AL,1.100,1.200,0.500\r\n10002,AL", 1),
    }
    for name, text in others.items():
        with pytest.raises(DataError):
            INVENTED[name].read(text)


def test_limits_of_suppliers_are_refused() -> None:
    """The MUE table of equipment suppliers is neither a practitioner's nor a hospital's."""
    with pytest.raises(DataError, match="DME"):
        cms.read(limits("DME Supplier"), effective=DAY)


def test_a_gap_among_the_sections_is_told() -> None:
    """A file long enough that lacks a section which every release has lost rows in its middle."""
    long = [f"{section}{at:03d}" for section in sorted(MUE_FILE.sections) for at in range(200)]
    codes = ["0001U", *long, "V5364"]
    problems = Problems()
    hold_whole(MUE_FILE, codes, problems, must=True)
    assert [each for each in some(problems.found) if "no code begins" in each] == []
    hold_whole(MUE_FILE, [code for code in codes if code[:2] != "73"], problems, must=True)
    assert any("no code begins with 73" in each for each in problems.found)
