"""The catalog: every table at hand with its dates, packaged and the caller's own, and the edition of a day.

A catalog is a value that functions are handed; the packaged one is nothing special. Reading it opens no
file until a table is asked.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping

import attrs

from cptkit import codeset
from cptkit.codes import Category, Code, HouseCode, as_day, in_force
from cptkit.errors import DataError, UnknownEditionError, shown
from cptkit.loading import packaged_json
from cptkit.parsing import normalize
from cptkit.tables import Source, Table, TableKind


def _tables(value: object) -> tuple[Table[object], ...]:
    each = tuple(value) if isinstance(value, Iterable) else (value,)
    wrong = tuple(f"{shown(t)} is no table: read one with cptkit.cms or cptkit.ama" for t in each if not isinstance(t, Table))
    if wrong:
        raise DataError(wrong)
    return each


def _house_codes(value: object) -> tuple[HouseCode, ...]:
    each = tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
    wrong = [f"{shown(h)} is no HouseCode" for h in each if not isinstance(h, HouseCode)]
    names = [h.code for h in each if isinstance(h, HouseCode)]
    wrong += [f"house code {shown(n)} must be one to ten capital letters and digits" for n in names if not _is_house_name(n)]
    wrong += [f"house code {n} is a national code: a house may not redefine it" for n in names if (text := normalize(n)) and codeset.versions(text)]
    wrong += [f"house code {n} stands twice" for n in sorted(set(names)) if names.count(n) > 1]
    if wrong:
        raise DataError(tuple(wrong))
    return each


def _is_house_name(name: object) -> bool:
    return isinstance(name, str) and 1 <= len(name) <= 10 and name.isascii() and name.isalnum() and name == name.upper()  # noqa: PLR2004


@attrs.frozen(eq=False, repr=False)
class Catalog:
    """Every table at hand: the packaged ones and, before them, the caller's own.

    Catalogs compare by identity. The packaged one pickles as its version; one with tables pickles with them.

    Attributes:
        tables: The caller's own tables; where two cover a day, the one given last wins.
        house_codes: Codes of the caller's house or payer.

    Example:
        >>> packaged.at(dt.date(2026, 1, 1))["71260"].label
        'CT of the chest with contrast'
    """

    tables: tuple[Table[object], ...] = attrs.field(default=(), converter=_tables)
    house_codes: tuple[HouseCode, ...] = attrs.field(default=(), converter=_house_codes)

    @property
    def version(self) -> str:
        """The version of the packaged data, apart from the version of the package."""
        return str(_manifest()["version"])

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every original that the tables were read from; the caller's own first."""
        return (*(table.source for table in self.tables), *_packaged_sources())

    def with_tables(self, *tables: Table[object], house_codes: Iterable[HouseCode] = ()) -> Catalog:
        """Give a catalog that also has the caller's own tables and house codes.

        Args:
            *tables: What the readers of `cptkit.cms` and `cptkit.ama` return.
            house_codes: Codes that no national table knows.

        Returns:
            A new catalog; this one does not change.

        Raises:
            DataError: Something is no table, or a house code is malformed, repeated, or a national code.
        """
        return Catalog((*self.tables, *_tables(tables)), (*self.house_codes, *_house_codes(house_codes)))

    def at(self, on: dt.date | None = None) -> Edition:
        """Give what is in force on a day; None means the newest packaged year.

        Raises:
            UnknownEditionError: No packaged year covers the day.
            TypeError: `on` is no date.
        """
        return Edition(self, codeset.LAST_DAY if on is None else self.day(on))

    def day(self, on: object) -> dt.date:
        """Read a day and make sure that a packaged year covers it.

        Raises:
            UnknownEditionError: None does.
            TypeError: `on` is no date.
        """
        day = as_day(on)
        if not codeset.FIRST_DAY <= day <= codeset.LAST_DAY:
            raise UnknownEditionError(day, f"{codeset.FIRST_DAY} to {codeset.LAST_DAY}")
        return day

    # --- codes

    def versions(self, code: object) -> tuple[Code, ...]:
        """Give every packaged meaning of a code, oldest first; () for anything that names no code."""
        house = self._house.get(_bare(code)) if self.house_codes else None
        if house is not None:
            return (house,)
        text = normalize(code)
        return () if text is None else _versions(text)

    def code(self, code: str, on: dt.date | None = None) -> Code | None:
        """Give the meaning of a code that is in force on a day (None: the latest), or None; never raises for a day."""
        known = self.versions(code)
        if on is None:
            return known[-1] if known else None
        return next((each for each in known if in_force(each.effective, each.through, on)), None)

    def is_house_code(self, code: object) -> bool:
        """Tell whether the caller declared a code as its own."""
        return bool(self.house_codes) and _bare(code) in self._house

    @property
    def _house(self) -> dict[str, Code]:
        return _house_table(self.house_codes)

    # --- pickling and showing

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _restored, (self.tables, self.house_codes)

    def __repr__(self) -> str:
        own = f", {len(self.tables)} tables of your own" if self.tables else ""
        house = f", {len(self.house_codes)} house codes" if self.house_codes else ""
        return f"<Catalog {self.version}: {codeset.FIRST_DAY.year}-{codeset.LAST_DAY.year}{own}{house}>"


def _bare(code: object) -> str:
    return code.strip().upper() if isinstance(code, str) and len(code) <= 32 else ""  # noqa: PLR2004


@functools.lru_cache(maxsize=32)
def _house_table(house_codes: tuple[HouseCode, ...]) -> dict[str, Code]:
    return {each.code: Code(each.code, Category.HOUSE, label=each.label, citation="declared by the caller") for each in house_codes}


_known_versions: dict[str, tuple[Code, ...]] = {}


def _versions(text: str) -> tuple[Code, ...]:
    """Ask the code set, and remember only what it knows: what callers make up must not fill memory."""
    found = _known_versions.get(text)
    if found is None:
        found = codeset.versions(text)
        if found:
            _known_versions[text] = found
    return found


def _manifest() -> dict[str, object]:
    return packaged_json("derived/manifest.json")  # type: ignore[no-any-return]


def _restored(tables: tuple[Table[object], ...], house_codes: tuple[HouseCode, ...]) -> Catalog:
    return Catalog(tables, house_codes) if tables or house_codes else packaged


packaged = Catalog()
"""The packaged catalog: nothing of the caller's."""


@attrs.frozen(eq=False, repr=False)
class Edition(Mapping[str, Code]):
    """What is in force on a day, as a mapping of code to `Code`, in code order.

    Attributes:
        catalog: The catalog.
        on: The day.

    Example:
        >>> "77014" in packaged.at(dt.date(2026, 1, 1))
        False
    """

    catalog: Catalog
    on: dt.date

    def __getitem__(self, code: str) -> Code:
        found = self.catalog.code(code, self.on)
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        for each in codeset.all_codes():
            if in_force(each.effective, each.through, self.on):
                yield each.code
        for house in self.catalog.house_codes:
            yield house.code

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<Edition {self.on} of {self.catalog!r}>"
