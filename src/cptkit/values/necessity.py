"""Coverage determinations as values: a row of one, and what the rows at hand say of a code under a diagnosis."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterable, Iterator

from cptkit import lazy_attrs as attrs
from cptkit.errors import DataError, shown
from cptkit.indicators import Setting
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.code import Certainty, sort_key
from cptkit.values.diagnosis import conflicts, entry_problem
from cptkit.values.finding import Outcome
from cptkit.values.table import Source
from cptkit.values.typed import typed

CODE_FORM = re.compile(r"[0-9]{4}[0-9FTUM]|[A-EGHJ-MP-V][0-9]{4}")
"""The form of a code of CPT or HCPCS Level II."""
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_STATE = re.compile(r"[A-Z]{2}")


class CoverageStance(Ranked):
    """What a determination says of a service under a diagnosis."""

    COVERED = "covered, if the record shows the conditions"
    NOT_COVERED = "named as not covered"
    NOT_LISTED = "not among the diagnoses that are covered"
    CONTRACTOR = "left to the contractor, whose list is not at hand"


@attrs.frozen(field_transformer=typed, repr=False)
class CoverageRow(Printed):
    """One row of a coverage determination: services, diagnoses, and what is said of them together.

    The name `Coverage` belongs to the tables and how well they cover a day.

    Attributes:
        id: Stable dotted words, or the document and the group of a file.
        stance: COVERED, NOT_COVERED, or CONTRACTOR where the determination names no diagnoses.
        codes: Codes and first-last ranges of the services; () where the modifiers decide.
        diagnoses: ICD-10-CM codes (``M81.0``), beginnings (``F17.21-``) and ranges (``C00-C96``); () for any.
        otherwise: What a line comes to that has none of the diagnoses covered: FAIL where a source says that it is
            denied, WARN where the list is meant to be whole, NO_DATA where the whole list is the contractor's.
        modifiers: A line needs one of these for the row to apply; () for any line.
        without: Modifiers with which the row does not apply.
        beside: Codes of which one must stand on the claim that day, such as the tracer; () for none.
        assumed: Whether `beside` may be taken as given where the claim names no tracer at all; the answer is then a
            WARN at most.
        billing: Whether the claim itself needs the diagnosis, by a billing rule (``diagnosis.needed``).
        first_listed: Whether the diagnosis stands first.
        conditions: Ids of the evidence that the record must hold, which a claim cannot show.
        frequency: How often, in words.
        reason: What the determination says, in our own words.
        settings: Claim forms; () for all.
        medicare: Whether it binds Medicare's contractors; False for another payer's own list.
        publisher: Who publishes it.
        document: Its name, such as ``NCD 220.6.17``.
        contractor: Number or name of the Medicare contractor; empty where it is national.
        states: Two-letter states; () for all.
        citation: The source.
        certainty: H where the text itself was read.
        effective: The first day; None where no source states it.
        through: The last day; None while it is open.
        source: The file.

    Raises:
        DataError: A code, modifier, state or diagnosis has not its form, or the days run backwards; all is listed.

    Example:
        >>> CoverageRow("house.dxa", CoverageStance.COVERED, ("77080",), ("M81.0", "Z78.0")).codes
        ('77080',)
    """

    _columns = ("id", "stance", "codes", "diagnoses", "document", "effective", "through")

    id: str
    stance: CoverageStance
    codes: tuple[str, ...]
    diagnoses: tuple[str, ...] = ()
    otherwise: Outcome = Outcome.NO_DATA
    modifiers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    assumed: bool = False
    billing: bool = False
    first_listed: bool = False
    conditions: tuple[str, ...] = ()
    frequency: str = ""
    reason: str = ""
    settings: tuple[Setting, ...] = ()
    medicare: bool = True
    publisher: str = "CMS"
    document: str = ""
    contractor: str = ""
    states: tuple[str, ...] = ()
    citation: str = ""
    certainty: Certainty = Certainty.M
    effective: dt.date | None = None
    through: dt.date | None = None
    source: Source | None = attrs.field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        found = tuple(f"{self.id}: {each}" for each in _problems(self))
        if found:
            raise DataError(found)

    @property
    def is_national(self) -> bool:
        """Whether it holds for all contractors and states."""
        return not self.contractor and not self.states


def _problems(row: CoverageRow) -> Iterator[str]:
    if not row.codes and not row.modifiers:
        yield "names neither codes nor modifiers: it would apply to every line"
    if row.stance is CoverageStance.NOT_LISTED:
        yield "NOT_LISTED is an answer, not a row's stance: give the diagnoses that are covered"
    for name in (*row.codes, *row.beside):
        yield from _span_problems(name)
    for form, what, names in (
        (_MODIFIER, "modifier of two characters", (*row.modifiers, *row.without)),
        (_STATE, "state of two letters", row.states),
    ):
        yield from (f"{shown(name)} is no {what}" for name in names if not form.fullmatch(name))
    yield from (problem for each in row.diagnoses if (problem := entry_problem(each)))
    if row.effective and row.through and row.through < row.effective:
        yield f"ends on {row.through}, before it begins on {row.effective}"


def _span_problems(name: str) -> Iterator[str]:
    first, dash, last = name.partition("-")
    ends = (first, last) if dash else (first,)
    wrong = [each for each in ends if not CODE_FORM.fullmatch(each)]
    yield from (f"{shown(each)} is a code of no code set: CPT or HCPCS Level II" for each in wrong)
    if dash and not wrong and sort_key(first) > sort_key(last):
        yield f"{shown(name)} runs backwards: write the first code before the last"


def contradictions(rows: Iterable[CoverageRow]) -> Iterator[str]:
    """Say which rows of one list cover and exclude a diagnosis for the same service, place, modifiers and days.

    Example:
        >>> one = CoverageRow("a", CoverageStance.COVERED, ("77080",), ("M81.0",))
        >>> other = CoverageRow("b", CoverageStance.NOT_COVERED, ("77080-77085",), ("M81-",))
        >>> list(contradictions((one, other)))
        ['a covers and b excludes M81.0 for 77080']
    """
    places: dict[tuple[object, ...], tuple[list[CoverageRow], list[CoverageRow]]] = {}
    for row in rows:
        place = (row.contractor, row.states, row.modifiers, row.beside, row.settings, row.medicare)
        covered, excluded = places.setdefault(place, ([], []))
        if row.stance is CoverageStance.COVERED and row.diagnoses:
            covered.append(row)
        elif row.stance is CoverageStance.NOT_COVERED:
            excluded.append(row)
    for covered, excluded in places.values():
        for one, other in itertools.product(covered, excluded):
            yield from _contradiction(one, other)


def _contradiction(covered: CoverageRow, excluded: CoverageRow) -> Iterator[str]:
    codes = [code for code in covered.codes if _overlaps(code, excluded.codes)]
    first = max(each for each in (covered.effective, excluded.effective, dt.date.min) if each)
    last = min(each for each in (covered.through, excluded.through, dt.date.max) if each)
    if codes and first <= last:
        both = (
            conflicts(covered.diagnoses, excluded.diagnoses)
            if excluded.diagnoses
            else covered.diagnoses
        )
        if both:
            named = ", ".join(both[:5])
            yield f"{covered.id} covers and {excluded.id} excludes {named} for {', '.join(codes)}"


def _overlaps(name: str, names: tuple[str, ...]) -> bool:
    first, last = _keys(name)
    return any(first <= end and start <= last for start, end in map(_keys, names))


def _keys(name: str) -> tuple[str, str]:
    first, _, last = name.partition("-")
    return sort_key(first), sort_key(last or first)


@functools.lru_cache(maxsize=1024)
def _spans(names: tuple[str, ...]) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    single = frozenset(name for name in names if "-" not in name)
    return single, tuple(_keys(name) for name in names if "-" in name)


def code_listed(names: tuple[str, ...], code: str) -> bool:
    """Tell whether codes and first-last ranges hold a code.

    Example:
        >>> code_listed(("A9552", "A9593-A9597"), "A9595"), code_listed(("A9552",), "A9595")
        (True, False)
    """
    single, spans = _spans(names)
    if code in single or not spans:
        return code in single
    key = sort_key(code)
    return any(first <= key <= last for first, last in spans)


@attrs.frozen(field_transformer=typed, repr=False)
class CoverageAnswer(Printed):
    """What the determinations at hand say of a code under a diagnosis.

    It is true where the diagnosis is covered, so that ``if necessity.covered(...)`` reads as it should.

    Attributes:
        code: The service.
        diagnosis: The diagnosis, as it is printed.
        stance: What is said.
        rows: The rows that say it.

    Example:
        >>> bool(CoverageAnswer("77080", "M81.0", CoverageStance.COVERED, ()))
        True
    """

    code: str
    diagnosis: str
    stance: CoverageStance
    rows: tuple[CoverageRow, ...]

    @property
    def conditions(self) -> tuple[str, ...]:
        """Ids of the evidence that the record must hold."""
        return tuple(dict.fromkeys(each for row in self.rows for each in row.conditions))

    def __bool__(self) -> bool:
        return self.stance is CoverageStance.COVERED

    def __str__(self) -> str:
        said = "; ".join(dict.fromkeys(row.document or row.id for row in self.rows))
        return f"{self.code} under {self.diagnosis}: {self.stance.value} ({said})"


@attrs.frozen(repr=False)
class IcdCode(Printed):
    """A diagnosis code of the year's ICD-10-CM list.

    Attributes:
        code: The code as it is printed, such as ``M81.0``.
        billable: Whether a claim may carry it; a header is not valid.
        text: The list's own words (public domain).
        source: The file.

    Example:
        >>> IcdCode("M25.561", True, "Pain in right knee").side
        'RIGHT'
    """

    code: str
    billable: bool
    text: str = ""
    source: Source | None = attrs.field(default=None, eq=False)

    @property
    def side(self) -> str | None:
        """``RIGHT``, ``LEFT`` or ``BOTH`` as the words name it; None where they name none, or two."""
        named = {_SIDES[each] for each in _SIDE.findall(self.text.lower())}
        return named.pop() if len(named) == 1 else None

    def __str__(self) -> str:
        return f"{self.code} {self.text}".rstrip()


_SIDE = re.compile(r"\b(right|left|bilateral)\b")
_SIDES = {"right": "RIGHT", "left": "LEFT", "bilateral": "BOTH"}
