"""`python -m cptkit` answers in three forms, tells bad input in a line, and never shows a traceback."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cptkit
from cptkit.shell import inputs, intake, main
from cptkit.shell import progress as bar
from cptkit.shell.answers import Answer

LINES = (
    "claim,code,modifiers,date,units,place_of_service,charge,diagnoses,provider,session,ordering_provider\r\n"
    "A,74160,26,2024-08-15,1,22,150.00,R10.9,p1,,1234567893\r\n"
    "A,72193,26,2024-08-15,1.0,22,,R10.9 R10.2,p1,,\r\n"
)
MUE = "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
X12 = (
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              *240815*1200*^*00501*000000001*0*T*:~"
    "GS*HC*A*B*20240815*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20240815*1200*CH~"
    "HL*1**20*1~NM1*85*2*X*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******MB~"
    "CLM*C1*100***22:B:1*Y*A*Y*Y~HI*ABK:R109~NM1*DN*1*X*Y****XX*1234567893~"
    "LX*1~SV1*HC:71250:26*100*UN*1***1~DTP*472*D8*20240815~SE*13*0001~GE*1*1~IEA*1*000000001~"
)


class Ran:
    """What a command did."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *words: object) -> None:
        """Run it."""
        try:
            self.status = main([str(word) for word in words])
        except SystemExit as left:
            self.status = int(left.code or 0)
        self.out, self.err = capsys.readouterr()

    def rows(self) -> list[dict[str, str]]:
        """Read the csv that it wrote."""
        assert self.out.startswith("\ufeff")
        return list(csv.DictReader(io.StringIO(self.out[1:], newline="")))


def plain(row: Any) -> dict[str, str]:
    """Give a row of `cptkit.records` as csv holds it."""
    return {name: "" if value is None else str(value) for name, value in row.items()}


