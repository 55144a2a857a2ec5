"""The whole build: originals and authored files in, the text of every derived file out."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from builder import codes, ncci, originals, packing, small, suggesting
from builder.bench import Bench
from builder.originals import Original, Read
from cptkit.files.manifest import columns_file
from cptkit.files.ncci import ptp_table
from cptkit.files.packaged import canonical
from cptkit.files.packing import pack
from cptkit.values.code import is_radiology
from cptkit.values.table import FeeScheduleRow

MANIFEST = "manifest.json"
IN_COLUMNS = ("ptp",)
"""Tables that stand in columns too, for loading: the JSON is the source, and the columns are built from it."""
Built: TypeAlias = "tuple[str, int]"
"""The text of a derived file, and how many rows it holds."""


@attrs.frozen
class Target:
    """A derived file.

    Attributes:
        file: Its name.
        table: What it holds.
        originals: What it is made from; none where it is made from other files of the package.
        make: What makes it.
        setting: Name of its setting; empty where it has none.
    """

    file: str
    table: str
    originals: tuple[Original, ...]
    make: Callable[[], Built]
    setting: str = ""


def build(
    bench: Bench,
    *,
    only: str = "",
    before: str | None = None,
    say: Callable[[str], object] = str,
) -> Iterator[tuple[str, str]]:
    """Build derived files.

    Args:
        bench: What is read and made on the way.
        only: Part of the names of the files to build; all by default.
        before: The manifest at hand: its rows of files that are not built stay.
        say: What is told before each file is made.

    Yields:
        Name and text, the manifest last.
    """
    chosen = [each for each in targets(bench) if only in each.file]
    rows: dict[str, dict[str, Any]] = {}
    for number, target in enumerate(chosen, 1):
        say(f"{number}/{len(chosen)} {target.file}")
        text, count = target.make()
        bench.made[target.file] = text
        rows[target.file] = _entry(bench, target, text, count)
        yield target.file, text
    kept = json.loads(before)["rows"] if only and before else []
    known = {row["file"]: row for row in kept} | rows
    order = [each.file for each in targets(bench) if each.file in known]
    yield MANIFEST, canonical([known[file] for file in order], _head(bench))


def everything(
    folder: Path, authored: Path, *, strict: bool = True, listed: Path = originals.LIST
) -> dict[str, str]:
    """Build every derived file; name to text, the manifest last."""
    return dict(build(Bench(folder, authored, originals.listed(listed), strict=strict)))


def targets(bench: Bench) -> Iterator[Target]:
    """Give every derived file, in the order of the manifest; nothing is read yet."""
    of = bench.listed.of
    schedules, taxonomy = of("fee_schedule"), of("taxonomy")
    naming = (*schedules, *of("addendum_b"))
    limits = tuple(each for each in bench.listed.all if each.table == "mue")
    yield Target("codes.json", "codes", (*naming, *taxonomy, *limits), lambda: _codes(bench))
    yield Target(
        "other_codes.json",
        "other_codes",
        naming,
        lambda: codes.other_codes(bench.present, bench.ours),
    )
    yield from _years(bench, schedules)
    yield Target(
        "localities.json",
        "localities",
        of("localities"),
        lambda: packing.localities(bench.reads("localities"), bench.localities()),
    )
    yield from _edits(bench)
    yield from _small(bench)
    yield from _suggesting(bench)


def _codes(bench: Bench) -> Built:
    return codes.authored_codes(
        bench.profiles,
        bench.successors,
        bench.present,
        bench.taxonomy(),
        bench.limited,
        strict=bench.strict,
    )


def _years(bench: Bench, schedules: Iterable[Original]) -> Iterator[Target]:
    """Give for each year the radiology part, and for some years the rest."""
    by_year: dict[int, list[Original]] = {}
    for each in schedules:
        by_year.setdefault(each.effective.year, []).append(each)
    for year, releases in by_year.items():
        parts = [("fee_schedule", bench.wanted)]
        if any(each.other_codes for each in releases):
            parts.append(("fee_schedule_other", lambda code: not bench.wanted(code)))
        for table, belongs in parts:
            make = functools.partial(_schedule, bench, releases, belongs)
            yield Target(f"{table}_{year}.json", table, tuple(releases), make)


def _schedule(bench: Bench, releases: list[Original], belongs: Callable[[str], bool]) -> Built:
    tables: list[list[FeeScheduleRow]] = [
        [row for row in bench.schedule(each) if belongs(row.code)] for each in releases
    ]
    return packing.fee_schedule([bench.read(each) for each in releases], tables)


_SETTINGS = {"practitioner": "PROFESSIONAL", "outpatient": "OUTPATIENT_HOSPITAL"}


def _edits(bench: Bench) -> Iterator[Target]:
    for name, setting in _SETTINGS.items():
        for release in bench.listed.of("ptp", setting):
            make = functools.partial(_ptp, bench, release, setting)
            yield Target(f"ptp_{name}_{release.release}.json", "ptp", (release,), make, setting)
    for name, setting in _SETTINGS.items():
        make = functools.partial(_mue, bench, setting)
        yield Target(f"mue_{name}.json", "mue", bench.listed.of("mue", setting), make, setting)


def _ptp(bench: Bench, release: Original, setting: str) -> Built:
    """Pack a release: the pairs of its scope, of a whole copy those with a code that has a profile."""
    wanted = bench.wanted if release.scope == "ALL" else is_radiology
    return ncci.ptp(bench.read(release), setting, wanted)


def _mue(bench: Bench, setting: str) -> Built:
    return ncci.mue(bench.reads("mue", setting), setting, bench.wanted)


_LISTED_AS = {"opps_status": "addendum_b"}
"""Under which name the originals of a table stand where another table is made of them too."""


def _small(bench: Bench) -> Iterator[Target]:
    makers: dict[str, Callable[[Read], Built]] = {
        "add_on": lambda read: ncci.add_on(read, bench.wanted),
        "opps_status": small.opps_status,
        "hcpcs_modifiers": small.hcpcs_modifiers,
        "places_of_service": small.places_of_service,
    }
    for table, make in makers.items():
        newest = bench.listed.of(_LISTED_AS.get(table, table))[-1:]
        yield Target(
            f"{table}.json", table, newest, functools.partial(_newest, bench, newest, make)
        )
    for each in bench.listed.of("counties"):
        made = functools.partial(_newest, bench, (each,), small.counties)
        yield Target(f"counties_{each.effective.year}.json", "counties", (each,), made)


def _newest(bench: Bench, newest: tuple[Original, ...], make: Callable[[Read], Built]) -> Built:
    return make(bench.read(newest[0]))


def _suggesting(bench: Bench) -> Iterator[Target]:
    """Give what a first suggestion reads: it has no original, and is made from authored, fitted and derived files."""
    makers: dict[str, Callable[[], Built]] = {
        "suggest_codes": lambda: suggesting.codes(bench.derived("codes.json"), bench.tables),
        "suggest_slips": lambda: suggesting.slips(bench.lexicon),
        "suggest_terms": lambda: suggesting.terms(bench.lexicon),
    }
    for table, make in makers.items():
        yield Target(f"{table}.json", table, (), make)


def columns(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Give names and bytes of the files in columns for the texts that have one."""
    for name, text in texts:
        if name.startswith(tuple(f"{table}_" for table in IN_COLUMNS)):
            yield columns_file(name), in_columns(text)


