"""Lines as the rules see them: each with its code on its own day, lines by day and provider, and the tables at hand."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Hashable, Iterable, Iterator
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.lookups import status
from cptkit.catalog.remembered import Remembered
from cptkit.errors import NoDataError, UnknownEditionError
from cptkit.indicators import Setting
from cptkit.lines.rule_rows import rule_rows
from cptkit.values.claim import Claim, ClaimLine, Payer
from cptkit.values.code import Certainty, Code, Supply, sort_key
from cptkit.values.code_expression import CodeStatus
from cptkit.values.finding import Finding, Outcome
from cptkit.values.imaging import ImagingProfile, Role
from cptkit.values.modifier import DISTINCT, component_of
from cptkit.values.policy import NO_POLICY, PayerPolicy
from cptkit.values.table import FeeScheduleRow, Source

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
Visits: TypeAlias = "dict[tuple[dt.date, str | None], tuple[Seen, ...]]"


class LineState(Enum):
    """What can be said of a line's code on its day."""

    ACTIVE = "in force"
    UNCOVERED = "known, and no packaged year covers the day"
    INVALID = "not in force"


@attrs.frozen(eq=False)
class Seen:
    """A claim line with what is known of its code.

    What most rules ask of most lines is a field, since a property is a call each time.

    Attributes:
        index: Its place on the claim.
        line: The line.
        text: The code as billed.
        on: The date of service.
        code: What its code means on its day; the latest meaning where no year covers the day; None if not in force.
        state: Whether the code is in force.
        status: Malformed, unknown, retired and so on; None where no year covers the day.
        imaging: The profile of its code, or None.
        section: The id of the outermost heading of its code; empty where there is none.
        supply: What one unit of its code is, for a supply.
        is_diagnostic_study: Whether its code makes and reads images to find out something.
        modifiers: Its modifiers as a set.
        component: ``26``, ``TC``, or ``""`` for the global service.
    """

    index: int
    line: ClaimLine
    text: str
    on: dt.date
    code: Code | None
    state: LineState
    status: CodeStatus | None
    imaging: ImagingProfile | None
    section: str
    supply: Supply | None
    is_diagnostic_study: bool
    modifiers: frozenset[str]
    component: str

    @property
    def distinct(self) -> frozenset[str]:
        """Its modifiers that say that it is distinct from another service."""
        return self.modifiers & DISTINCT

    @property
    def is_add_on(self) -> bool:
        """Whether its code is only reported beside another code."""
        return self.code is not None and self.code.is_add_on

    @property
    def is_image(self) -> bool:
        """Whether its code is known here as imaging; an injection or biopsy with imaging is a procedure."""
        return self.imaging is not None and self.section != "surgery"

    @property
    def has_technical(self) -> bool:
        """Whether the technical part is on the line, as far as the modifiers say."""
        return self.component != "26"

    @property
    def has_professional(self) -> bool:
        """Whether the reading is on the line, as far as the modifiers say."""
        return self.component != "TC"


