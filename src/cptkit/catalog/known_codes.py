"""The codes that a catalog knows: the packaged ones, and what a caller's own releases say of their days.

Within the packaged years a release adds codes on its days and ends none. Beyond them a code is in force if the
release of the year names it; of a family that a release names whole, a code that is missing has ended.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog import code_set
from cptkit.catalog.headings import heading_ids
from cptkit.catalog.listed_days import DAY, Span, begun, ended
from cptkit.catalog.own_releases import Release, observed, releases_of, stated
from cptkit.catalog.own_tables import Tables
from cptkit.files.manifest import first_day, last_day, last_listed
from cptkit.values.code import Code, WellFormed, sort_key
from cptkit.values.days import holds
from cptkit.values.published import HcpcsCode


class KnownCodes:
    """The code set of a catalog.

    Args:
        tables: The caller's own tables.
    """

    __slots__ = ("_kept", "_keys", "_releases", "_tables")

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._releases: tuple[Release, ...] | None = None
        self._kept: dict[str, tuple[Code, ...]] = {}
        self._keys: tuple[str, ...] | None = None

    @property
    def releases(self) -> tuple[Release, ...]:
        """The caller's releases that list codes; read on first need."""
        if self._releases is None:
            self._releases = releases_of(self._tables)
        return self._releases

    # --- days

    @property
    def years(self) -> tuple[int, ...]:
        """The years behind the packaged ones that a release covers."""
        newest = last_day().year
        spans = (
            range(max(each.effective.year, newest + 1), each.through.year + 1)
            for each in self.releases
        )
        return tuple(sorted({year for span in spans for year in span}))

    @property
    def last_day(self) -> dt.date:
        """The last day of the newest year that is covered."""
        years = self.years
        return dt.date(years[-1], 12, 31) if years else last_day()

    def covers(self, day: dt.date) -> bool:
        """Tell whether a packaged year, or a release of the year, covers a day."""
        return first_day() <= day <= last_day() or day.year in self.years

    @property
    def spanned(self) -> str:
        """Name the days that are covered: ``2020-01-01 to 2026-12-31``."""
        spans = [[first_day(), last_day()]]
        for year in self.years:
            if spans[-1][1].year == year - 1:
                spans[-1][1] = dt.date(year, 12, 31)
            else:
                spans.append([dt.date(year, 1, 1), dt.date(year, 12, 31)])
        return ", ".join(f"{first} to {last}" for first, last in spans)

    # --- codes

    def versions(self, code: WellFormed) -> tuple[Code, ...]:
        """Give every known meaning of a well-formed code, oldest first; () where no source names it."""
        found = self._kept.get(code)
        if found is None:
            found = code_set.versions(code)
            if self.releases:
                found = _told(code, found, self)
            if found:  # what callers make up must not fill memory
                self._kept[code] = found
        return found

    def span(self, first: WellFormed, last: WellFormed) -> tuple[str, ...]:
        """Give all known codes from `first` to `last`, both included, in code order."""
        keys = self._all_keys()
        start, end = bisect_left(keys, sort_key(first)), bisect_right(keys, sort_key(last))
        return tuple(map(code_set.code_of_key, keys[start:end]))

    def all_codes(self) -> Iterator[Code]:
        """Give every meaning of every known code, in code order."""
        if not self.releases:
            yield from code_set.all_codes()
        else:
            packaged = code_set.by_code()
            for key in self._all_keys():
                code = code_set.code_of_key(key)
                if code not in self._kept:
                    self._kept[code] = _told(code, packaged.get(code, ()), self)
                yield from self._kept[code]

    def _all_keys(self) -> tuple[str, ...]:
        if self._keys is None:
            own = {sort_key(code) for each in self.releases for code in each.codes}
            packaged = code_set.all_keys()
            self._keys = tuple(sorted(own.union(packaged))) if own else packaged
        return self._keys

    def lists_whole(self, code: WellFormed, on: dt.date) -> bool:
        """Tell whether a source lists every code of a code's family for a day, or for its year."""
        family, is_packaged = code_set.family_of(code), on <= code_set.told_through(code)
        if code_set.is_listed_whole(code, on):
            return True
        return any(
            family in each.families
            and (holds(each, on) if is_packaged else each.is_of_year(on.year))
            for each in self.releases
        )

    def carries(self, meaning: Code, on: dt.date) -> bool:
        """Tell whether a packaged meaning of a code is the one in force on a day."""
        now = next(
            (each for each in self.versions(WellFormed(meaning.code)) if holds(each, on)), None
        )
        return now is not None and (now.label, now.imaging) == (meaning.label, meaning.imaging)


def _told(code: WellFormed, packaged: tuple[Code, ...], known: KnownCodes) -> tuple[Code, ...]:
    """Give the meanings of a code with what a caller's releases say of its days."""
    listed = last_listed(hospital=code_set.family_of(code) in code_set.HOSPITAL_FAMILIES)
    found = packaged
    for each in known.releases:
        if each.effective <= listed:
            found = _filled(code, found, each, listed)
    late = tuple(each for each in known.releases if each.effective > listed)
    found = _continued(code, found, late, known)
    row = stated(code, known.releases)
    if row is None or not found:
        return found
    first, *others = found
    return tuple(_ended_on(each, row, listed) for each in (_begun_on(first, row), *others))