@functools.cache
def in_columns(text: str) -> bytes:
    """Make the columns of a packaged text of pairs."""
    return pack(ptp_table(text))


def _head(bench: Bench) -> dict[str, Any]:
    """Say what the data as a whole is: its version, named after the newest fee schedule, and the years that it covers."""
    schedules = bench.listed.of("fee_schedule")
    newest = schedules[-1]
    return {
        "version": f"{newest.effective.year}.{(newest.effective.month + 2) // 3}",
        "first_day": f"{schedules[0].effective.year}-01-01",
        "last_day": f"{newest.effective.year}-12-31",
        "left_out": list(bench.listed.left_out),
    }


def _entry(bench: Bench, target: Target, text: str, count: int) -> dict[str, Any]:
    """Write the manifest's row of a file."""
    row: dict[str, Any] = {"file": target.file, "table": target.table}
    if target.setting:
        row["setting"] = target.setting
    if target.table in IN_COLUMNS:
        row["columns"] = hashlib.sha256(in_columns(text)).hexdigest()
    head = _head(bench)
    effective = [each.effective.isoformat() for each in target.originals] or [head["first_day"]]
    through = [each.through.isoformat() for each in target.originals] or [head["last_day"]]
    return row | {
        "effective": min(effective),
        "through": max(through),
        "rows": count,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "checked": bench.listed.checked[target.table],
        "sources": [bench.read(each).source() for each in target.originals],
    }
