"""The packaged tables: which release answers for a day, and its rows; each file is read on first use, once.

A fee schedule day without its own release is answered by the nearest release of the same year, and the row's source says
so; never across years.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from cptkit.catalog import code_set
from cptkit.errors import NoDataError
from cptkit.files import ncci
from cptkit.files.manifest import columns_file, entries, first_day, last_day, years
from cptkit.files.packaged import authored, iso_day, packaged_bytes, packaged_json, packaged_text
from cptkit.files.sources import source_from_json
from cptkit.indicators import Setting
from cptkit.once import once
from cptkit.values.code import Certainty, is_radiology
from cptkit.values.coverage import Holding, nearest
from cptkit.values.finding import Outcome
from cptkit.values.modifier import Modifier, Scope
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import (
    AddOnEdit,
    FeeScheduleRow,
    Locality,
    Mue,
    PtpEdit,
    Source,
    Table,
    TableKind,
)
from cptkit.values.trusted import filled, retold

if TYPE_CHECKING:
    from cptkit.files.fee_schedule import PackedLocalities, PackedTable, Release
    from cptkit.files.hospital_status import PackedStatus
    from cptkit.values.modifier import Modifier


@once
def radiology_fees(year: int) -> PackedTable:
    """Give one year's packaged rows of radiology and of every code with a profile."""
    return _fees(f"derived/fee_schedule_{year}.json")


@once
def other_fees(year: int) -> PackedTable:
    """Give one year's packaged rows of all other codes."""
    return _fees(f"derived/fee_schedule_other_{year}.json")


def _fees(name: str) -> PackedTable:
    from cptkit.files.fee_schedule import PackedTable  # noqa: PLC0415 - a first look at a pair needs no fees

    return PackedTable(packaged_text(name))


def has_profile(code: str) -> bool:
    """Tell whether a code's rows stand in the radiology files: those of chapter 7, and every code with a label."""
    return is_radiology(code) or code_set.is_authored(code)


def fee_source(on: dt.date) -> Source | None:
    """Give the release that answers for a day, or None where no packaged year covers it."""
    return None if on.year not in years("fee_schedule") else _release(on)[1]


def fee_releases() -> tuple[Source, ...]:
    """Give every packaged release of the fee schedule, oldest first."""
    return tuple(
        release.source
        for year in years("fee_schedule")
        for release in radiology_fees(year).releases
    )


@functools.lru_cache(maxsize=4096)
def _release(on: dt.date) -> tuple[int, Source]:
    releases = radiology_fees(on.year).releases
    found = _answering(releases, on)
    assert found is not None, "every packaged year has a release"  # noqa: S101
    return found


def _answering(releases: tuple[Release, ...], on: dt.date) -> tuple[int, Source] | None:
    """Give the release that answers for a day, and its source with whether it is of that day."""
    from cptkit.files.fee_schedule import nearest_release  # noqa: PLC0415 - as above

    found = nearest_release(releases, on)
    return None if found is None else (found[0], retold(releases[found[0]].source, exact=found[1]))