@attrs.frozen(eq=False)
class View:
    """A claim as the rules see it.

    Attributes:
        claim: The claim.
        lines: All lines.
        active: Lines whose code is in force on their day, house codes included.
        national: Of these, those of national codes.
        known: `national`, and lines of national codes whose day no packaged year covers: tables may still tell.
        visits: `national` by day and provider.
        known_visits: `known` by day and provider.
        catalog: The tables at hand.
        policy: The payer's own rules; `NO_POLICY` where there are none.
    """

    claim: Claim
    lines: tuple[Seen, ...]
    active: tuple[Seen, ...]
    national: tuple[Seen, ...]
    known: tuple[Seen, ...]
    visits: Visits
    known_visits: Visits
    catalog: Catalog
    policy: PayerPolicy
    _kept: dict[Callable[[View], Any], Any] = attrs.field(factory=dict, init=False, repr=False)

    def once(self, make: Callable[[View], Made]) -> Made:
        """Give what a function makes of this view: made once, however many rules ask."""
        if make not in self._kept:
            self._kept[make] = make(self)
        made: Made = self._kept[make]
        return made

    def by_code(self, visit: tuple[Seen, ...]) -> dict[str, tuple[Seen, ...]]:
        """Put the lines of a visit together by code, in code order: once however many rules ask.

        Args:
            visit: Lines as one of this view's visits holds them; another tuple of the same lines is put together again.
        """
        known: dict[int, tuple[tuple[Seen, ...], dict[str, tuple[Seen, ...]]]] = self.once(_codes)
        found = known.get(id(visit))
        if found is None:
            found = known[id(visit)] = (visit, by_code(visit))
        return found[1]

    @property
    def setting(self) -> Setting:
        """The claim form."""
        return self.claim.setting

    @property
    def is_medicare(self) -> bool:
        """Whether Medicare fee-for-service pays."""
        return self.claim.payer is Payer.MEDICARE

    def fee_row(
        self, seen: Seen, component: str | None = None
    ) -> FeeScheduleRow | NoDataError | None:
        """Give the fee schedule row of a line, or why there is none; None where the schedule has no such row."""
        wanted = seen.component if component is None else component
        asked = (seen.text, wanted, seen.on)
        return _FEE_ROWS.of(self.catalog, asked, lambda: _fee_row(*asked, self.catalog))

    def say(  # noqa: PLR0913 - a finding's own fields
        self,
        rule: str,
        outcome: Outcome,
        lines: Iterable[Seen],
        message: str,
        remedy: str = "",
        *,
        citation: str | None = None,
        certainty: Certainty | None = None,
        source: Source | None = None,
        carc: str | None = None,
        medicare_only: bool | None = None,
    ) -> Finding:
        """Make a finding of a rule: `RuleRow.finding` of the rule's row, for the payer of the claim."""
        concerned = tuple(lines)
        return rule_rows()[rule].finding(
            outcome,
            (each.index for each in concerned),
            message,
            remedy,
            medicare=self.is_medicare,
            citation=citation,
            certainty=certainty,
            source=source,
            on=concerned[0].on if concerned else None,
            carc=carc,
            medicare_only=medicare_only,
        )

    def rest_passes(
        self,
        rule: str,
        asked: Iterable[Seen],
        findings: Iterable[Finding],
        message: str,
        *,
        source: Source | None = None,
    ) -> Iterator[Finding]:
        """Give some findings of a rule, and then one PASS for the lines asked that none of them names."""
        named: set[int] = set()
        for finding in findings:
            named.update(finding.lines)
            yield finding
        fine = tuple(each for each in asked if each.index not in named)
        if fine:
            yield self.say(rule, Outcome.PASS, fine, message, source=source)


_FEE_ROWS: Remembered[FeeScheduleRow | NoDataError | None] = Remembered(20_000)
"""The rows of lines, and why there is none: an error that was raised once is not raised for each line."""


def _fee_row(
    code: str, component: str, on: dt.date, catalog: Catalog
) -> FeeScheduleRow | NoDataError | None:
    try:
        row = catalog.fee_row(code, component, on)
        return row if row is not None or not component else catalog.fee_row(code, "", on)
    except NoDataError as error:
        return error.with_traceback(None)


def _codes(_view: View) -> dict[int, tuple[tuple[Seen, ...], dict[str, tuple[Seen, ...]]]]:
    """Begin to keep lines by code, by the identity of the lines, which stand beside them so that it stays theirs."""
    return {}


def view_of(claim: Claim, policy: PayerPolicy, catalog: Catalog) -> View:
    """See a claim as the rules do.

    Args:
        claim: The claim, or some lines as one.
        policy: The payer's own rules; `NO_POLICY` where there are none.
        catalog: The tables at hand.

    Returns:
        The view; it is of this call only.
    """
    lines = tuple(seen_of(index, line, catalog) for index, line in enumerate(claim.lines))
    return _view(claim, lines, policy, catalog)


def view_in_force(
    code: Code, line: ClaimLine, setting: Setting, payer: Payer, catalog: Catalog
) -> View:
    """See one line of a code that is known to be in force on its day.

    Args:
        code: What the line's code means on its day.
        line: The line.
        setting: The claim form.
        payer: Who pays.
        catalog: The tables at hand.
    """
    known = _known(code, LineState.ACTIVE, CodeStatus.ACTIVE)
    seen = Seen(0, line, line.code, line.date_of_service, *known, *_marked(line.modifiers))
    return _view(Claim((line,), setting, payer), (seen,), NO_POLICY, catalog)


