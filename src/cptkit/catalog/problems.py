"""Everything inconsistent in a catalog, as sentences. Pure functions of the data, public so that callers can check their own.

Each checker takes rows and gives sentences; `problems` runs them all over one catalog.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cptkit.catalog import code_set
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.code_forms import normalize
from cptkit.catalog.fee_schedule_problems import fee_schedule_problems
from cptkit.catalog.headings import heading_ids, headings_by_id
from cptkit.catalog.overlaps import overlap_problems
from cptkit.catalog.ranges import RangeIndex
from cptkit.errors import DataError, shown
from cptkit.files.manifest import entries, file_problems
from cptkit.values.code import Code, WellFormed, is_radiology, sort_key
from cptkit.values.heading import CodeRange, Heading
from cptkit.values.imaging import Contrast, ImagingProfile, Laterality, Role
from cptkit.values.necessity import CoverageRow, contradictions
from cptkit.values.table import FeeScheduleRow, PtpEdit, Table, TableKind


def problems(catalog: Catalog) -> tuple[str, ...]:
    """List everything inconsistent in a catalog.

    Args:
        catalog: The packaged one, or one with the caller's own tables.

    Returns:
        Sentences, each naming the row; () where all is well.

    Raises:
        DataError: It is no catalog.

    Example:
        >>> import cptkit
        >>> cptkit.problems(cptkit.packaged)
        ()
    """
    if not isinstance(catalog, Catalog):
        raise DataError(
            (
                f"{shown(catalog)} is no catalog: give cptkit.packaged, or what its with_tables gives",
            )
        )
    codes = code_set.all_codes()
    headings = tuple(headings_by_id().values())
    found = [
        *heading_problems(headings),
        *code_problems(codes),
        *label_problems(codes),
        *membership_problems(codes, headings),
        *file_problems(entries()),
    ]
    for table in catalog.tables:
        found += table_problems(table)
        if table.kind is TableKind.FEE_SCHEDULE:
            found += fee_schedule_problems(table)
    return (*found, *overlap_problems(catalog.tables))


def heading_problems(headings: Iterable[Heading]) -> Iterator[str]:
    """Check headings: ids spell their parents, ranges lie within them and never cross."""
    by_id = {each.id: each for each in headings}
    for each in by_id.values():
        parent = each.id.rpartition(".")[0] or None
        if each.parent != parent:
            yield f"heading {each.id} names {each.parent} as its parent, its id {parent}"
        if parent is not None and parent not in by_id:
            yield f"heading {each.id} has no heading above it"
        elif parent is not None:
            yield from (
                f"heading {each.id}: {r} lies outside {parent}"
                for r in each.ranges
                if not _within(r, by_id[parent])
            )
    triples = [
        (sort_key(r.first), sort_key(r.last), h.id) for h in by_id.values() for r in h.ranges
    ]
    try:
        RangeIndex(triples)
    except DataError as error:
        yield from error.problems


def _within(inner: CodeRange, outer: Heading) -> bool:
    return any(
        sort_key(o.first) <= sort_key(inner.first) and sort_key(inner.last) <= sort_key(o.last)
        for o in outer.ranges
    )


def code_problems(codes: Iterable[Code]) -> Iterator[str]:
    """Check codes: form, days that do not overlap, successors that exist, roles that agree with flags."""
    codes = tuple(codes)
    known = {each.code for each in codes}
    before: Code | None = None
    for each in codes:
        if normalize(each.code) != each.code:
            yield f"{each.code!r} has not the form of a code"
        if each.effective and each.through and each.effective > each.through:
            yield f"{each.code} ends on {each.through} before it starts on {each.effective}"
        if (
            before is not None
            and before.code == each.code
            and (
                before.through is None or each.effective is None or before.through >= each.effective
            )
        ):
            yield f"{each.code}: the version from {each.effective} overlaps the one through {before.through}"
        yield from (
            f"{each.code} names the successor {s}, which is not known"
            for s in each.successors
            if s not in known
        )
        if each.successors and each.through is None:
            yield f"{each.code} has successors and no last day"
        before = each


def label_problems(codes: Iterable[Code]) -> Iterator[str]:
    """Check profiles: no two codes in force together share a label, and no field contradicts another."""
    labels = Counter(
        (each.label, each.through is None) for each in codes if each.label and each.through is None
    )
    yield from (
        f"label {label!r} stands for {count} codes in force"
        for (label, _), count in labels.items()
        if count > 1
    )
    for each in codes:
        if each.label is None:
            continue
        if not each.citation:
            yield f"{each.code} has no citation"
        if each.imaging is not None:
            yield from _profile_problems(each.code, each.imaging)
        elif each.supply is None and is_radiology(each.code):
            yield f"{each.code} has neither a profile nor a supply"


def _profile_problems(code: str, profile: ImagingProfile) -> Iterator[str]:
    if (
        profile.views
        and profile.views.maximum is not None
        and (profile.views.minimum or 0) > profile.views.maximum
    ):
        yield f"{code} has more views at least than at most"
    if profile.laterality is not Laterality.NOT_PAIRED and not profile.regions:
        yield f"{code} has sides and no region"
    if (
        profile.modality is None
        and profile.contrast is not None
        and profile.role is Role.DIAGNOSTIC
    ):
        yield f"{code} has contrast {Contrast(profile.contrast).name} and no modality"


def membership_problems(codes: Iterable[Code], headings: Iterable[Heading]) -> Iterator[str]:
    """Check that each code stands under known headings, and under those that the ranges say."""
    known = {each.id for each in headings}
    for each in codes:
        if not each.headings:
            yield f"{each.code} stands under no heading"
        yield from (
            f"{each.code} stands under {h}, which is no heading"
            for h in each.headings
            if h not in known
        )
        by_range = heading_ids(WellFormed(each.code))
        if each.headings != by_range:
            yield f"{each.code} stands under {_last(each.headings)}, its number under {_last(by_range)}"


def _last(headings: tuple[str, ...]) -> str:
    return headings[-1] if headings else "no heading"


def table_problems(table: Table[object]) -> Iterator[str]:
    """Check a caller's table: no row twice, no pair in both directions, known forms of codes."""
    name = f"{table.kind.value} {table.source}"
    if (
        table.source.effective
        and table.source.through
        and table.source.effective > table.source.through
    ):
        yield f"{name} ends before it starts"
    coverage = (row for row in table if isinstance(row, CoverageRow))
    yield from (f"{name}: {each}" for each in contradictions(coverage))
    seen: set[tuple[object, ...]] = set()
    for row in table:
        if isinstance(row, PtpEdit):
            key: tuple[object, ...] = (row.column_1, row.column_2, row.effective)
            said = f"{row.column_1}/{row.column_2}"
            if (row.column_2, row.column_1, row.effective) in seen:
                yield f"{name}: {row.column_1} and {row.column_2} stand in both directions"
        elif isinstance(row, FeeScheduleRow):
            key = (row.code, row.modifier)
            said = f"{row.code} {row.modifier or 'global'}"
        else:
            key = (row,)
            said = str(row)
        if key in seen:
            yield f"{name}: {said} stands twice"
        seen.add(key)
