"""What the fee schedule says of a code, and the localities: getters, which raise where no table covers the day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import well_formed
from cptkit.errors import DataError, NoDataError, UnknownCodeError, shown
from cptkit.payment.by_place import locality_of_county
from cptkit.printing.listing import Listing
from cptkit.values.claim_fields import checked_text
from cptkit.values.code_expression import CodeExpression
from cptkit.values.days import as_day
from cptkit.values.price import Rvus
from cptkit.values.table import FeeScheduleRow, Locality

NATIONAL = Locality(
    "national", "National (all indices 1)", "", "", "", Decimal(1), Decimal(1), Decimal(1)
)
"""What `locality=None` stands for."""


def indicators(
    code: object, modifier: str = "", *, on: dt.date, catalog: Catalog | None = None
) -> FeeScheduleRow:
    """Give the fee schedule row of a code and modifier on a day: relative values and every indicator.

    Args:
        code: The code.
        modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
        on: The date of service.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The row; ``row.source.exact`` is False where the nearest release of the year answers.

    Raises:
        InvalidCodeError: The code has not the form of one.
        UnknownCodeError: No code of that name is known.
        NoDataError: No table covers the day, or the one that does has no such row.
        DataError: The modifier is no text, or `catalog` no Catalog.
        InvalidDateError: `on` is no day.

    Example:
        >>> indicators("71260", "TC", on=dt.date(2026, 8, 15)).supervision.name
        'DIRECT'
    """
    where = chosen(catalog)
    (text, modifier), day = _row_asked(code, modifier), as_day(on)
    row = where.fee_row(text, modifier.strip().upper()[:3], day)
    if row is not None:
        return row
    if not where.versions(text):
        raise UnknownCodeError(text, on=day)
    name = f"{text}-{modifier}" if modifier else text
    raise NoDataError(
        "fee schedule row",
        day,
        f"the release of that day has none for {shown(name)}; ask for '', '26', 'TC' or '53', or load your own table",
    )


def _row_asked(code: object, modifier: object) -> tuple[str, str]:
    """Read code and modifier of a row; an expression with one modifier names both."""
    given = checked_text(modifier, "modifier")
    if isinstance(code, CodeExpression) and len(code.modifiers) == 1 and not given:
        return well_formed(code.code), code.modifiers[0]
    return well_formed(code), given


def rvus(code: object, modifier: str = "", *, on: dt.date, catalog: Catalog | None = None) -> Rvus:
    """Give the relative values of a code and modifier on a day.

    Args:
        code: The code.
        modifier: ``""`` for the global row, or ``26``, ``TC``, ``53``.
        on: The date of service.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Work, practice expense and malpractice; None where CMS prints NA for a setting.

    Raises:
        CptkitError: As `indicators` does.

    Example:
        >>> str(rvus("71260", "26", on=dt.date(2026, 8, 15)).work)
        '1.13'
    """
    row = indicators(code, modifier, on=on, catalog=catalog)
    outside, inside = not row.non_facility_na, not row.facility_na
    return Rvus(
        row.code,
        row.modifier,
        work=row.work_rvu,
        non_facility_pe=row.non_facility_pe_rvu if outside else None,
        facility_pe=row.facility_pe_rvu if inside else None,
        malpractice=row.malpractice_rvu,
        non_facility_total=row.non_facility_total if outside else None,
        facility_total=row.facility_total if inside else None,
        source=row.source,
    )


def localities(
    on: dt.date,
    state: str | None = None,
    number: str | None = None,
    *,
    county: str | None = None,
    catalog: Catalog | None = None,
) -> tuple[Locality, ...]:
    """Give Medicare's payment localities of a day, by id.

    A county's locality is told by CMS's county file (`cptkit.cms.read_counties`), which a caller brings. It names some
    counties and says "all other" for the rest of a state: a county that it does not name, a misspelt one too, is in
    the rest, and the locality's name shows that.

    Args:
        on: The date of service.
        state: Only those of a state, by its two letters.
        number: Only those of a locality number, such as ``05``, or of an id, such as ``01112-05``.
        county: Only that of a county; `state` is needed too, the state in which the county lies.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The localities with their names, contractors and indices; () where none fits.

    Raises:
        NoDataError: No table covers the day, or a county is asked and no county file does.
        DataError: `state`, `number` or `county` is no text, a county is given without its state, or `catalog` is no Catalog.
        InvalidDateError: `on` is no day.

    Example:
        >>> [each.name for each in localities(on=dt.date(2025, 10, 15), state="AL")]
        ['ALABAMA']
    """
    state, number, county = (
        None if text is None else checked_text(text, name)
        for name, text in (("state", state), ("number", number), ("county", county))
    )
    where = chosen(catalog)
    found = where.localities(as_day(on))
    if county is not None:
        place = locality_of_county(state, county, as_day(on), where)
        found, state = tuple(each for each in found if each.id == place), None
    if state is not None:
        found = tuple(each for each in found if each.state == state.strip().upper())
    if number is not None:
        found = tuple(each for each in found if number.strip() in (each.number, each.id))
    return Listing(found)


_LARGEST_INDEX = 100


def _sound(locality: Locality) -> Locality:
    """Make sure that a caller's own locality has indices that can be multiplied by."""
    given = tuple(
        (name, getattr(locality, name)) for name in ("work_gpci", "pe_gpci", "malpractice_gpci")
    )
    wrong = tuple(
        f"{name} of locality {shown(locality.id)} must be a Decimal above 0 and at most {_LARGEST_INDEX}, not {shown(value)}"
        for name, value in given
        if not (isinstance(value, Decimal) and value.is_finite() and 0 < value <= _LARGEST_INDEX)
    )
    if wrong:
        raise DataError(wrong)
    return locality


def locality_of(locality: Locality | str | None, on: dt.date, catalog: Catalog) -> Locality:
    """Read what a caller gives as a locality: a value, an id, or None for national.

    Raises:
        DataError: There is no such locality that day, or an index of the value is no number above 0.
        NoDataError: No table covers the day.
    """
    if locality is None:
        return NATIONAL
    if isinstance(locality, Locality):
        return _sound(locality)
    locality = checked_text(locality, "locality")
    known = catalog.localities(on)
    for each in known:
        if each.id == locality:
            return each
    same = [each.id for each in known if each.number == locality.strip()[-2:]][:5]
    cure = f"; of that number are {', '.join(same)}" if same else ""
    raise DataError(
        (
            f"{shown(locality)} is none of the {len(known)} localities of {on}{cure}; see cptkit.payment.localities(on=...)",
        )
    )