def _view(claim: Claim, lines: tuple[Seen, ...], policy: PayerPolicy, catalog: Catalog) -> View:
    active = _those(lines, lambda each: each.state is LineState.ACTIVE)
    known = _those(lines, lambda each: each.state is not LineState.INVALID)
    if catalog.house_codes:
        known = _those(known, lambda each: not catalog.is_house_code(each.text))
    national = _those(known, lambda each: each.state is LineState.ACTIVE)
    visits = by_day_and_provider(national)
    known_visits = visits if len(known) == len(national) else by_day_and_provider(known)
    return View(claim, lines, active, national, known, visits, known_visits, catalog, policy)


def _those(lines: tuple[Seen, ...], wanted: Callable[[Seen], bool]) -> tuple[Seen, ...]:
    """Give the lines that are wanted; on most claims all are."""
    return lines if all(map(wanted, lines)) else tuple(filter(wanted, lines))


def seen_of(index: int, line: ClaimLine, catalog: Catalog) -> Seen:
    """See a line as every rule does.

    Args:
        index: Its place on the claim.
        line: The line.
        catalog: The tables at hand.
    """
    text, on = line.code, line.date_of_service
    known = _KNOWN.of(catalog, (text, on), lambda: _known(*_judged(text, on, catalog)))
    return Seen(index, line, text, on, *known, *_marked(line.modifiers))


@functools.lru_cache(maxsize=4096)
def _marked(modifiers: tuple[str, ...]) -> tuple[frozenset[str], str]:
    """Give modifiers as a set, and the component that they bill: few choices of modifiers make most lines."""
    return frozenset(modifiers), component_of(modifiers)


Known: TypeAlias = "tuple[Code | None, LineState, CodeStatus | None, ImagingProfile | None, str, Supply | None, bool]"
"""What is known of a code on a day: the fields of `Seen` from `code` to `is_diagnostic_study`."""

_KNOWN: Remembered[Known] = Remembered(20_000)
"""What a code comes to on a day: few codes make most lines."""


def _known(code: Code | None, state: LineState, said: CodeStatus | None) -> Known:
    if code is None:
        return None, state, said, None, "", None, False
    profile, section = code.imaging, code.section
    is_study = (
        profile is not None
        and section != "surgery"
        and profile.modality is not None
        and profile.role is Role.DIAGNOSTIC
    )
    return code, state, said, profile, section, code.supply, is_study


def _judged(
    text: str, on: dt.date, catalog: Catalog
) -> tuple[Code | None, LineState, CodeStatus | None]:
    try:
        said = status(text, on, catalog=catalog)
    except UnknownEditionError:
        code = catalog.code(text)
        return code, LineState.INVALID if code is None else LineState.UNCOVERED, None
    if said is CodeStatus.ACTIVE:
        return catalog.code(text, on), LineState.ACTIVE, said
    return None, LineState.INVALID, said


def grouped(lines: Iterable[Seen], key: Callable[[Seen], Key]) -> dict[Key, tuple[Seen, ...]]:
    """Put lines together that have a key in common."""
    found: dict[Key, list[Seen]] = {}
    for each in lines:
        name = key(each)
        if name in found:
            found[name].append(each)
        else:
            found[name] = [each]
    return {name: tuple(members) for name, members in found.items()}


def by_day_and_provider(lines: Iterable[Seen]) -> Visits:
    """Put the lines of one day and provider together."""
    return grouped(lines, lambda each: (each.line.date_of_service, each.line.provider))


def by_code(lines: Iterable[Seen]) -> dict[str, tuple[Seen, ...]]:
    """Put the lines of one code together, in code order."""
    found = grouped(lines, lambda each: each.text)
    return {code: found[code] for code in sorted(found, key=sort_key)}


def listed(codes: Iterable[str], most: int = 6) -> str:
    """List codes in code order, the first few of many.

    Example:
        >>> listed(["71260", "71250", "71260"])
        '71250, 71260'
    """
    each = sorted(set(codes), key=sort_key)
    more = f" and {len(each) - most} more" if len(each) > most else ""
    return ", ".join(each[:most]) + more