@functools.lru_cache(maxsize=16_384)
def fee_row(code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
    """Give the packaged row of a code and modifier on a day; None where the release has no such row.

    Args:
        code: A well-formed code.
        modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
        on: The day.

    Returns:
        The row, its source saying whether the release is of that day; or None.

    Raises:
        NoDataError: No packaged table covers the day, or that year's rows of codes outside radiology.

    Example:
        >>> str(fee_row("71260", "26", dt.date(2026, 8, 15)).work_rvu)
        '1.13'
    """
    if on.year not in years("fee_schedule"):
        raise NoDataError(
            "fee schedule",
            on,
            f"packaged are {first_day().year} to {last_day().year}; read your own with cptkit.cms.read_fee_schedule",
        )
    table = radiology_fees(on.year)
    if not has_profile(code):
        if on.year not in years("fee_schedule_other"):
            raise NoDataError(
                f"fee schedule row of {code}",
                on,
                f"codes outside radiology are packaged for {' and '.join(map(str, years('fee_schedule_other')))}; read your own with cptkit.cms.read_fee_schedule",
            )
        table = other_fees(on.year)
    index, source = _release(on)
    row = table.find(code, modifier, index)
    return row if row is None else retold(row, source=source)


def fee_rows(on: dt.date) -> Mapping[tuple[str, str], FeeScheduleRow]:
    """Give every packaged row of the release that answers for a day, by code and modifier; {} where no year covers it."""
    if on.year not in years("fee_schedule"):
        return {}
    others = (other_fees(on.year),) if on.year in years("fee_schedule_other") else ()
    index = _release(on)[0]
    return {
        (row.code, row.modifier): row
        for table in (radiology_fees(on.year), *others)
        for row in table.rows(index)
    }


@once
def _packed_localities() -> PackedLocalities:
    from cptkit.files.fee_schedule import PackedLocalities  # noqa: PLC0415 - as above

    return PackedLocalities(packaged_text("derived/localities.json"))


def locality_source(on: dt.date) -> Source | None:
    """Give the release of localities that answers for a day, or None where no packaged year covers it."""
    found = _answering(_packed_localities().releases, on)
    return None if found is None else found[1]


@functools.lru_cache(maxsize=256)
def localities(on: dt.date) -> tuple[Locality, ...]:
    """Give the packaged payment localities of a day, by id.

    Args:
        on: The day.

    Returns:
        The localities, their source saying whether the release is of that day.

    Raises:
        NoDataError: No packaged year covers the day.

    Example:
        >>> len(localities(dt.date(2025, 10, 15)))
        109
    """
    packed = _packed_localities()
    found = _answering(packed.releases, on)
    if found is None:
        last = max(each.source.through or on for each in packed.releases)
        raise NoDataError(
            "locality table",
            on,
            f"packaged are {first_day().year} to {last.year}; read CMS's GPCI file of the year with cptkit.cms.read_gpci",
        )
    index, source = found
    return tuple(retold(each, source=source) for each in packed.rows(index))


# --- NCCI, hospital status, places of service, modifiers


_NCCI = {
    Setting.PROFESSIONAL: "practitioner",
    Setting.OUTPATIENT_HOSPITAL: "outpatient",
    Setting.ASC: "practitioner",
}
"""Whose tables judge a setting: ambulatory surgical centers go by the practitioner tables."""


def ptp(setting: Setting) -> tuple[Table[PtpEdit], ...]:
    """Give the packaged tables of pairs of a setting, a release each; their scope says which pairs they hold whole."""
    held = Setting.PROFESSIONAL if setting is Setting.ASC else setting
    return tuple(_ptp_table(row["file"]) for row in entries("ptp") if row["setting"] == held.name)


@once
def _ptp_table(file: str) -> Table[PtpEdit]:
    return ncci.ptp_table_in_columns(packaged_bytes(f"derived/{columns_file(file)}"))


@functools.lru_cache(maxsize=4096)
def nearest_ptp(setting: Setting, on: dt.date) -> tuple[Holding[PtpEdit], ...]:
    """Give the packaged tables of pairs in the order in which they answer for a day."""
    return nearest(ptp(setting), on)


def mue(setting: Setting) -> tuple[Table[Mue], ...]:
    """Give the packaged tables of unit limits of a setting: radiology, and every code with a profile."""
    return _mue_tables(_NCCI[setting])


@once
def _mue_tables(name: str) -> tuple[Table[Mue], ...]:
    return ncci.mue_tables(packaged_text(f"derived/mue_{name}.json"))


@functools.lru_cache(maxsize=4096)
def nearest_mue(setting: Setting, on: dt.date) -> tuple[Holding[Mue], ...]:
    """Give the packaged tables of unit limits in the order in which they answer for a day."""
    return nearest(mue(setting), on)


@once
def add_on() -> Table[AddOnEdit]:
    """Give the packaged add-on edits that name a radiology code or one with a profile."""
    return ncci.add_on_table(packaged_text("derived/add_on.json"))


@functools.lru_cache(maxsize=4096)
def nearest_add_on(on: dt.date) -> tuple[Holding[AddOnEdit], ...]:
    """Give the packaged add-on edits with whether they cover a day."""
    return nearest((add_on(),), on)


@once
def _packed_status() -> PackedStatus:
    from cptkit.files.hospital_status import PackedStatus  # noqa: PLC0415 - as above

    return PackedStatus(packaged_text("derived/opps_status.json"))


@once
def opps_table() -> Table[OppsStatusRow]:
    """Give the packaged hospital outpatient status and rates of every code, by spans of releases."""
    (source,) = (
        source_from_json(each) for row in entries("opps_status") for each in row["sources"]
    )
    rows = _packed_status().rows()
    return Table(TableKind.OPPS_STATUS, source, rows, Setting.OUTPATIENT_HOSPITAL)


def opps_source(on: dt.date) -> Source | None:
    """Give the release of Addendum B that answers for a day, or None where no packaged year covers it."""
    found = _answering(_packed_status().releases, on)
    return None if found is None else found[1]


@functools.lru_cache(maxsize=16_384)
def opps_status(code: str, on: dt.date) -> OppsStatusRow | None:
    """Give the packaged hospital outpatient status and rate of a code on a day; None where no release answers, or it lists no such code.

    Example:
        >>> row = opps_status("71260", dt.date(2026, 5, 4))
        >>> row.status.name, row.source.release
        ('COMPOSITE', 'Addendum B April 2026')
    """
    found = _answering(_packed_status().releases, on)
    if found is None:
        return None
    index, source = found
    row = _packed_status().find(code, index)
    return row if row is None else retold(row, source=source)


def opps_rows(on: dt.date) -> Mapping[str, OppsStatusRow]:
    """Give what `opps_status` says of every code on a day, by the code; {} where no release answers."""
    found = _answering(_packed_status().releases, on)
    return {} if found is None else _packed_status().of_release(*found)


@once
def places_of_service() -> Mapping[str, bool]:
    """Give for each assigned place of service whether Medicare pays the facility rate there."""
    return MappingProxyType(dict(packaged_json("derived/places_of_service.json")["rows"]))


@once
def modifier_names() -> frozenset[str]:
    """Give every known modifier's two characters: the names alone, so that reading a cell needs no converter."""
    described = {row["modifier"] for row in packaged_json("authored/modifiers.json")["rows"]}
    listed = {row[0] for row in packaged_json("derived/hcpcs_modifiers.json")["rows"]}
    return frozenset(described | listed | ambulance_pairs())


@once
def split_names(*, described: bool = False) -> frozenset[str]:
    """Give the modifiers that a tail without separators may be split into: none that is deleted, no ambulance pair.

    Args:
        described: Only those that the package describes.
    """
    rows = packaged_json("authored/modifiers.json")["rows"]
    known = frozenset(row["modifier"] for row in rows if row.get("through") is None)
    if described:
        return known
    listed = packaged_json("derived/hcpcs_modifiers.json")["rows"]
    others = frozenset(name for name, _, through in listed if through is None)
    return known | (others - ambulance_pairs() - {row["modifier"] for row in rows})


ORIGINS = "DEGHIJNPRS"
"""Letters of where an ambulance trip starts."""
DESTINATIONS = ORIGINS + "X"
"""Letters of where it ends; X is a stop at a physician's office on the way to a hospital."""


def ambulance_pairs() -> frozenset[str]:
    """Give every pair of origin and destination, which stands first on the lines of an ambulance."""
    return frozenset(start + end for start in ORIGINS for end in DESTINATIONS)


def level_ii_release() -> str:
    """Give the name of the release of Level II modifiers that is packaged."""
    return str(packaged_json("derived/hcpcs_modifiers.json")["source"]["release"])


@once
def modifiers() -> Mapping[str, Modifier]:
    """Give every known modifier's definition by its two characters, in text order; those of Level II alone have just their days."""
    from cptkit.values.modifier import Modifier  # noqa: PLC0415 - a first look at a code or a pair needs none

    described = {each.modifier: each for each in authored("modifiers", Modifier)}
    listed = {
        name: filled(
            Modifier,
            {
                "modifier": name,
                "effective": iso_day(added),
                "through": iso_day(ended),
                "citation": f"CMS HCPCS Level II modifiers, {level_ii_release()}",
            },
        )
        for name, added, ended in packaged_json("derived/hcpcs_modifiers.json")["rows"]
    }
    return MappingProxyType(dict(sorted({**ambulance_modifiers(), **listed, **described}.items())))


@once
def ambulance_modifiers() -> Mapping[str, Modifier]:
    """Give what each pair of origin and destination means on the line of an ambulance, whatever else it means elsewhere."""
    return MappingProxyType({name: _ambulance(name) for name in ambulance_pairs()})


def _ambulance(pair: str) -> Modifier:
    from cptkit.values.modifier import Modifier  # noqa: PLC0415 - as above

    return filled(
        Modifier,
        {
            "modifier": pair,
            "scope": Scope.AMBULANCE,
            "outside": Outcome.FAIL,
            "outside_reason": "it names where an ambulance trip starts and ends",
            "remedy": "take it off: it belongs on ambulance codes alone",
            "citation": "Medicare Claims Processing Manual (Pub. 100-04), chapter 15, section 30",
            "certainty": Certainty.M,
        },
    )


@once
def sources() -> tuple[Source, ...]:
    """Give every original that a packaged table was read from, once each, in the order of the manifest."""
    return tuple(
        dict.fromkeys(source_from_json(each) for row in entries() for each in row["sources"])
    )