def given(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def written(folder: Path, text: str | bytes, name: str = "file") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_code_is_told_in_three_forms(capsys: pytest.CaptureFixture[str]) -> None:
    """Text is the guide's page, JSON the guide itself, csv a row."""
    assert Ran(capsys, "code", "71260").out.startswith("71260 CT of the chest with contrast\n")
    told = json.loads(Ran(capsys, "code", "71260", "71250", "--format", "json").out)
    assert len(told) == 2
    (row,) = Ran(capsys, "code", "71260", "--format", "csv").rows()
    assert row == plain({"status": "ACTIVE"} | cptkit.records(cptkit.lookup("71260"))[0])


def test_a_code_that_went_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    """The message says until when it was in force and what took its place."""
    ran = Ran(capsys, "code", "77014", "--on", "2026-01-01")
    told = "cptkit: '77014' was in force through 2025-12-31 only; see 77387\n"
    assert (ran.status, ran.out, ran.err) == (2, "", told)


def test_names_of_exams_get_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Each name has its suggestions; one that fits nothing makes the answer incomplete."""
    ran = Ran(capsys, "suggest", "XR KNEE 3 VIEWS LT", "zzz", "--limit", "1")
    lines = ran.out.splitlines()
    assert (ran.status, lines[0], lines[-2:]) == (
        3,
        "XR KNEE 3 VIEWS LT",
        ["zzz", "nothing fits 'zzz'"],
    )
    assert "73562-LT" in lines[1]
    one = Ran(capsys, "suggest", "CT CHEST W", "--limit", "1", "--format", "json")
    assert (one.status, [each["code"] for each in json.loads(one.out)]) == (0, ["71260"])
    (row,) = Ran(capsys, "suggest", "CT CHEST W", "--limit", "1", "--format", "csv").rows()
    (suggestion,) = cptkit.suggest("CT CHEST W", limit=1)
    told = {"name": "CT CHEST W"} | cptkit.records(suggestion)[0]
    assert row == plain(told)
    assert json.loads(one.out) == [told]
    assert one_line(capsys, "suggest", "CT CHEST W", "--limit", "1") == str(suggestion)
    none = Ran(capsys, "suggest", "zzz", "--format", "csv")
    assert (none.rows(), none.out.strip("\ufeff\r\n").split(",")) == ([], list(told))


def one_line(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that prints one line, and give it."""
    (line,) = Ran(capsys, *words).out.splitlines()
    return line


def test_tables_of_ones_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Suggestions are asked of the tables that the user packed."""
    head = written(tmp_path, MUE + "71260,2,3 Date,Data\n", "Eff_10-01-2026.csv").read_bytes()
    tables = cptkit.cms.read(head, name="Eff_10-01-2026.csv", partial=True)
    mine = written(tmp_path, cptkit.pack(tables), "mine.cptkit")
    assert Ran(capsys, "suggest", "CT CHEST W", "--tables", mine).status == 0
    ran = Ran(capsys, "suggest", "CT CHEST W", "--tables", written(tmp_path, "71260", "x"))
    assert ran.status == 2
    assert ran.err.startswith("cptkit: --tables ")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_column_is_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, separator: str
) -> None:
    """Commas, semicolons and tabs separate; what cannot be read is refused with the reason, and no row is lost."""
    cells = ["Name,CPT", "x,71260-26", ",", "y,=1+1", "", 'z,"7126026"', "w"]
    text = "\r\n".join(cells).replace(",", separator)
    given(monkeypatch, b"\xef\xbb\xbf" + text.encode())
    ran = Ran(capsys, "parse", "-", "--column", "cpt", "--format", "csv")
    rows = ran.rows()
    assert ran.status == 2
    assert [(row["row"], row["billed"]) for row in rows] == [
        ("1", "71260-26"),
        ("3", ""),
        ("5", "71260-26"),
        ("6", ""),
    ]
    assert rows[1]["cell"] == "'=1+1"  # Excel computes nothing
    assert rows[1]["refused"]


def test_a_clean_column(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """UTF-16, as Excel writes text, is read; text ends with the count and JSON holds all rows."""
    path = written(tmp_path, "code\n71260-26\n".encode("utf-16"))
    ran = Ran(capsys, "parse", path)
    assert (ran.status, ran.out) == (
        0,
        "     1  71260-26             71260-26\n1 read, 0 refused\n",
    )
    (row,) = json.loads(Ran(capsys, "parse", path, "--format", "json").out)
    assert (row["code"], row["modifiers"], row["refused"]) == ("71260", "26", None)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (b"a\0b", "NUL bytes"),
        (b"code\nna\xefve\n", "byte 8 is not UTF-8: save it as csv UTF-8"),
        (b"\xff\xfea", "is not UTF-16"),
        (b"cpt\n71260\n", "has no column 'code': there are 'cpt'"),
        (b"codes\n71260\n", "is 'codes' meant?"),
        (b"code,code\n1,2\n", "column 'code' stands twice"),
        (b"code\n71260,26\n", "row 1 has 2 cells under 1 columns"),
        (b'code\n"71260\n', "is this a csv file?"),
        (b"code\n" + b"7" * 200_000, "is this a csv file?"),
    ],
)
def test_bad_files_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, data: bytes, says: str
) -> None:
    """One line says what is wrong with the file and what to do."""
    ran = Ran(capsys, "parse", written(tmp_path, data))
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.startswith("cptkit: ")


@pytest.mark.parametrize("name", ["no such file", ".", "a\0b"])
def test_files_that_cannot_be_read(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A missing file, a folder, and a name that is none."""
    ran = Ran(capsys, "check", name)
    assert ran.status == 2
    assert ran.err.startswith(f"cptkit: cannot read {name!r}: ")


def test_a_long_path_is_shown_by_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    """What tells files apart stands at the end."""
    name = f"{'/folder' * 30}/last.csv"
    told = Ran(capsys, "check", name).err
    assert told.startswith("cptkit: cannot read '...")
    assert "/folder/last.csv': " in told


def test_lines_are_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Two lines that one code names fail; each finding names its lines, and json holds the report."""
    path = written(tmp_path, LINES)
    ran = Ran(capsys, "check", path)
    assert ran.status == 1
    assert ran.out.startswith("claim A: FAIL (lines: 2)\n")
    assert "  FAIL    combination.one-code (line 1 74160-26, 2 72193-26)\n" in ran.out
    assert "          do: bill 74177 in their place" in ran.out
    rows = Ran(capsys, "check", path, "--format", "csv").rows()
    ((claim,), _) = claims({}, LINES)
    report = cptkit.check_claim(claim)
    found = cptkit.records((*report.findings, *report.unchecked))
    lead = ("claim", "codes")
    assert [{k: v for k, v in row.items() if k not in lead} for row in rows] == [*map(plain, found)]
    assert {(row["claim"], row["lines"], row["codes"]) for row in rows} == {
        ("A", "0, 1", "74160-26, 72193-26")
    }
    (told,) = json.loads(Ran(capsys, "check", path, "--format", "json").out)
    assert (told["claim"], told["report"]["outcome"]) == ("A", "FAIL")


def claims(options: dict[str, Any], text: str) -> Any:
    """Read claims as `check` does."""
    from argparse import Namespace

    from cptkit.shell.line_files import claims_of_rows

    return claims_of_rows(text, "f", Namespace(on=None, **options).on, cptkit.packaged)


def test_lines_become_claims() -> None:
    """Cells are taken as meant: units of a spreadsheet, several diagnoses; a line without a claim is one of its own."""
    found, notes = claims({}, LINES + ",71250,,20240815,,1,,,,,\r\n")
    first = cptkit.Claim(
        (
            cptkit.ClaimLine(
                "74160", ("26",), date_of_service=found[0].lines[0].date_of_service,
                place_of_service="22", charge="150.00", diagnoses=("R10.9",), provider="p1",
            ),
            cptkit.ClaimLine(
                "72193", ("26",), date_of_service=found[0].lines[0].date_of_service,
                place_of_service="22", diagnoses=("R10.9", "R10.2"), provider="p1",
            ),
        ),
        id="A",
        ordering_provider="1234567893",
    )  # fmt: skip
    assert (found[0], found[1].id, found[1].lines[0].place_of_service, notes) == (
        first,
        None,
        "01",
        (),
    )
    assert str(found[0].lines[0].date_of_service) == "2024-08-15"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cde,date\n71250,2024-08-15\n", "has no column 'code': is 'cde' meant?"),
        ("code\n71250\n", "has no column 'date'"),
        (
            "code,date,unit\n71250,2024-08-15,1\n",
            "column 'unit' is none of ours: is 'units' meant?",
        ),
        ("code,date\n71250,15.8.2024\n", "row 1: date '15.8.2024' is no day: write YYYY-MM-DD"),
        ("code,date\n71250,2024-13-01\n", "row 1: date '2024-13-01' is no day"),
        ("code,date,units\n71250,2024-08-15,1.5\n", "row 1: units '1.5' is no whole number"),
        ("code,date,units\n71250,2024-08-15,two\n", "row 1: units 'two' is no whole number"),
        ("code,date,units\n71250,2024-08-15,9999999999\n", "is no whole number"),
        ("code,date\nCT,2024-08-15\n", "row 1: 'CT' cannot be read"),
        ("code,date\n", "has no rows below its header"),
        (
            "claim,code,date,ordering_provider\nA,71250,2024-08-15,x\nA,71250,2024-08-15,y\n",
            "claim 'A' has 2 ordering providers: give one",
        ),
    ],
)
def test_wrong_lines_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, says: str
) -> None:
    """Each problem names its row or column."""
    ran = Ran(capsys, "check", written(tmp_path, text))
    assert ran.status == 2
    assert says in ran.err


def test_many_problems_are_counted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Twenty are shown, with how many more there are."""
    ran = Ran(capsys, "check", written(tmp_path, "code,date\n" + "CT,x\n" * 25))
    assert (len(ran.err.splitlines()), ran.err.splitlines()[-1]) == (21, "cptkit: and 5 more")


def test_other_columns_and_a_day_for_all(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A column that we do not know is named, and --on is the day of lines without one."""
    path = written(tmp_path, "code,Referring Hospital Town\n71250-26,Springfield\n")
    ran = Ran(capsys, "check", path, "--on", "2024-08-15", "--payer", "other", "--setting", "asc")
    assert ran.status in (1, 3)
    assert ran.err.endswith("column 'Referring Hospital Town' is not read\n")


def test_contents_tell_what_a_file_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An 837, a FHIR claim, our JSON, alone or in a list: whatever their names."""
    own = cptkit.Claim([], id="own")
    text = cptkit.to_json(own)
    fhir = {"resourceType": "Claim", "id": "F1", "status": "active", "use": "claim", "item": []}
    files = [
        written(tmp_path, X12, "a.csv"),
        written(tmp_path, json.dumps(fhir), "b.txt"),
        written(tmp_path, text, "c"),
        written(tmp_path, f"[{text}]", "d.edi"),
    ]
    ran = Ran(capsys, "check", *files)
    heads = [line.split(":")[0] for line in ran.out.splitlines() if line.startswith("claim ")]
    assert heads == ["claim C1", "claim F1", "claim own", "claim own"]
    assert ran.status == 1  # a claim without lines is none


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_an_837_is_read_in_the_encodings_of_x12(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, encoding: str
) -> None:
    """A name with an umlaut makes no file unreadable, in UTF-8, with a byte order mark, or in Latin-1."""
    path = written(tmp_path, X12.replace("1*X*Y*", "1*MÜLLER*Y*").encode(encoding), "a.edi")
    ran = Ran(capsys, "check", path)
    assert ran.out.startswith("claim C1: ")
    assert "MÜLLER" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is no JSON"),
        ("[" * 200_000, "is no JSON: it nests too deep"),
        ('{"lines": [], "lines": []}', "is no JSON: a key stands twice"),
        ('{"resourceType": "Claim", "item": [1], "item": []}', "a key stands twice"),
        ('{"resourceType": "Claim", "id": NaN}', "NaN is no number"),
        ("[]", "holds no claims"),
        ('{"lines": 3}', "lines"),
        ("ISA*", "ISA01 (segment 1)"),
        ('{"resourceType": "Patient"}', "resourceType is none of"),
    ],
)
def test_claims_that_are_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, says: str
) -> None:
    """What looks like JSON, FHIR or X12 and is not is told as that."""
    ran = Ran(capsys, "check", written(tmp_path, text))
    assert ran.status == 2
    assert says in ran.err
    assert "file' holds no claims" in ran.err or "file': " in ran.err


