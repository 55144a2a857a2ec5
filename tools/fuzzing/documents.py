"""Spoilt documents for what reads them: X12, FHIR, JSON, packed tables, and the shell with its files."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import cptkit
from cptkit import shell
from fuzzing import spoil
from fuzzing.good import CLAIM, CODE, LINE, PRICE, REPORT
from fuzzing.tables import TABLES

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
SENT = (
    (EXAMPLES / "claims.837").read_text("utf-8"),
    (EXAMPLES / "sent.837").read_text("utf-8"),
    (EXAMPLES / "service/claim.837").read_text("utf-8"),
)
ANSWERED = (EXAMPLES / "remittance.835").read_text("utf-8")
RESOURCE: Any = json.loads((EXAMPLES / "service/claim.fhir.json").read_text("utf-8"))
FILES: Mapping[str, str] = {
    "claims.837": SENT[0],
    "claim.fhir.json": json.dumps(RESOURCE),
    "claim.json": (EXAMPLES / "claim.json").read_text("utf-8"),
    "charge_list.csv": (EXAMPLES / "charge_list.csv").read_text("utf-8"),
    "lines.csv": (
        "claim,code,modifiers,date,units,place_of_service,charge,diagnoses,provider\n"
        "A,74160,26,2026-03-02,1,22,150.00,R10.9,p1\nA,72193,26,2026-03-02,1,22,,R10.9,p1\n"
    ),
}
_VALUES = (CLAIM, CODE, LINE, PRICE, REPORT)
_PACKED = cptkit.pack(
    cptkit.Table(
        cptkit.TableKind.MUE,
        cptkit.Source("invented"),
        (cptkit.Mue("71260", 3, cptkit.indicators.Adjudication.DAY_CLINICAL),),
    )
)
Surface = Callable[[random.Random], object]


def _x12_claims(chance: random.Random) -> object:
    """Read a spoilt 837, and check what comes of it."""
    claims = cptkit.x12.claims(spoil.text(chance.choice(SENT), chance))
    return [str(cptkit.check_claim(each)) for each in claims[:3]]


def _x12_denials(chance: random.Random) -> object:
    """Read a spoilt 835, and explain what comes of it."""
    denials = cptkit.x12.denials(spoil.text(ANSWERED, chance))
    return [_told(functools.partial(cptkit.explain_denial, each, CLAIM)) for each in denials[:3]]


def _fhir_claims(chance: random.Random) -> object:
    """Read a spoilt FHIR claim, check it and answer."""
    resource = spoil.json_value(RESOURCE, chance)
    if chance.random() < 0.2:
        resource = {"resourceType": "Bundle", "entry": [{"resource": resource}] * 2}
    claims = cptkit.fhir.claims(resource)
    reports = [cptkit.check_claim(each) for each in claims[:2]]
    answers = [cptkit.fhir.operation_outcome(each, resource) for each in reports]
    answers += [cptkit.fhir.claim_response(each, resource, created=DAY_TEXT) for each in reports]
    return json.dumps(answers)


DAY_TEXT = "2026-03-02"


def _from_json(chance: random.Random) -> object:
    """Read spoilt JSON of a value of ours as that kind of value."""
    value = chance.choice(_VALUES)
    text = cptkit.to_json(value)
    if chance.random() < 0.8:
        spoilt = json.dumps(spoil.json_value(json.loads(text), chance))
    else:
        spoilt = spoil.text(text, chance)
    return repr(cptkit.from_json(spoilt, type(value)))


def _unpack(chance: random.Random) -> object:
    """Unpack spoilt bytes."""
    return repr(cptkit.unpack(spoil.data(_PACKED, chance)))


def _told(ask: Callable[[], object]) -> str:
    try:
        return str(ask())
    except cptkit.CptkitError as error:
        return str(error)


# --- the shell

_WORDS = (
    *("code", "suggest", "parse", "check", "price", "intake", "71260", "71260-26", "CT CHEST"),
    *(
        "--on",
        DAY_TEXT,
        "--format",
        "json",
        "csv",
        "text",
        "--column",
        "code",
        "--claim",
        "--units",
    ),
    *(
        "--setting",
        "asc",
        "--payer",
        "medicare",
        "--locality",
        "01112-05",
        "--limit",
        "2",
        "-",
        "--",
    ),
    *("--tables", "--out", "--place-of-service", "11", "--version", "no-such-file", "."),
)
_GOOD: tuple[tuple[str, ...], ...] = (
    ("code", "71260", "--on", DAY_TEXT),
    ("suggest", "XR KNEE 3 VIEWS", "--limit", "2"),
    ("parse", "charge_list.csv", "--column", "code"),
    ("check", "lines.csv", "--payer", "medicare"),
    ("check", "claim.json", "claims.837", "claim.fhir.json"),
    ("check", "-"),
    ("price", "71260-26", "--on", DAY_TEXT, "--units", "2", "--locality", "01112-05"),
    ("price", "--claim", "claims.837"),
    ("intake", ".", "--out", "packed"),
    ("code", "71260", "--tables", "claims.837"),
)
_STATUSES = (0, 1, 2, 3)


def _shell(chance: random.Random) -> object:
    """Run a command with spoilt words on spoilt files; what it writes is caught."""
    words = list(chance.choice(_GOOD))
    for _ in range(chance.choice((0, 0, 1, 2))):
        put = chance.choice((*_WORDS, *FILES, *spoil.WORDS))
        place = chance.randrange(len(words) + 1)
        words[place : place + chance.randrange(2)] = [put]
    words += chance.choice(((), ("--format", "json"), ("--format", "csv")))
    files = {
        name: (spoil.text(text, chance) if chance.random() < 0.6 else text)
        for name, text in FILES.items()
    }
    status, written = ran(words, files, chance.choice(tuple(files.values())))
    if status not in _STATUSES or b"Traceback" in written:
        raise AssertionError(f"{words} gives {status}")
    return status


def ran(words: list[str], files: Mapping[str, str], given: str) -> tuple[object, bytes]:
    """Run the shell in a folder of its own with files; give its status and all that it wrote."""
    with tempfile.TemporaryDirectory() as folder, _within(folder), _streams(given) as out:
        for name, text in files.items():
            Path(name).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            status: object = shell.main(words)
        except SystemExit as left:
            status = left.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        return status, out.getvalue()


@contextlib.contextmanager
def _within(folder: str) -> Iterator[None]:
    """Work in a folder; `contextlib.chdir` came with Python 3.11."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextlib.contextmanager
def _streams(given: str) -> Iterator[io.BytesIO]:
    """Put a text on standard input, and catch what goes out."""
    out, kept = io.BytesIO(), (sys.stdin, sys.stdout, sys.stderr)
    sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode("utf-8", "surrogatepass")), "utf-8")
    sys.stdout = io.TextIOWrapper(out, "utf-8")
    sys.stderr = io.TextIOWrapper(out, "utf-8", "backslashreplace")
    try:
        yield out
    finally:
        caught = sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = kept
        for each in caught:
            each.detach()


SURFACES: Mapping[str, Surface] = {
    **TABLES,
    "x12.claims of a text": _x12_claims,
    "x12.denials of a text": _x12_denials,
    "fhir.claims of a resource": _fhir_claims,
    "from_json of a text": _from_json,
    "unpack of bytes": _unpack,
    "shell": _shell,
}
"""What reads whole documents, each a function that draws a spoilt one and reads it."""
