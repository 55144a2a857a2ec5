"""A page on each modifier that has a definition, and one that lists them all, from the data."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import cptkit
from cptkit.files.packaged import authored
from cptkit.values.modifier import Modifier, ModifierConflict, ModifierKind, Scope
from pages import GENERATED, table, toctree
from pages.modifier_claims import example


def pages() -> dict[str, str]:
    """Give ``modifiers/index.md`` and a page for each described modifier."""
    described = [each for each in cptkit.packaged.all_modifiers() if each.title]
    found = {f"modifiers/{each.modifier}.md": GENERATED + _page(each) for each in described}
    return {"modifiers/index.md": GENERATED + _index(described), **found}


def _index(described: list[Modifier]) -> str:
    rows = [
        (
            f"[{m.modifier}]({m.modifier}.md)",
            m.title,
            _kind(m),
            "yes" if m.ncci_associated else "",
            m.through,
        )
        for m in described
    ]
    others = [m for m in cptkit.packaged.all_modifiers() if not m.title]
    listed = table(
        ["modifier", "from", "through"], [(m.modifier, m.effective, m.through) for m in others]
    )
    return (
        "# Modifiers\n\nWhat each says and where it belongs, in our own words, each with its source. See also [how to read the indicators](../indicators.md).\n\n"
        + table(["modifier", "title", "kind", "NCCI-associated", "ended"], rows)
        + f"\n## Known by their dates only\n\n{len(others)} Level II modifiers that no rule here uses.\n\n{listed}\n{toctree(m.modifier for m in described)}"
    )


def _kind(each: Modifier) -> str | None:
    return None if each.kind is ModifierKind.OTHER else each.kind.value


def _page(each: Modifier) -> str:
    days = [
        ("from", each.effective),
        ("through", each.through),
        ("without effect from", each.idle_from),
    ]
    facts = [
        ("kind", _kind(each)),
        ("place on the line", each.order.name.lower().replace("_", " ") if each.order else None),
        ("made for", None if each.scope is Scope.ANY else each.scope.value),
        ("claim forms", ", ".join(s.value for s in each.settings) or "all"),
        ("NCCI-associated", "yes" if each.ncci_associated else "no"),
        *((name, day) for name, day in days if day),
        ("source", each.citation),
        ("certainty", f"{each.certainty.name}: {each.certainty.value}"),
    ]
    return (
        f"# Modifier {each.modifier}: {each.title}\n\n{each.meaning}\n\n**When:** {each.when}\n\n"
        + table(["", ""], [f for f in facts if f[1]])
        + "".join((_fitting(each), example(each.modifier), _conflicting(each), _denied(each)))
    )


def _fitting(each: Modifier) -> str:
    """Say which radiology codes take the modifier."""
    said = _verdicts(each.modifier)
    fits = [code for code, finding in said if finding is None]
    newest = cptkit.edition().on.year
    if not fits:
        return f"\n## Codes that it fits\n\nNone of radiology's in {newest}.\n"
    listed = _runs(fits, [code for code, _ in said])
    return f"\n## Codes that it fits\n\nOf radiology in {newest}: {len(fits)} of {len(said)}. {listed}.\n"


def _conflicting(each: Modifier) -> str:
    """Say what may not stand beside it."""
    rows = [
        (row.second if row.first == each.modifier else row.first, row.outcome.name, row.reason)
        for row in authored("modifier_conflicts", ModifierConflict)
        if each.modifier in (row.first, row.second)
    ]
    return "\n## Not beside\n\n" + table(["modifier", "", "why"], rows) if rows else ""


def _denied(each: Modifier) -> str:
    """Show what a line is told that takes it wrongly, one code for each reason."""
    first: dict[str, tuple[str, cptkit.Finding]] = {}
    for code, finding in _verdicts(each.modifier):
        if finding is not None:
            first.setdefault(finding.rule, (code, finding))
    rows = [
        (
            f"{code}-{each.modifier}",
            finding.message,
            finding.remedy,
            f"CARC {finding.carc}" if finding.carc else "",
        )
        for code, finding in first.values()
    ]
    return (
        "\n## Denials\n\n" + table(["line", "what is the matter", "cure", "denied with"], rows)
        if rows
        else ""
    )


@functools.cache
def _verdicts(modifier: str) -> list[tuple[str, cptkit.Finding | None]]:
    """Give for every radiology code in force the FAIL that the modifier alone brings, or None."""
    day = cptkit.edition().on
    found = []
    for code in cptkit.under("radiology"):
        said = cptkit.modifiers.check(code.code, (modifier,), on=day)
        fails = (each for each in said if each.outcome is cptkit.Outcome.FAIL)
        found.append((code.code, next(fails, None)))
    return found


def _runs(codes: Iterable[str], order: list[str]) -> str:
    """Write codes that follow each other in force as first-last."""
    place = {code: at for at, code in enumerate(order)}
    runs: list[list[str]] = []
    for code in codes:
        if runs and place[code] == place[runs[-1][-1]] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
