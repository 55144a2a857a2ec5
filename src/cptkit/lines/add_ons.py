"""Which codes an add-on goes with on a day: the one answer for look-ups, for image guidance and for the claim check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.guidance_codes import guidance_codes, with_imaging
from cptkit.catalog.remembered import Remembered
from cptkit.indicators import AddOnType
from cptkit.lines.view import Seen, View, listed
from cptkit.values.code import sort_key
from cptkit.values.coverage import add_ons_of
from cptkit.values.days import holds
from cptkit.values.finding import Finding, Outcome
from cptkit.values.rule import Rule
from cptkit.values.table import AddOnEdit, Source

_RULE = "addon.no-primary"


@attrs.frozen
class Primaries:
    """What the table that answers for a day says of a code as an add-on.

    Attributes:
        code: The code.
        edits: The edits in force on the day; () where no table has the code as an add-on then.
        source: The table that answered, saying whether it covers the day; None where none names the code.
        codes: The primary codes that CMS lists, each once, in code order.
    """

    code: str
    edits: tuple[AddOnEdit, ...] = ()
    source: Source | None = None
    codes: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether CMS's list is whole, so that no other code is a primary."""
        return all(each.type is AddOnType.NATIONAL for each in self.edits)


def _listed_in(edits: Iterable[AddOnEdit]) -> tuple[str, ...]:
    named = {each.primary for each in edits if each.primary is not None}
    return tuple(sorted(named, key=sort_key))


def primaries_of(code: str, on: dt.date, catalog: Catalog) -> Primaries:
    """Give the primaries of an add-on from the table that answers.

    Args:
        code: A well-formed code.
        on: The date of service.
        catalog: The tables at hand: of several that cover the day, the one given last answers. A table that holds
            some rows only answers for the codes that it names, and leaves the others to the one before.

    Returns:
        The edits in force on the day, and the table that says so.

    Example:
        >>> primaries_of("70472", dt.date(2026, 3, 1), cptkit.packaged).codes
        ('70450', '70460', '70470', '70471', '70496')
    """
    return _PRIMARIES.of(catalog, (code, on), lambda: _primaries(code, on, catalog))


_PRIMARIES: Remembered[Primaries] = Remembered(20_000)


def _primaries(code: str, on: dt.date, catalog: Catalog) -> Primaries:
    for held in catalog.add_on(on):
        rows = add_ons_of(held.table, code)
        if rows:
            source = attrs.evolve(held.table.source, exact=held.exact)
            edits = tuple(row for row in rows if holds(row, on))
            return Primaries(code, edits, source, _listed_in(edits))
        if held.is_whole:
            break
    return Primaries(code)


def add_on_lines(view: View) -> Iterator[Finding]:
    """An add-on needs one of its primary codes on the same day by the same provider."""
    for lines in view.known_visits.values():
        of_code = view.by_code(lines)
        yield from add_on_findings(view, of_code, of_code)


ADD_ON_RULE = Rule((_RULE,), add_on_lines, ("add-on edits",))
"""The rule of every add-on; `cptkit.guidance` asks it of image guidance, the claim check of all."""


def add_on_findings(
    view: View, asked: dict[str, tuple[Seen, ...]], of_code: dict[str, tuple[Seen, ...]]
) -> Iterator[Finding]:
    """Judge the add-ons among some codes of a day and provider against all codes of that visit."""
    for code, same in asked.items():
        known = primaries_of(code, same[0].on, view.catalog)
        if known.edits or same[0].is_add_on:
            yield _judged(view, known, same, of_code)


def _judged(
    view: View, known: Primaries, lines: tuple[Seen, ...], of_code: dict[str, tuple[Seen, ...]]
) -> Finding:
    code = known.code
    here = of_code.keys() & known.codes
    if here:
        message = f"{code} goes with {listed(here)}"
        return view.say(_RULE, Outcome.PASS, lines, message, source=known.source)
    others = [
        each
        for each, same in of_code.items()
        if each != code and _may_be_primary(same[0], code, view.catalog)
    ]
    if others and not (known.codes and known.is_whole):
        message = f"whether {listed(others)} can be the primary of {code} is in no table at hand: CMS leaves it to the contractor, or lists nothing"
        cure = "ask the Medicare contractor for its list, or read a newer one with cptkit.cms.read_add_on"
        return view.say(_RULE, Outcome.NO_DATA, lines, message, cure, source=known.source)
    message = (
        f"{code} is an add-on, and no primary code of it is on the claim for that day and provider"
    )
    cure = _cure(view, known, lines[0].on, of_code)
    return view.say(_RULE, Outcome.FAIL, lines, message, cure, source=known.source)


def _may_be_primary(seen: Seen, add_on: str, catalog: Catalog) -> bool:
    """Tell whether a line could be the primary that only the contractor knows: no add-on, no supply; of guidance, a procedure."""
    if seen.supply is not None or seen.is_add_on or primaries_of(seen.text, seen.on, catalog).edits:
        return False
    return add_on not in guidance_codes() or not seen.is_image


def _cure(view: View, known: Primaries, on: dt.date, of_code: dict[str, tuple[Seen, ...]]) -> str:
    """Name the guidance code that goes with what is on the claim, or the procedure's code with imaging, or the primaries."""
    if known.code in guidance_codes():
        better = [
            each
            for each in guidance_codes()
            if each != known.code
            and not of_code.keys().isdisjoint(primaries_of(each, on, view.catalog).codes)
        ]
        if better:
            return f"{' or '.join(better)} goes with the procedure on this claim"
        twin = with_imaging(of_code, known.code, on)
        if twin:
            return twin
    named = f" ({listed(known.codes)})" if known.codes else ""
    return f"bill it with its primary code{named}, or take it off"
