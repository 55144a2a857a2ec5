"""A page on each modifier that has a definition, and one that lists them all, from the data."""

from __future__ import annotations

import cptkit
from cptkit.values.modifier import Modifier, ModifierKind, Scope
from pages import GENERATED, table, toctree


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
        f"# {each.modifier}: {each.title}\n\n{each.meaning}\n\n**When:** {each.when}\n\n"
        + table(["", ""], [f for f in facts if f[1]])
    )
