"""How far each rule looks: at a line alone, at lines of one code, at a day's lines of one provider, at a day, at the claim.

What a rule says of a claim is what it says of the claim's parts of its reach, one by one. Where only what speaks
against a claim is asked, the lines of a visit or day are cut further, into those that meet. A rule that is not named
here looks at the whole claim: that is always right, and only slower where many claims are checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from itertools import chain

from cptkit import lazy_attrs as attrs
from cptkit.claim_check.meetings import (
    Meets,
    OfCodes,
    OfLine,
    edited,
    has_no_coverage,
    in_a_visit,
    is_marked,
    is_no_repeat,
    is_no_supply,
    is_plain,
    is_unmarked,
    needs_a_tracer,
    needs_the_visit,
    never,
    supplied,
    untold,
    untold_codes,
)
from cptkit.claim_check.rule_tables import course_rows, interval_rows
from cptkit.claim_check.rules import RULES
from cptkit.lines.view import View
from cptkit.necessity.diagnosis_codes import MOST_A_CLAIM
from cptkit.once import once
from cptkit.values.rule import Rule


class Reach(Enum):
    """The lines that a rule sees together."""

    LINE = "each line alone"
    CODE = "the lines of a code, day and provider"
    SAME = "the lines of a code and day"
    VISIT = "the lines of a day and provider"
    DAY = "the lines of a day"
    CLAIM = "the whole claim"


_ALL = frozenset({"modifiers", "units", "place_of_service", "diagnoses", "provider", "session"})


@attrs.frozen
class Scope:
    """How far a rule looks, and at what.

    Attributes:
        reach: The lines that it sees together.
        reads: The fields of a line that it reads, besides code and day; ``is_billed`` is whether it has units at all.
        together: Whether what it says of several lines in the same words is one finding of them all.
        codes: The codes of the lines that it looks at; None for any.
        in_order: Whether its words depend on the order of the lines.
        meets: Whether two codes of its reach can be seen together; None where all are.
        sees_all: Which line makes it see the whole of its reach; None where none does.
        turns_on: Where some line makes it see the whole: the rules of which every word against a line alone does so
            too, since their cure looks at what stands beside it.
        mute: Which line it says nothing of where it stands alone; None where it may speak of any.
        names: The codes of a visit that it speaks of, where its words hang on nothing but day and form.
    """

    reach: Reach
    reads: frozenset[str]
    together: bool = False
    codes: Callable[[], frozenset[str]] | None = None
    in_order: bool = False
    meets: Meets | None = None
    sees_all: OfLine | None = None
    turns_on: frozenset[str] = frozenset()
    mute: OfLine | None = None
    names: OfCodes | None = None


def _codes_of_intervals() -> frozenset[str]:
    return frozenset(chain.from_iterable(row.codes for row in interval_rows()))


def _codes_of_courses() -> frozenset[str]:
    return frozenset(chain.from_iterable((*row.codes, *row.deliveries) for row in course_rows()))


_BILLED = frozenset({"modifiers", "units", "place_of_service"})
_LINE = Scope(Reach.LINE, _BILLED)
_DIAGNOSED = Scope(Reach.LINE, frozenset({"modifiers", "diagnoses"}))
_CLAIM_IN_ONE = Scope(Reach.LINE, _BILLED, together=True)
_CODE = Scope(Reach.CODE, frozenset({"modifiers", "units", "session"}))
_CONTAINED = Scope(Reach.CODE, _BILLED, mute=is_no_supply)
_SAME = Scope(Reach.SAME, frozenset({"modifiers", "provider"}), mute=is_no_repeat)
_VISIT = Scope(
    Reach.VISIT,
    frozenset({"modifiers", "units", "session"}),
    meets=in_a_visit,
    sees_all=needs_the_visit,
)
_MARKED = Scope(
    Reach.VISIT, frozenset({"modifiers"}), meets=never, sees_all=is_marked, mute=is_unmarked
)
_UNTOLD = Scope(Reach.VISIT, frozenset({"is_billed"}), names=untold_codes)
_SUPPLIED = Scope(Reach.DAY, _BILLED, meets=supplied, mute=is_plain)
_CARRIED = Scope(
    Reach.DAY,
    frozenset({"modifiers", "diagnoses"}),
    in_order=True,
    meets=never,
    sees_all=needs_a_tracer,
    turns_on=frozenset({"necessity.not-covered"}),
    mute=has_no_coverage,
)
_INTERVALS = Scope(Reach.CLAIM, frozenset({"modifiers"}), codes=_codes_of_intervals, in_order=True)
_COURSES = Scope(Reach.CLAIM, frozenset({"units"}), codes=_codes_of_courses, in_order=True)
_WHOLE = Scope(Reach.CLAIM, _ALL, in_order=True)

_SCOPES: dict[Scope, str] = {
    _LINE: (
        "claim.unread claim.no-lines line.unreadable coverage.billed-for-denial hospital.status hospital.only "
        "place.unassigned place.imaging units.count bilateral.units "
        "policy.authorization policy.laterality policy.distinct"
    ),
    _DIAGNOSED: (
        "diagnosis.unknown diagnosis.incomplete pet.strategy diagnosis.side policy.requirement "
        "documentation.missing diagnosis.missing diagnosis.form diagnosis.too-many"
    ),
    _CLAIM_IN_ONE: "order.provider policy.timely-filing",
    _CODE: (
        "claim.duplicate component.overlap bilateral.one-line bilateral.both-sides-code "
        "bundling.mue guidance.once-per-encounter policy.bilateral"
    ),
    _VISIT: (
        "status.not-payable bundling.ptp bundling.by-predecessor addon.no-primary contrast.one-of-family "
        "combination.one-code combination.included-study combination.exclusive screening.with-diagnostic "
        "documentation.separate-study mammography.same-day guidance.included "
        "guidance.fluoroscopy guidance.no-procedure guidance.units "
        "portable.transport portable.setup"
    ),
    _MARKED: "bundling.distinct-unused",
    _CONTAINED: "supply.waste",
    _SAME: "repeat.first-line repeat.second-reading",
    _SUPPLIED: (
        "supply.agent-missing supply.tracer-missing supply.study-missing "
        "supply.beside-professional supply.units"
    ),
    _CARRIED: "diagnosis.needed necessity.not-covered",
    _INTERVALS: "frequency.history frequency.interval",
    _COURSES: "frequency.course",
}
_SCOPE_OF = {name: scope for scope, names in _SCOPES.items() for name in names.split()}
_HALVES = {"bundling.ptp": ((_VISIT, edited), (_UNTOLD, untold))}
"""Rules that look at one thing for some findings and at another for the rest; of PASS they must see both."""

_CODE_LIFE = "code.in-force"


def scope_of(rule: Rule[View], *, passes: bool) -> Scope:
    """Say how far a rule looks.

    Args:
        rule: The rule.
        passes: Whether its PASS verdicts are wanted too: that of codes in force names all codes of the claim.

    Returns:
        The scope; the whole claim for a rule that nobody placed.
    """
    if _CODE_LIFE in rule.ids:
        return _WHOLE if passes else _LINE
    if rule.ids[0].startswith("modifier."):
        return _LINE
    scopes = {_SCOPE_OF.get(name, _WHOLE) for name in rule.ids}
    scope = scopes.pop() if len(scopes) == 1 else _WHOLE
    return _uncut(scope) if passes else scope


def _uncut(scope: Scope) -> Scope:
    """Give a scope that sees all lines of its reach, of which it may have something to say."""
    return attrs.evolve(scope, meets=None, sees_all=None, turns_on=frozenset(), mute=None)


def _placed(rule: Rule[View], *, passes: bool) -> Iterator[tuple[Scope, Rule[View]]]:
    """Give a rule with its scope, or its halves with theirs."""
    halves = () if passes else _HALVES.get(rule.ids[0], ())
    for scope, judge in halves:
        yield scope, attrs.evolve(rule, judge=judge)
    if not halves:
        yield scope_of(rule, passes=passes), rule


@once
def rules_by_scope(*, passes: bool) -> dict[Scope, tuple[Rule[View], ...]]:
    """Give the rules of each scope, in the order of `RULES`."""
    found: dict[Scope, list[Rule[View]]] = {}
    for rule in RULES:
        for scope, placed in _placed(rule, passes=passes):
            found.setdefault(scope, []).append(placed)
    return {scope: tuple(rules) for scope, rules in found.items()}


def is_whole(scope: Scope, diagnoses: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether rules that look at lines alone must see a claim whole: one counts the diagnoses of all its lines."""
    return scope == _DIAGNOSED and len(set(chain.from_iterable(diagnoses))) > MOST_A_CLAIM