def _begun_on(first: Code, row: HcpcsCode) -> Code:
    """Give the first meaning of a code the day that CMS's Level II file states, where the packaged releases leave it open."""
    begins, absent = first.effective, first.absent_through
    if begins is None or row.effective >= begins:
        settled = absent is not None and row.effective == begins
        return attrs.evolve(first, absent_through=None) if settled else first
    is_open = absent is not None and absent < row.effective
    if is_open or code_set.family_of(WellFormed(first.code)) in code_set.UNLISTED_FAMILIES:
        return attrs.evolve(first, effective=row.effective, absent_through=None)
    return first


def _ended_on(meaning: Code, row: HcpcsCode, listed: dt.date) -> Code:
    """End a meaning on the day that CMS's Level II file states, unless packaged releases tell of later days."""
    last = row.through
    begins = meaning.effective or dt.date.min
    if last is None or last < listed or last < begins:
        return meaning
    ends, absent = meaning.through, meaning.absent_from
    is_open = ends is None or last < ends or (absent is not None and last < absent)
    return attrs.evolve(meaning, through=last, absent_from=None) if is_open else meaning


# --- days before the newest packaged release


def _filled(
    code: WellFormed, found: tuple[Code, ...], release: Release, listed: dt.date
) -> tuple[Code, ...]:
    """Put what a release says of days among the packaged ones: it adds days, and settles those that nothing told of.

    What a release names that reaches as far as the newest packaged one, which ends on `listed`, goes on from there.
    """
    named, day = release.tells(code), release.effective
    if named is None or any(holds(each, day) for each in found):
        return found
    undecided = next((each for each in found if each.is_undecided(day)), None)
    if undecided is not None:
        settled = _settled(undecided, release, named=named)
        return tuple(settled if each is undecided else each for each in found)
    if not named:
        return found
    after = next((each for each in found if each.effective == release.through + DAY), None)
    if after is not None:
        longer = attrs.evolve(after, effective=day)
        return tuple(longer if each is after else each for each in found)
    last = release.through if release.through < listed else None
    return tuple(sorted((*found, _made(code, found, Span(day, last), release))))


def _settled(code: Code, release: Release, *, named: bool) -> Code:
    """Settle days of which nothing told: the release names the code on its own days, or lacks it."""
    begins = code.effective is not None and release.effective < code.effective
    if begins and named:
        known = code.absent_through == release.effective - DAY
        return attrs.evolve(
            code,
            effective=release.effective,
            absent_through=None if known else code.absent_through,
        )
    if begins:
        known = release.through + DAY == code.effective
        return attrs.evolve(code, absent_through=None if known else release.through)
    if named:
        known = code.absent_from == release.through + DAY
        return attrs.evolve(
            code, through=release.through, absent_from=None if known else code.absent_from
        )
    known = code.through == release.effective - DAY
    return attrs.evolve(code, absent_from=None if known else release.effective)


# --- days behind the newest packaged release


def _continued(
    code: WellFormed, found: tuple[Code, ...], releases: tuple[Release, ...], known: KnownCodes
) -> tuple[Code, ...]:
    """Go on from the packaged meanings, release by release."""
    versions, told = list(found), code_set.told_through(code)
    if versions and versions[-1].absent_from == last_day() + DAY:  # packaged sources tell no more
        told = versions[-1].through or told
        versions[-1] = attrs.evolve(versions[-1], through=None, absent_from=None)
    is_open = bool(versions) and versions[-1].through is None
    listed = last_listed(hospital=code_set.family_of(code) in code_set.HOSPITAL_FAMILIES)
    before = (True, told) if is_open else (False, listed)
    for day, last, named in observed(code, releases):
        if before[0] and not named and (day <= told or last < (versions[-1].effective or day)):
            continue  # no release ends a code within the years that packaged ones tell of, or before it begins
        if named and not before[0]:
            span = begun(code, before[1], day)
            release = next(each for each in releases if code in each.codes and holds(each, day))
            versions.append(_made(code, tuple(versions) or found, span, release))
        elif before[0] and not named:
            span = ended(code, Span(versions[-1].effective, None), before[1], day)
            versions[-1:] = _ended(versions[-1], span)
        before = (named, max(last, before[1]) if named == before[0] else last)
    if before[0] and versions[-1].through is None:
        versions[-1] = _untold(versions[-1], before[1], known)
    return tuple(versions)


def _untold(meaning: Code, told: dt.date, known: KnownCodes) -> Code:
    """End an open meaning with the last year of which something tells of it, where later ones are covered."""
    year = max(told, meaning.effective or told).year
    if year >= known.last_day.year:
        return meaning
    return attrs.evolve(meaning, through=dt.date(year, 12, 31), absent_from=known.last_day + DAY)


def _ended(meaning: Code, span: Span) -> tuple[Code, ...]:
    """End a meaning where its span does; one that was announced for a day whose release lacks it never began."""
    if span.through is not None and span.through < (meaning.effective or span.through):
        return ()
    return (attrs.evolve(meaning, through=span.through, absent_from=span.absent_from),)


def _made(code: WellFormed, found: tuple[Code, ...], span: Span, release: Release) -> Code:
    """Make a meaning on a release's days: that of before where there was one, else a code of which nothing is authored."""
    if found:
        meaning = attrs.evolve(
            found[-1], successors=(), successors_note="", successors_certainty=None
        )
    else:
        meaning = Code(
            code,
            code_set.category_of(code),
            headings=heading_ids(code),
            citation=f"{release.name}: nothing is authored of the code",
        )
    return attrs.evolve(
        meaning,
        effective=span.effective,
        through=span.through,
        absent_through=span.absent_through,
        absent_from=span.absent_from,
    )
