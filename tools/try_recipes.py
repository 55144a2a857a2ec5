"""Does the recipes of CONTRIBUTING on a copy of the checkout: ``try_recipes.py --from SHARED --to NEW-FOLDER [RECIPE ...]``.

Each is done with what is invented here, one on top of the other, as CONTRIBUTING tells it; then the lines are counted that a
hand wrote and those that tools wrote. What is left in the folder, `cptkit` beside `shared`, is a checkout like another: its
tests must hold as they hold here. `tools/try_quarter.py` does the recipe of a quarter.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs

from builder.layout import laid_out
from try_quarter import copied

AUTHORED = "src/cptkit/data/authored/"
SAID = {"citation": "invented, to try the recipe", "certainty": "L"}
MODULE = '''"""Positions: a study in two positions is one study."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit.lines.value_sets import members
from cptkit.lines.view import View, by_day_and_provider
from cptkit.values.finding import Finding, Outcome

_TURNED, _PLAIN = "position.turned", "position.plain"


def codes() -> frozenset[str]:
    """Give the codes of studies in another position."""
    return members(_TURNED)


def positions(view: View) -> Iterator[Finding]:
    """A study in another position is not billed beside the plain one of the day."""
    asked = (each for each in view.national if each.text in members(_TURNED, _PLAIN))
    for lines in by_day_and_provider(asked).values():
        turned = [each for each in lines if each.text in members(_TURNED)]
        if turned and len(turned) < len(lines):
            message = "one study in two positions is billed as two"
            yield view.say("position.one-study", Outcome.WARN, lines, message, "bill one of them")
