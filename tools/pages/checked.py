"""The page on how each table was checked: what derived tables are held to, and how sure the authored ones are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cptkit
from cptkit.catalog import code_set
from cptkit.files.packaged import packaged_json
from pages import GENERATED, table
from pages.attacks import ATTACKS

_DATA = Path(cptkit.__file__).parent / "data"
_ABOUT = """# How each table was checked

Three kinds of table are in the package. *Derived* ones are read from CMS's originals by a program and held to the originals
by tests. *Authored* ones are written by people, row by row, each with its source and how sure it is. *Fitted* ones come out of
a program from real exam names. `cptkit.problems()` compares every derived file with the checksum in the manifest, so that what
you run is what was checked.
"""
_AUDITS = """## Audits

350 authored rows and 190 public questions were read again by a second coder against the PTP table and the published sources, on
2026-11-27. What that found, and what holds it now, is [a page of its own](part-h.md): each line names a test. Nobody outside the
project has audited the rest yet: a row without a second reader rests on its citation.

## When an answer is wrong

1. Report it with the code, the day, what cptkit says, and the source that says otherwise (the issue form *A wrong answer*).
2. The source is read first. If it holds, the row is mended with that citation, and the kind is searched for: every other row
   that could be wrong for the same reason.
3. A test that fails before and passes after goes in with it.
4. The changelog names it under *Rules* or *Data*, with the days on which answers differ. `cptkit.changes` between two versions'
   catalogs shows what moved.
5. An error that turns a denied claim into a passed one, or a price by more than a cent, is released within a week; others with the
   next quarter. A version that holds such an error is yanked from the index, and stays named in the changelog.
6. Where two sources disagree and neither is the publisher's own, the row says so, with the certainty of the weaker one.
"""


def pages() -> dict[str, str]:
    """Give ``checked.md``."""
    parts = (_ABOUT, _derived(), _authored(), _fitted(), ATTACKS, _AUDITS)
    return {"checked.md": GENERATED + "\n".join(parts)}


def _derived() -> str:
    rows = [
        (each["file"], each["rows"], len(each["sources"]), each["checked"])
        for each in packaged_json("derived/manifest.json")["rows"]
    ]
    return "## Derived from CMS's files\n\n" + table(["file", "rows", "originals", "held by"], rows)


def _authored() -> str:
    rows = [_counted(path) for path in sorted((_DATA / "authored").rglob("*.json"))]
    text = """## Written by people

A row *names its source*, or *an account of it* where its citation says "secondary". Whether the source itself was read is what
H, M and L say: {}.

"""
    told = "; ".join(f"{each.name} {each.value}" for each in cptkit.Certainty)
    headers = ["file", "rows", "names its source", "an account of it", "H", "M", "L", "citations"]
    return text.format(told) + table(headers, rows)


def _counted(path: Path) -> tuple[object, ...]:
    name = path.relative_to(_DATA).as_posix()
    held = packaged_json(name)
    rows = list(_rows(held))
    cited = [str(each.get("citation", held.get("citation", ""))) for each in rows]
    sure = Counter(str(each.get("certainty", held.get("certainty", ""))) for each in rows)
    secondary = sum("secondary" in each for each in cited)
    read = sum(bool(each) for each in cited) - secondary
    return (
        name,
        len(rows),
        read,
        secondary,
        *(sure[each.name] for each in cptkit.Certainty),
        len({*cited} - {""}),
    )


def _rows(held: Any) -> Iterator[dict[str, Any]]:
    yield from (each for each in held["rows"] if isinstance(each, dict))


def _fitted() -> str:
    rows = [
        (path.name, packaged_json(f"fitted/{path.name}").get("about", ""))
        for path in sorted((_DATA / "fitted").glob("*.json"))
    ]
    text = f"""## Fitted

What is written of codes was looked through for all changes through {code_set.reviewed_through()}. How well `suggest` does on hospitals that were
left out when fitting stands in [its page](suggest.md).

"""
    return text + table(["file", "what it is"], rows)
