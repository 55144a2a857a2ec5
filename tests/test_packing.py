"""Packed tables: the same tables come back with the same answers, and altered bytes do not."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import sys
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import ama, cms
from cptkit.catalog import own_tables, packaged_tables
from cptkit.files.columns import Columns, columns_of
from cptkit.files.packed_bytes import FORMAT, sealed
from cptkit.files.pairs import Pairs
from cptkit.files.row_kinds import row_of
from cptkit.indicators import Adjudication, CorrectCoding, Setting
from cptkit.values.necessity import CoverageRow, CoverageStance, IcdCode
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import (
    Locality,
    Mue,
    PtpEdit,
    Source,
    Table,
    TableKind,
    TableScope,
)
from layouts import (
    AOC,
    COUNTIES,
    GPCI_CSV,
    MUE,
    OPPS_CAP,
    PTP,
    amounts_txt,
    fee_csv,
    fee_csv_2026,
    hcpcs_csv,
    problems,
)
from looped import some

DAY = dt.date(2025, 10, 1)
SOURCE = Source(
    "a payer", "list.csv", "v1", DAY, None, exact=False, licence="ours", sha256="0" * 64
)
LIMITS = cms.read_mue(MUE.format(who="Practitioner"), effective=DAY, partial=True)
TABLES: tuple[Table[Any], ...] = (
    cms.read_fee_schedule(fee_csv()),
    cms.read_fee_schedule(fee_csv_2026(), partial=True),
    cms.read_gpci(GPCI_CSV),
    LIMITS,
    cms.read_add_on(AOC, effective=DAY),
    cms.read_opps_cap(OPPS_CAP, effective=DAY),
    cms.read_ptp(PTP, setting=Setting.PROFESSIONAL, effective=DAY, complete=True),
    ama.read_descriptors("71260\tour own words, “quoted”\n", length="long"),
    Table(
        TableKind.ICD10_CM, SOURCE, (IcdCode("M81.0", True, "words", SOURCE), IcdCode("M81", False))
    ),
    Table(
        TableKind.DETERMINATIONS,
        SOURCE,
        (
            CoverageRow(
                "house.dxa",
                CoverageStance.COVERED,
                ("77080", "77085-77086"),
                ("M81.0",),
                modifiers=("TC", "26"),
                settings=(Setting.PROFESSIONAL, Setting.ASC),
                effective=DAY,
                source=SOURCE,
            ),
        ),
        complete=False,
    ),
    packaged_tables.opps_table(),
    Table(
        TableKind.PTP,
        SOURCE,
        (PtpEdit("71260", "71250", DAY, None, CorrectCoding.ALLOWED, "why", exact=False),),
        Setting.ASC,
        scope=TableScope.WITHIN_RADIOLOGY,
    ),
    Table(TableKind.LOCALITIES, Source(""), ()),
    cms.read_hcpcs(hcpcs_csv(), effective=DAY),
    cms.read_amounts(amounts_txt(), partial=True),
    cms.read_counties(COUNTIES, partial=True),
)
DATA = cptkit.pack(TABLES)
SMALL = cptkit.pack((LIMITS, TABLES[6]))


def cells(table: Table[Any]) -> list[object]:
    """Give every field of every row, source and exactness included."""
    return [attrs.astuple(row, recurse=False) for row in table]


def test_the_same_tables_come_back() -> None:
    """What a table says, and every field of its rows, to the type and to the number of decimals."""
    found = cptkit.unpack(DATA)
    assert found == TABLES
    for table, packed in some(zip(TABLES, found, strict=True)):
        assert attrs.evolve(packed, rows=()) == attrs.evolve(table, rows=())
        assert repr(cells(packed)) == repr(cells(table))
        assert packed == table
        assert table == packed
        assert hash(packed) == hash(table)
        assert list(packed) == [packed[at] for at in range(len(packed))] == list(packed[:])


def test_every_kind_that_a_reader_gives_is_among_them() -> None:
    """So that a new kind is packed, or this test falls."""
    assert {table.kind for table in TABLES} == {kind for kind in TableKind if row_of(kind)}


def test_equal_tables_are_equal_bytes() -> None:
    """However often they are packed and loaded, and from whichever order their pairs came in."""
    assert cptkit.pack(TABLES) == cptkit.pack(list(cptkit.unpack(DATA))) == DATA
    assert cptkit.pack(cptkit.unpack(bytearray(DATA))) == DATA  # type: ignore[arg-type]
    assert cptkit.pack(cptkit.unpack(memoryview(DATA))) == DATA  # type: ignore[arg-type]
    lines = PTP.splitlines(keepends=True)
    turned = "".join(lines[:6] + lines[:5:-1])
    other = cms.read_ptp(turned, setting=Setting.PROFESSIONAL, effective=DAY, complete=True)
    assert cptkit.pack(other) == cptkit.pack(TABLES[6])


def test_one_table_is_packed_without_a_list() -> None:
    """And no table at all is packed too."""
    assert cptkit.unpack(cptkit.pack(LIMITS)) == (LIMITS,)
    assert cptkit.unpack(cptkit.pack(())) == ()


def test_the_order_of_bytes_does_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one machine packs, one with the other order loads."""
    monkeypatch.setattr(sys, "byteorder", {"little": "big", "big": "little"}[sys.byteorder])
    turned = cptkit.pack(TABLES)
    assert turned != DATA
    assert cptkit.unpack(turned) == TABLES
    assert turned == cptkit.pack(cptkit.unpack(turned))


