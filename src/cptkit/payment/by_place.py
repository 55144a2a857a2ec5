"""What CMS publishes by place, from tables that a caller brings: a county's locality, and amounts to the cent."""

from __future__ import annotations

import datetime as dt

from cptkit.catalog import own_lists
from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import well_formed
from cptkit.errors import DataError, NoDataError, shown
from cptkit.values.claim_fields import checked_text
from cptkit.values.days import as_day
from cptkit.values.published import PublishedAmount


def locality_of_county(state: str | None, county: str, on: dt.date, catalog: Catalog) -> str:
    """Give the id of the locality that a county belongs to; of a county that the file does not name, that of the state's rest.

    Raises:
        DataError: The state is missing, or the file has no such state.
        NoDataError: No county file covers the day.
    """
    if state is None:
        raise DataError(
            (f"county {shown(county)} needs its state: counties of one name lie in several",)
        )
    table = own_lists.counties_table(catalog.tables, on)
    if table is None:
        raise NoDataError(
            "county file",
            on,
            "give with_tables CMS's county file of that year (cptkit.cms.read_counties), such as 25LOCCO",
        )
    places = own_lists.localities_of_counties(table)
    letters = state.strip().upper()
    place = places.get((letters, own_lists.plain_county(county))) or places.get((letters, ""))
    if place is None:
        raise DataError(
            (f"the county file names no locality for {shown(county)} in {shown(state)}",)
        )
    return place


def published_amount(
    code: object,
    locality: str,
    modifier: str = "",
    *,
    on: dt.date,
    catalog: Catalog | None = None,
) -> PublishedAmount | None:
    r"""Give the amount that CMS publishes for a code and locality, from a caller's PFALL and PFREV files.

    Args:
        code: The code.
        locality: Contractor and locality number, such as ``01112-05``.
        modifier: ``""``, ``26``, ``TC`` or ``53``.
        on: The date of service.
        catalog: Where to look: one with tables of `cptkit.cms.read_amounts`.

    Returns:
        The amount, of the table given last that has one; None where none has: a file lists what it prices.

    Raises:
        InvalidCodeError: The code has not the form of one.
        NoDataError: No table covers the day.
        DataError: The modifier or the locality is no text.
        InvalidDateError: `on` is no day.

    Example:
        >>> import cptkit
        >>> row = '"2026","01112","05","71260","","0000201.10","0000201.10"," ","1","A","4","0000000.00","0000000.00","1","0000201.10","0000201.10"'
        >>> mine = cptkit.packaged.with_tables(cptkit.cms.read_amounts(row + "\n", partial=True))
        >>> published_amount("71260", "01112-05", on=dt.date(2026, 5, 1), catalog=mine).facility
        Decimal('201.10')
    """
    day, where = as_day(on), chosen(catalog)
    tables = own_lists.amounts_tables(where.tables, day)
    if not tables:
        raise NoDataError(
            "published amounts",
            day,
            "give with_tables CMS's PFALL or PFREV file (cptkit.cms.read_amounts)",
        )
    key = (
        well_formed(code),
        checked_text(modifier, "modifier"),
        checked_text(locality, "locality"),
    )
    found = (own_lists.amounts(table).get(key) for table in tables)
    return next((each for each in found if each is not None), None)
