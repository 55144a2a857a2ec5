"""The catalog: every table at hand with its dates, packaged and the caller's own, and the edition of a day.

A catalog is a value that functions are handed; the packaged one is nothing special. Reading it opens no
file until a table is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from cptkit import lazy_attrs as attrs
from cptkit.catalog import fee_tables, own_lists, own_tables, packaged_tables
from cptkit.catalog.code_forms import asked, modifier_asked, normalize
from cptkit.catalog.codes_in_force import CodesInForce
from cptkit.catalog.house_codes import and_these, by_name, hold_apart, house_code, house_codes_from
from cptkit.catalog.known_codes import KnownCodes
from cptkit.catalog.shown import PrintedCatalog, PrintedEdition
from cptkit.errors import DataError, UnknownEditionError, shown
from cptkit.files.manifest import first_day, version
from cptkit.indicators import Setting
from cptkit.printing.listing import Listing
from cptkit.values.claim_fields import checked_member, checked_text
from cptkit.values.code import Code
from cptkit.values.code_expression import HouseCode
from cptkit.values.coverage import Coverage, Holding, covered, state_of
from cptkit.values.days import as_day, day_or_none, holds
from cptkit.values.modifier import Modifier
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import (
    AddOnEdit,
    Descriptor,
    FeeScheduleRow,
    Locality,
    Mue,
    PtpEdit,
    Source,
    Table,
    TableKind,
)
from cptkit.values.trusted import trusted


@attrs.frozen(eq=False, repr=False)
class Catalog(PrintedCatalog):
    """Every table at hand: the packaged ones and, before them, the caller's own.

    Catalogs compare by identity. The packaged one pickles as its version; one with tables pickles with them.

    Attributes:
        tables: The caller's own tables; where two cover a day, the one given last wins.
        house_codes: Codes of the caller's house or payer.
        codes: The code set: the packaged codes, and what the caller's fee schedules say of their days.

    Example:
        >>> packaged.at(dt.date(2026, 1, 1))["71260"].label
        'CT of the chest with contrast'
    """

    tables: tuple[Table[object], ...] = attrs.field(default=(), converter=own_tables.tables_from)
    house_codes: tuple[HouseCode, ...] = attrs.field(default=(), converter=house_codes_from)
    codes: KnownCodes = attrs.field(init=False)
    _house: Mapping[str, Code] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "codes", KnownCodes(self.tables))
        object.__setattr__(self, "_house", by_name(self.house_codes))
        hold_apart(self.house_codes, self.codes)

    @property
    def version(self) -> str:
        """The version of the packaged data, apart from the version of the package."""
        return version()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every original that the tables were read from; the caller's own first."""
        return Listing((*(table.source for table in self.tables), *packaged_tables.sources()))

    def with_tables(self, *tables: Table[object], house_codes: Iterable[HouseCode] = ()) -> Catalog:
        """Give a catalog that also has the caller's own tables and house codes.

        Args:
            *tables: What the readers of `cptkit.cms` and `cptkit.ama` return.
            house_codes: Codes that no national table knows.

        Returns:
            A new catalog; this one does not change.

        Raises:
            DataError: Something is no table, or a house code is malformed, repeated, or a national code.

        Example:
            >>> packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),)).code("X7001").label
            'Outside film review'
        """
        new, declared = own_tables.tables_from(tables), house_codes_from(house_codes)
        house = and_these(self._house, declared)
        every = (*self.tables, *new)
        codes = KnownCodes(every) if new else self.codes
        names = (*self.house_codes, *declared)
        hold_apart(names if new else declared, codes)  # what was held apart before stays so
        return trusted(Catalog, every, names, codes, house)

    def at(self, on: dt.date | None = None) -> Edition:
        """Give what is in force on a day.

        Args:
            on: The day; None means the newest year that is covered.

        Returns:
            The edition.

        Raises:
            UnknownEditionError: No year that is covered has the day.
            InvalidDateError: `on` is no day.

        Example:
            >>> packaged.at(dt.date(2026, 1, 1)).on
            datetime.date(2026, 1, 1)
        """
        return Edition(self, self.codes.last_day if on is None else self.day(on))

    def day(self, on: object) -> dt.date:
        """Read a day and make sure that a packaged year covers it, or a fee schedule of the caller's.

        Args:
            on: A date; a ``datetime`` counts by its day.

        Returns:
            The day.

        Raises:
            UnknownEditionError: Neither covers it.
            InvalidDateError: `on` is no day.
        """
        day = as_day(on)
        if not self.codes.covers(day):
            raise UnknownEditionError(day, self.codes.spanned)
        return day

    # --- codes

    def versions(self, code: object) -> tuple[Code, ...]:
        """Give every known meaning of a code, oldest first; () for anything that names no code.

        Example:
            >>> [each.through for each in packaged.versions("74220")]
            [datetime.date(2019, 12, 31), None]
        """
        house = house_code(code, self._house)
        if house is not None:
            return (house,)
        text = normalize(code)  # of an expression, the code alone
        return () if text is None else self.codes.versions(text)

    def code(self, code: str, on: dt.date | None = None) -> Code | None:
        """Give the meaning of a code in force on a day (None: the latest), or None; a day that no year covers is no error here."""
        known = self.versions(code)
        if on is None:
            return known[-1] if known else None
        day = as_day(on)
        return next((each for each in known if holds(each, day)), None)

    def is_house_code(self, code: object) -> bool:
        """Tell whether the caller declared a code as its own."""
        return house_code(code, self._house) is not None

    # --- fee schedules, localities, modifiers

    def fee_row(self, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
        """Give the fee schedule row of a code and modifier on a day; the caller's own tables come first.

        Args:
            code: A well-formed code.
            modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
            on: The date of service.

        Returns:
            The row; None where a table covers the day and has no such row.

        Raises:
            NoDataError: No table covers the day or the code.
            InvalidCodeError, InvalidModifierError, InvalidDateError: An argument is none.

        Example:
            >>> packaged.fee_row("71260", "TC", dt.date(2026, 8, 15)).supervision.name
            'DIRECT'
        """
        key = asked(code), modifier_asked(modifier)
        return fee_tables.fee_row(self.tables, *key, as_day(on))

    def localities(self, on: dt.date) -> tuple[Locality, ...]:
        """Give the payment localities of a day; the caller's own tables come first.

        Raises:
            NoDataError, InvalidDateError: No table covers the day; it is none.

        Example:
            >>> packaged.localities(dt.date(2025, 10, 15))[0].id
            '01112-05'
        """
        own = own_tables.answering(self.tables, TableKind.LOCALITIES, day := as_day(on))
        if own is not None:
            return tuple(each for each in own if isinstance(each, Locality))
        return packaged_tables.localities(day)

    def modifier(self, modifier: str) -> Modifier | None:
        """Give the definition of a modifier, or None where no table knows it.

        Example:
            >>> packaged.modifier("26").title
            'Professional component'
        """
        return packaged_tables.modifiers().get(modifier_asked(modifier))

    def all_modifiers(self) -> tuple[Modifier, ...]:
        """Give every modifier that is known, in order."""
        return tuple(packaged_tables.modifiers().values())

    def is_modifier(self, modifier: str) -> bool:
        """Tell whether a text is a known modifier."""
        return modifier_asked(modifier) in packaged_tables.modifier_names()

    def descriptors(self, code: str, on: dt.date | None = None) -> tuple[Descriptor, ...]:
        """Give the licensed texts of a code that the caller brought (`cptkit.ama`), the table given last first.

        Args:
            code: A well-formed code.
            on: A day that the texts' edition must cover; None means any.

        Returns:
            The texts, each with its length; () where the caller brought none: the package has none.
        """
        return own_tables.descriptors(self.tables, asked(code), day_or_none(on))

    # --- edits

    def ptp(self, on: dt.date, setting: Setting) -> tuple[Holding[PtpEdit], ...]:
        """Give the tables of pairs that may answer for a day, best first; the caller's own come first.

        Args:
            on: The date of service.
            setting: Whose table.

        Returns:
            Tables with whether they cover the day; several exact ones are parts of one table.

        Example:
            >>> [each.exact for each in packaged.ptp(dt.date(2026, 8, 15), Setting.PROFESSIONAL)]
            [False]
        """
        day, whose = as_day(on), checked_member(setting, Setting, "setting")
        own = own_tables.holdings(self.tables, TableKind.PTP, day, whose)
        return own or packaged_tables.nearest_ptp(whose, day)

    def mue(self, on: dt.date, setting: Setting) -> tuple[Holding[Mue], ...]:
        """Give the tables of unit limits that may answer for a day, best first; the caller's own come first."""
        day, whose = as_day(on), checked_member(setting, Setting, "setting")
        own = own_tables.holdings(self.tables, TableKind.MUE, day, whose)
        return own + packaged_tables.nearest_mue(whose, day)

    def add_on(self, on: dt.date) -> tuple[Holding[AddOnEdit], ...]:
        """Give the tables of add-on edits, best first; their rows have days of their own, so each answers for its past too."""
        own = own_tables.holdings(self.tables, TableKind.ADD_ON, day := as_day(on))
        return own or packaged_tables.nearest_add_on(day)

    def opps_status(self, code: str, on: dt.date) -> OppsStatusRow | None:
        """Give what the hospital outpatient payment system (OPPS) says of a code on a day; the caller's own Addendum B comes first.

        The nearest release of the year answers, and its source says so; None where none does, or it lists no such code.

        Example:
            >>> packaged.opps_status("71260", dt.date(2026, 8, 15)).status.name
            'COMPOSITE'
        """
        return own_lists.opps_status(self.tables, asked(code), as_day(on))

    def opps_source(self, on: dt.date) -> Source | None:
        """Give the release of OPPS Addendum B that answers for a day, saying whether it is of that day; None where none does."""
        return own_lists.opps_source(self.tables, as_day(on))

    def is_facility(self, place_of_service: str) -> bool | None:
        """Tell whether Medicare pays the facility rate at a place of service (CMS's two digits); None where it is not assigned.

        Example:
            >>> packaged.is_facility("22"), packaged.is_facility("11"), packaged.is_facility("00")
            (True, False, None)
        """
        text = checked_text(place_of_service, "place_of_service")
        return packaged_tables.places_of_service().get(text)

    def coverage(self, on: dt.date) -> tuple[Coverage, ...]:
        """Tell for each kind of table how well a day is covered.

        Args:
            on: The day.

        Returns:
            One row for each kind and setting: EXACT, EXTRACT, OTHER_QUARTER or ABSENT, and the table that would answer.

        Example:
            >>> [str(each) for each in packaged.coverage(dt.date(2024, 8, 15))][:2]
            ['fee schedule: EXACT', 'locality table: EXACT']
        """
        day = as_day(on)
        found = [
            Coverage(
                TableKind.FEE_SCHEDULE, None, *state_of(fee_tables.fee_source(self.tables, day))
            ),
        ]
        places = own_lists.locality_source(self.tables, day)
        found.append(Coverage(TableKind.LOCALITIES, None, *state_of(places)))
        for setting in (Setting.PROFESSIONAL, Setting.OUTPATIENT_HOSPITAL):
            found.append(covered(TableKind.PTP, setting, self.ptp(day, setting)))
            found.append(covered(TableKind.MUE, setting, self.mue(day, setting)))
        found.append(covered(TableKind.ADD_ON, None, self.add_on(day)))
        hospital = state_of(self.opps_source(day))
        found.append(Coverage(TableKind.OPPS_STATUS, Setting.OUTPATIENT_HOSPITAL, *hospital))
        return Listing(found)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _restored, (own_tables.pickled(self.tables), self.house_codes)

    def __repr__(self) -> str:
        own = f", your own tables: {len(self.tables)}" if self.tables else ""
        house = f", house codes: {len(self.house_codes)}" if self.house_codes else ""
        return (
            f"<Catalog {self.version}: {first_day().year}-{self.codes.last_day.year}{own}{house}>"
        )


def _restored(tables: bytes | own_tables.Tables, house_codes: tuple[HouseCode, ...]) -> Catalog:
    own = own_tables.restored(tables)
    return Catalog(own, house_codes) if own or house_codes else packaged


packaged: Catalog = Catalog()
"""The packaged catalog: nothing of the caller's."""


def chosen(catalog: object) -> Catalog:
    """Give the catalog that a caller hands over, or the packaged one for None."""
    if catalog is None or isinstance(catalog, Catalog):
        return packaged if catalog is None else catalog
    raise DataError(
        (
            f"catalog must be a Catalog, not {shown(catalog)}: give cptkit.packaged or what its with_tables returned",
        )
    )


@attrs.frozen(eq=False, repr=False)
class Edition(PrintedEdition, CodesInForce):
    """What is in force on a day, as a mapping of code to `Code`, in code order, the codes of a caller's house last.

    Attributes:
        catalog: The catalog.
        on: The day.

    Example:
        >>> "77014" in packaged.at(dt.date(2026, 1, 1))
        False
    """

    catalog: Catalog = attrs.field(converter=chosen)
    on: dt.date = attrs.field(converter=as_day)

    def __eq__(self, other: object) -> bool:  # a Mapping would compare eighteen thousand codes
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def localities(self) -> tuple[Locality, ...]:
        """The payment localities of the day; a `NoDataError` where no table covers it."""
        return self.catalog.localities(self.on)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The originals that cover the day."""
        return Listing(each for each in self.catalog.sources if holds(each, self.on))