def test_the_packaged_tables_answer_the_same_from_their_bytes() -> None:
    """All rows, and every question about a pair that the table has, in both orders."""
    given_tables: tuple[Table[Any], ...] = (
        *packaged_tables.ptp(Setting.PROFESSIONAL),
        *packaged_tables.ptp(Setting.OUTPATIENT_HOSPITAL),
        *packaged_tables.mue(Setting.PROFESSIONAL),
        packaged_tables.add_on(),
    )
    found = cptkit.unpack(cptkit.pack(given_tables))
    for table, packed in some(zip(given_tables, found, strict=True)):
        assert list(packed) == list(table)
        if isinstance(table.rows, Pairs) and isinstance(packed.rows, Pairs):
            for edit in some(table[::97]):
                for day in (dt.date(2024, 8, 1), dt.date(1999, 1, 1)):
                    pair = (edit.column_2, edit.column_1, day)
                    assert packed.rows.find(*pair) == table.rows.find(*pair)
                assert packed.rows.history(*pair[1::-1]) == table.rows.history(*pair[1::-1])


def test_a_catalog_of_unpacked_tables_judges_as_one_of_the_tables() -> None:
    """Prices, edits, limits and primaries."""
    mine = cptkit.packaged.with_tables(*TABLES)
    loaded = cptkit.packaged.with_tables(*cptkit.unpack(DATA))
    line = cptkit.ClaimLine("71260", date_of_service=DAY, place_of_service="11", units=9)
    other = cptkit.ClaimLine("71250", date_of_service=DAY, place_of_service="11")
    claim = cptkit.Claim((line, other))
    assert cptkit.check_claim(claim, catalog=loaded) == cptkit.check_claim(claim, catalog=mine)
    assert cptkit.payment.price(line, catalog=loaded) == cptkit.payment.price(line, catalog=mine)
    assert loaded.descriptors("71260")[0].text == "our own words, “quoted”"
    assert loaded.at(DAY).localities == mine.at(DAY).localities


def test_rows_of_an_unpacked_fee_schedule_are_found_without_making_the_others() -> None:
    """By code and modifier, as among the rows that were read; a key that is not there is none."""
    (packed,) = cptkit.unpack(cptkit.pack(TABLES[0]))
    found, read = own_tables.fee_rows(packed), own_tables.fee_rows(TABLES[0])
    assert dict(found) == dict(read)
    assert (len(found), set(found)) == (len(read), set(read))
    assert found["71260", "26"] is found["71260", "26"]
    assert ("71260", "53") not in found
    assert own_tables.codes_of(packed) == own_tables.codes_of(TABLES[0]) == {"71260", "52005"}


def test_a_catalog_pickles_through_its_packed_tables() -> None:
    """With its house codes; the packaged one is still itself."""
    house = cptkit.HouseCode("X7001", "Outside film review")
    mine = cptkit.packaged.with_tables(*TABLES, house_codes=(house,))
    written = pickle.dumps(mine)
    assert cptkit.pack(TABLES) in written
    for other in (pickle.loads(written), copy.deepcopy(mine)):
        assert (other.tables, other.house_codes) == (TABLES, (house,))
    assert pickle.loads(pickle.dumps(cptkit.packaged)) is cptkit.packaged


def test_a_catalog_pickles_with_tables_that_cannot_be_packed() -> None:
    """Such as one that a test makes up."""
    odd: Table[Any] = Table(TableKind.PLACES_OF_SERVICE, SOURCE, ("11", "22"))
    mine = cptkit.packaged.with_tables(odd)
    assert pickle.loads(pickle.dumps(mine)).tables == (odd,)