'''
_TURNED, _PLAIN = "73590", "70100"
_LINE = {"modifiers": ["26"], "date_of_service": "2024-08-15", "place_of_service": "22"}
CLAIM: dict[str, Any] = {
    "id": "study-in-two-positions",
    "everyday": False,
    "why": "Two films that an invented rule takes for one.",
    "citation": SAID["citation"],
    "setting": "PROFESSIONAL",
    "payer": "MEDICARE",
    "ordering_provider": "order-1",
    "lines": [{"code": code, **_LINE, "diagnoses": ["R52"]} for code in (_TURNED, _PLAIN)],
    "expected": ["WARN position.one-study 0,1"],
    "unchecked": [],
}


@attrs.frozen
class Row:
    """A row that a file of data gains."""

    file: str
    row: dict[str, Any]

    def write(self, house: Path) -> None:
        """Put it in; the layout sorts it."""
        path = house / self.file
        table = json.loads(path.read_text(encoding="utf-8"))
        table["rows"].append(self.row)
        path.write_text(laid_out(table), encoding="utf-8", newline="\n")


@attrs.frozen
class Words:
    """What a text gains before words of it; a file of its own where there are none."""

    file: str
    before: str
    text: str

    def write(self, house: Path) -> None:
        """Put it in."""
        path = house / self.file
        known = path.read_text(encoding="utf-8") if self.before else ""
        if known.count(self.before) != 1 and self.before:
            raise ValueError(f"{self.file} has {self.before!r} {known.count(self.before)} times")
        start, found, rest = known.partition(self.before) if self.before else ("", "", "")
        path.write_text(f"{start}{self.text}{found}{rest}", encoding="utf-8", newline="\n")


def _code(file: str, code: str, label: str, **fields: Any) -> Row:
    return Row(f"{AUTHORED}profiles/{file}.json", {"code": code, "label": label, **fields, **SAID})


RECIPES: dict[str, tuple[Row | Words, ...]] = {
    "a code of radiology": (
        _code(
            "diagnostic_head_to_pelvis",
            "71299",
            "CT of the chest in the prone position",
            heading="radiology.diagnostic.chest",
            modality="CT",
            regions=["CHEST", "LUNG"],
            contrast="WITHOUT",
        ),
    ),
    "a code of nuclear medicine": (
        _code(
            "nuclear_medicine",
            "78194",
            "Spleen scan after exercise",
            heading="radiology.nuclear-medicine.diagnostic.hematopoietic-reticuloendothelial-lymphatic",
            modality="NM",
            regions=["SPLEEN"],
            technique=["PLANAR"],
        ),
    ),
    "a code of Category III": (
        _code(
            "category_ii_iii",
            "1997T",
            "Quantitative MR analysis of spleen tissue",
            modality="MR",
            regions=["SPLEEN"],
            technique=["TISSUE_CHARACTERIZATION"],
        ),
    ),
    "a code of Level II": (
        _code(
            "hcpcs",
            "C9800",
            "MR angiography of the hand without contrast, hospital code",
            modality="MR",
            regions=["HAND"],
            contrast="WITHOUT",
            technique=["ANGIOGRAPHY"],
        ),
    ),
    "a claim rule with its data": (
        Words("src/cptkit/claim_check/positions.py", "", MODULE),
        Words(
            "src/cptkit/claim_check/rules.py", "    portable_xray,\n    pred", "    positions,\n"
        ),
        Words(
            "src/cptkit/claim_check/rules.py",
            "    *DOCUMENTATION_RULES,\n",
            '    Rule(("position.one-study",), positions.positions, (), Interest(codes=positions.codes)),\n',
        ),
        Row(f"{AUTHORED}claim_rules.json", {"rule": "position.one-study", **SAID, "carc": "236"}),
        Row(f"{AUTHORED}value_sets.json", {"name": "position.turned", "member": _TURNED, **SAID}),
        Row(f"{AUTHORED}value_sets.json", {"name": "position.plain", "member": _PLAIN, **SAID}),
        Words(
            "tests/test_both_sides.py",
            '    ("portable.setup", "WARN"',
            '    ("position.one-study", "WARN", side(line("73590"), line("70100")), side(line("73590"))),\n',
        ),
        Words(
            "tests/snapshots/claims.json",
            '{"id": "stress-test"',
            f"{json.dumps(CLAIM)},\n",
        ),
    ),
    "a claim pair": (
        Row(
            f"{AUTHORED}claim_pairs.json",
            {
                "id": "chest.film-beside-ct",
                "rule": "combination.included-study",
                "first": ["71270"],
                "second": ["71048"],
                "outcome": "WARN",
                "bypass": True,
                "reason": "invented, to try the recipe",
                "remedy": "take 71048 off",
                **SAID,
            },
        ),
    ),
    "a requirement with its evidence": (
        Row(
            f"{AUTHORED}evidence.json",
            {"id": "arthrogram.position", "kind": "TEXT", "meaning": "How the joint lay"},
        ),
        Row(
            f"{AUTHORED}requirements.json",
            {
                "id": "arthrogram.position",
                "text": "How the joint lay",
                "level": "RECOMMENDED",
                "evidence": "arthrogram.position",
                "when": {
                    "modalities": ["RF"],
                    "techniques": ["ARTHROGRAPHY"],
                    "not_modifiers": ["TC"],
                },
                **SAID,
            },
        ),
    ),
    "a word": (Row(f"{AUTHORED}lexicon/region.json", {"term": "THORACK", "means": "CHEST"}),),
}
"""What each recipe writes by hand."""


def ahead(edits: tuple[Row | Words, ...], begins: str) -> tuple[Row | Words, ...]:
    """Give invented codes the day on which they begin: no release lists them."""
    return tuple(
        attrs.evolve(each, row={**each.row, "effective": begins})
        if isinstance(each, Row) and "/profiles/" in each.file
        else each
        for each in edits
    )


def told(house: Path, name: str, hand: list[str]) -> str:
    """Count what a recipe changed since the one before, by hand and by tools, and keep it."""
    _git(house, "add", "-A")
    rows = [line.split("\t") for line in _git(house, "diff", "--cached", "--numstat").splitlines()]
    lines = [f"{name}:"]
    for title, some in (
        ("by hand", [row for row in rows if row[2] in hand]),
        ("data by tools", [row for row in rows if "/derived/" in row[2]]),
        ("pages and snapshots by tools", [row for row in rows if row[2][:5] in ("docs/", "tests")]),
    ):
        others = [row for row in some if title == "by hand" or row[2] not in hand]
        count = sum(int(row[0]) for row in others if row[0].isdigit())
        named = ", ".join(row[2].rsplit("/", 1)[-1] for row in others[:8])
        lines.append(f"  {title}: {count} lines in {len(others)} files: {named}")
    _git(house, "commit", "-q", "--allow-empty", "-m", name)
    return "\n".join(lines)


def _git(house: Path, *words: str) -> str:
    who = ("-c", "user.name=recipe", "-c", "user.email=recipe@example.org")
    said = subprocess.run(
        ("git", *who, *words), cwd=house, capture_output=True, text=True, check=True
    )
    return said.stdout


def main(arguments: list[str] | None = None) -> int:
    """Copy, and do each recipe."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--from", dest="shared", type=Path, required=True)
    parser.add_argument("--to", dest="target", type=Path, required=True)
    parser.add_argument("--begins", required=True, help="the first day of the invented codes")
    parser.add_argument("recipes", nargs="*", help=f"of {', '.join(RECIPES)}; all by default")
    chosen = parser.parse_args(arguments)
    house = copied(chosen.shared.resolve(), chosen.target.resolve())
    _git(house, "init", "-q")
    print(told(house, "the checkout", []).partition("\n")[0])
    environment = {**os.environ, "PYTHONPATH": str(house / "src")}
    for name in chosen.recipes or RECIPES:
        edits = ahead(RECIPES[name], chosen.begins)
        for each in edits:
            each.write(house)
        for words in (
            ("tools/format_data.py",),
            ("tools/build_data.py", "--from", str(house.parent / "shared/cms"), "--only", "codes"),
            ("tools/build_data.py", "--only", "suggest"),
            ("tools/snapshot_claims.py",),
            ("tools/build_docs.py",),
        ):
            subprocess.run(
                [sys.executable, *words],
                cwd=house,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        print(told(house, name, [each.file for each in edits]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