def test_a_clean_claim_and_an_open_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Clean and complete is 0; with a question open it is 3."""
    head = "code,date,place_of_service,diagnoses,ordering_provider\n71250-26,"
    clean = written(tmp_path, head + "2024-08-15,22,R91.1,1234567893\n", "clean")
    assert Ran(capsys, "check", clean).status == 0
    assert Ran(capsys, "check", written(tmp_path, head + "2024-08-15,22,,\n", "open")).status == 3


def test_prices(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Codes and claims are priced; a price that hangs on what is not given leaves the answer incomplete."""
    asked = ("price", "71260-26", "71250-26", "--on", "2026-05-01")
    ran = Ran(capsys, *asked, "--payer", "medicare")
    assert (ran.status, ran.out.splitlines()[-1]) == (0, "total: 100.74 USD")
    rows = Ran(capsys, *asked, "--format", "csv").rows()
    day = dt.date(2026, 5, 1)
    lines = [cptkit.ClaimLine(code, ["26"], date_of_service=day) for code in ("71260", "71250")]
    prices = cptkit.records(cptkit.payment.price_claim(cptkit.Claim(lines)))
    assert [(row["line"], row["amount"]) for row in prices] == [
        ("71260-26", "53.78"),
        ("71250-26", "46.96"),
    ]
    lead = {"claim": "#1", "units": "1"}
    assert rows == [plain({**lead, "item": n} | row) for n, row in enumerate(prices)]
    assert len(json.loads(Ran(capsys, *asked, "--format", "json").out)) == 1
    assert Ran(capsys, "price", "71260", "--on", "2026-05-01").status == 3
    unknown = Ran(capsys, "price", "12345", "--on", "1999-05-01", "--format", "csv")
    assert (unknown.status, unknown.rows()[0]["source_release"]) == (3, "")
    path = written(tmp_path, "claim,code,date\nA,71250-26,2026-05-01\nB,71250-26,2026-05-01\n")
    several = Ran(capsys, "price", "--claim", path)
    assert [line for line in several.out.splitlines() if line.startswith("claim")] == [
        "claim A",
        "claim B",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["price"],
        ["price", "71250"],
        ["price", "71250", "--claim", "x"],
        ["price", "71250", "--on", "May"],
        ["price", "71250", "--on", "2026-05-01", "--units", "0"],
        ["check", "x", "--payer", "nobody"],
        ["check", "x", "--setting", "moon"],
        ["suggest", "CT", "--limit", "²"],
        ["fetch"],
        [],
    ],
)
def test_wrong_arguments(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """Bad arguments are bad input."""
    ran = Ran(capsys, *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


def mue(values: list[str]) -> str:
    """Make a file of unit limits that reaches the last section."""
    return MUE + "".join(
        f"{code},2,3 Date of Service Edit: Clinical,Clinical: Data\n" for code in values
    )


def test_a_folder_is_taken_in(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Every table is packed and what changes is reported; what was not read is listed."""
    folder = tmp_path / "cms"
    folder.mkdir()
    codes = [f"{code:05}" for code in range(100, 99999, 6)] + ["A0021", "V5364"]
    written(folder, mue(codes), "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv")
    out = folder / "mine.cptkit"
    asked = ("intake", folder, "--out", out)
    first = Ran(capsys, *asked)
    assert first.status == 0, first.err
    assert first.out.startswith(f"packed into {out}\n")
    assert len(cptkit.unpack(out.read_bytes())) == 1
    written(folder, "hello", "note.csv")
    second = Ran(capsys, *asked, "--format", "json")
    told = json.loads(second.out)
    assert (second.status, len(told["tables"]), len(told["unread"])) == (3, 1, 1)
    third = Ran(capsys, *asked, "--format", "csv")
    assert third.err.startswith("cptkit: not read: ")
    assert {each.name for each in folder.iterdir()} == {
        "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", "mine.cptkit", "note.csv",
    }  # fmt: skip
    assert Ran(capsys, "check", written(tmp_path, LINES), "--tables", out).status == 1


def test_intake_without_tables(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder, an empty one, and files that need what is not installed."""
    out = tmp_path / "out"
    assert Ran(capsys, "intake", tmp_path / "none", "--out", out).status == 2
    written(tmp_path, "hello\nthere\n", "note.csv")
    ran = Ran(capsys, "intake", tmp_path, "--out", out)
    assert (ran.status, out.exists()) == (2, False)
    assert "is a table that is read" in ran.err

    def missing(*_: object, **__: object) -> None:
        raise cptkit.MissingExtraError("excel")

    monkeypatch.setattr(cptkit.cms, "read", missing)
    assert "excel" in Ran(capsys, "intake", tmp_path, "--out", out).err


def test_a_file_is_written_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder is missing or the disk is full, what stood there stays and nothing else is left."""
    with pytest.raises(cptkit.DataError, match="cannot write"):
        intake._replace(tmp_path / "no" / "out", b"x")
    out = written(tmp_path, "old", "out")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(cptkit.DataError, match="No space left"):
        intake._replace(out, b"new")
    assert (list(tmp_path.iterdir()), out.read_bytes()) == ([out], b"old")


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal sees how far the work is; a pipe does not, nor is there a bar for one thing."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen, pipe = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    assert (list(bar.progress("ab", "claims")), list(bar.progress("a", "claims"))) == (
        ["a", "b"],
        ["a"],
    )
    assert screen.getvalue().split("\r")[1:] == [
        f"[{'#' * 15}{'.' * 15}] 1 of 2 claims",
        f"[{'#' * 30}] 2 of 2 claims\n",
    ]
    monkeypatch.setattr(sys, "stderr", pipe)
    assert (list(bar.progress("ab", "claims")), pipe.getvalue()) == (["a", "b"], "")


def test_an_interrupt_is_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130, as shells expect."""

    def interrupted(_: str) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(inputs, "data_of", interrupted)
    ran = Ran(capsys, "parse", "-")
    assert (ran.status, ran.err) == (130, "cptkit: interrupted\n")


def test_a_reader_that_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """``| head`` closes the pipe: the status stays that of the answer."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert main(["code", "71260"]) == 0


def test_the_module_runs() -> None:
    """`python -m cptkit` is the shell, and `import cptkit` does not load it."""
    shell = [sys.executable, "-m", "cptkit", "code", "71260", "--format", "csv"]
    ran = subprocess.run(shell, capture_output=True, check=True)  # noqa: S603
    assert ran.stdout.startswith(b"\xef\xbb\xbfstatus,code,")
    script = "import cptkit, sys; cptkit.packaged; assert 'cptkit.shell' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603


def test_a_payer_that_is_given_need_not_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Who pays a FHIR claim may stand in a coverage that is elsewhere: with --payer the claim is whole."""
    line = {
        "servicedDate": "2024-08-15",
        "productOrService": {"coding": [cptkit.fhir.coding("71046")]},
    }
    resource = {
        "resourceType": "Claim",
        "type": {"coding": [{"code": "professional"}]},
        "insurance": [{"coverage": {"reference": "Coverage/1"}}],
        "item": [line],
    }
    path = written(tmp_path, json.dumps(resource), "claim.json")
    assert "claim.unread" in Ran(capsys, "check", path).out
    assert "claim.unread" not in Ran(capsys, "check", path, "--payer", "medicare").out


def test_half_a_character_is_written_as_json_does() -> None:
    """JSON, and arguments of bytes that are no text, hold such halves, and UTF-8 has none."""
    held = "CT \ud800"
    answer = Answer(held, lambda: f'"{held}"', [{"name": held}], ("name",))
    assert answer.as_bytes("text") == b"CT \\ud800\n"
    assert answer.as_bytes("json") == b'"CT \\ud800"\n'
    assert answer.as_bytes("csv").endswith(b"name\r\nCT \\ud800\r\n")