def test_columns_are_a_frozen_sequence() -> None:
    """Index, slice, membership, equality, hash, pickle and one line to show."""
    rows = tuple(TABLES[0])
    columns = columns_of(type(rows[0]), rows)
    assert (columns[0], columns[-1], columns[1:3]) == (rows[0], rows[-1], rows[1:3])
    assert rows[1] in columns
    assert columns == rows
    assert rows == columns
    assert columns != rows[:-1]
    assert columns != list(rows)
    assert columns != rows[::-1]
    assert hash(columns) == hash(rows)
    assert pickle.loads(pickle.dumps(columns)) == columns
    assert columns.column("modifier") == [row.modifier for row in rows]
    assert repr(columns) == f"<Columns: {len(rows)} rows of FeeScheduleRow>"
    with pytest.raises(IndexError):
        columns[len(rows)]


def test_decimals_keep_their_zeros() -> None:
    """1.0 and 1.00 are equal, and not the same text."""
    rows = tuple(
        Locality(f"00000-0{n}", "", "00000", f"0{n}", "", *(Decimal(text),) * 3)
        for n, text in enumerate(("1.0", "1.00", "1"))
    )
    (table,) = cptkit.unpack(cptkit.pack(Table(TableKind.LOCALITIES, SOURCE, rows)))
    assert [str(row.work_gpci) for row in table] == ["1.0", "1.00", "1"]


# --- damage


def refused(data: Any) -> str:
    """Give the message with which bytes are refused."""
    (message,) = problems(lambda: cptkit.unpack(data))
    return message


def test_every_byte_counts() -> None:
    """A flip of any bit of any byte is refused, whether it stands in version, length, checksum or rows."""
    for at in some(range(len(SMALL))):
        for bit in range(8):
            altered = bytearray(SMALL)
            altered[at] ^= 1 << bit
            assert "pack" in refused(bytes(altered)), (at, bit)


def test_bytes_that_were_cut_or_that_more_was_written_to_are_refused() -> None:
    """At any place; and the message says to copy them again."""
    for at in some(range(19, len(SMALL))):
        assert "copy the file again whole" in refused(SMALL[:at])
    for more in (b"\n", b"\x00", SMALL):
        assert f"where {len(SMALL) - 59} belong" in refused(SMALL + more)


@given(at=st.integers(0, len(DATA) - 1), flip=st.integers(1, 255))
def test_altered_bytes_of_every_kind_of_table_are_refused(at: int, flip: int) -> None:
    """Wherever the byte stands."""
    altered = DATA[:at] + bytes([DATA[at] ^ flip]) + DATA[at + 1 :]
    assert "pack" in refused(altered)


def test_another_version_of_the_format_names_the_cure() -> None:
    """Newer: install the newer cptkit. Older: pack again."""
    opening = b"cptkit tables %04d\n"
    newer = DATA.replace(opening % FORMAT, opening % (FORMAT + 1), 1)
    older = DATA.replace(opening % FORMAT, opening % (FORMAT - 1), 1)
    assert "install the cptkit that packed them" in refused(newer)
    assert f"format {FORMAT - 1} of an older cptkit" in refused(older)
    assert "pack the tables again" in refused(older)


@pytest.mark.parametrize(
    "wrong", [None, 3, "text", "mine.cptkit", b"", b"71260,2,3\n", pickle.dumps(3), [b"x"]]
)
def test_what_was_never_packed_is_refused(wrong: object) -> None:
    """And the message says what to give."""
    assert "give what cptkit.pack returned" in refused(wrong)


@pytest.mark.parametrize(
    "wrong", [None, 3, "x", ["x"], [LIMITS, None], [tuple(LIMITS)], cptkit.packaged]
)
def test_what_is_no_table_is_not_packed(wrong: Any) -> None:
    """The message says where tables come from."""
    assert "is no table" in problems(lambda: cptkit.pack(wrong))[0]


def test_rows_that_are_not_what_they_say_are_not_packed() -> None:
    """Every wrong field is named with its row, and another kind's row too."""
    rows: tuple[Any, ...] = (
        Mue("71260", 2, Adjudication.LINE),
        Mue(71250, True, "3", source=3),  # type: ignore[arg-type]
    )
    assert problems(lambda: cptkit.pack(Table(TableKind.MUE, SOURCE, rows))) == (
        "MUE table: row 2: code: 71250 is int, not str",
        "MUE table: row 2: units: True is bool, not int",
        "MUE table: row 2: adjudication: '3' is str, not Adjudication",
        "MUE table: row 2: source: 3 is int, not Source",
    )
    assert problems(lambda: cptkit.pack(Table(TableKind.ADD_ON, SOURCE, rows[:1]))) == (
        "add-on table: row 1: Mue(code='71260', units=2, adjudication=Adjudication.LINE) is no AddOnEdit",
    )
    midnight = dt.datetime(2025, 1, 1, tzinfo=dt.timezone.utc)
    days = OppsStatusRow("71260", packaged_tables.opps_table()[0].status, midnight, None)
    assert (
        "not date"
        in problems(lambda: cptkit.pack(Table(TableKind.OPPS_STATUS, SOURCE, (days,))))[0]
    )
    assert (
        "the package's own"
        in problems(lambda: cptkit.pack(Table(TableKind.PLACES_OF_SERVICE, SOURCE, ())))[0]
    )
    assert "a Source" in problems(lambda: cptkit.pack(Table(TableKind.MUE, None, ())))[0]  # type: ignore[arg-type]


# --- bytes whose checksum is right and whose contents are not: somebody wrote them on purpose


def crafted(**other: Any) -> bytes:
    """Seal the table of limits with another head."""
    columns = columns_of(Mue, tuple(LIMITS))
    head = {
        "kind": "MUE",
        "source": {"publisher": "CMS"},
        "setting": None,
        "complete": True,
        "scope": "ALL",
        "types": "".join(index.typecode for index in columns.indexes),
        "names": columns.names,
        **other,
    }
    return sealed([(head, [columns.text, *(index.tobytes() for index in columns.indexes)])])


def test_the_crafted_table_is_read_where_nothing_is_wrong_with_it() -> None:
    """So that the refusals below are of what they name."""
    assert cptkit.unpack(crafted())[0].rows == tuple(LIMITS)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "PAWNS"},
        {"kind": "PLACES_OF_SERVICE"},
        {"kind": "ADD_ON"},
        {"source": {"publisher": "CMS", "colour": "red"}},
        {"source": None},
        {"complete": "yes"},
        {"types": "ddd"},
        {"types": "B"},
        {"types": "IIIIIII"},
        {"names": ["code", "units"]},
        {"names": None},
    ],
)
def test_a_head_that_does_not_fit_is_refused_with_the_cure(other: dict[str, Any]) -> None:
    """Nothing but a DataError comes of it."""
    assert "pack the tables again" in refused(crafted(**other))


def test_columns_of_a_version_with_fewer_fields_are_refused_at_once() -> None:
    """Not when a row is asked for."""
    whole = columns_of(Mue, tuple(LIMITS))
    fewer = Columns(Mue, whole.names[1:], whole.text, whole.indexes[1:])
    data = cptkit.pack(attrs.evolve(LIMITS, rows=fewer))
    assert "Mue has other fields here: code" in refused(data)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x02" + bytes(7) + b"[",
        b"\xff" * 8 + b"[]",
        b"\x02" + bytes(7) + b"{}" + b"more",
        b"\x02" + bytes(7) + b"30",
        b"\x04" + bytes(7) + b"[{}]",
        b"\x11" + bytes(7) + b'[{"parts":["1"]}]',
        b"\xa0\x86\x01" + bytes(5) + b"[" * 100_000,
    ],
)
def test_a_body_that_does_not_hold_together_is_refused(body: bytes) -> None:
    """Heads that are no JSON, parts that are not all that is there."""
    checksum = blake2b(body, digest_size=32).digest()
    opening = b"cptkit tables %04d\n" % FORMAT + len(body).to_bytes(8, "little")
    assert "do not hold together" in refused(opening + checksum + body)


def test_columns_that_cannot_be_read_are_refused_when_a_row_is_asked_for() -> None:
    """Never a row of other contents, never another error."""
    for text in (
        b"[",
        b"[" * 100_000,
        b"[[1],[],[],[],[],[],[]]",
        b"[[],[],[],[],[],[],[]]",
        b"[[]]",
    ):
        columns = columns_of(Mue, tuple(LIMITS))
        broken = Columns(Mue, columns.names, text, columns.indexes)
        assert "pack the tables again" in problems(lambda: broken[0])[0]  # noqa: B023


def test_pairs_whose_columns_do_not_fit_are_refused() -> None:
    """The arrays have one length."""
    pairs = TABLES[6].rows
    assert isinstance(pairs, Pairs)
    codes, starts, seconds, term_of, terms = pairs.columns()
    wrong = Pairs(codes, starts[:-1], seconds, term_of, terms, pairs.source)
    table = attrs.evolve(TABLES[6], rows=wrong)
    assert "have not one length" in refused(cptkit.pack(table))
    longer = Pairs(codes, starts + starts[-1:], seconds, term_of, terms, pairs.source)
    assert "have not one length" in refused(cptkit.pack(attrs.evolve(table, rows=longer)))
    other = Pairs(codes, starts, seconds, term_of[:-1], terms, pairs.source)
    assert "have not one length" in refused(cptkit.pack(attrs.evolve(table, rows=other)))
