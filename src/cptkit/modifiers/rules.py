"""The rules of modifiers; reading `RULES` is reading what is checked."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import TypeAlias

from cptkit import lazy_attrs as attrs
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.remembered import Remembered
from cptkit.errors import code_shown
from cptkit.indicators import Setting
from cptkit.lines.value_sets import modifiers_of
from cptkit.lines.view import Seen, View
from cptkit.modifiers import by_code, by_indicator, by_line
from cptkit.modifiers.seen_line import marked
from cptkit.modifiers.subjects import LineModifiers, Subject
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import ModifierKind
from cptkit.values.rule import Held, Interest, Rule
from cptkit.values.trusted import retold

MODIFIER_RULES: tuple[tuple[tuple[str, ...], Callable[[Subject], Finding | None]], ...] = (
    (("modifier.undescribed",), by_code.described),
    (("modifier.expired", "modifier.not-yet-valid"), by_code.dates),
    (("modifier.no-effect",), by_code.idle),
    (("modifier.component-split",), by_indicator.component),
    (("modifier.component-status",), by_indicator.component_status),
    (("modifier.bilateral",), by_indicator.bilateral),
    (("modifier.surgeons",), by_indicator.surgeons),
    (("modifier.multiple-procedure",), by_indicator.multiple_procedure),
    (("modifier.global-period",), by_indicator.global_period),
    (("modifier.laterality",), by_code.laterality),
    (("modifier.scope", *sorted(set(by_code.RULE_OF_KIND.values()))), by_code.scope),
)
"""What looks at one modifier on one code and day."""

LINE_RULES: tuple[tuple[tuple[str, ...], Callable[[LineModifiers], Iterator[Finding]]], ...] = (
    (("modifier.too-many",), by_line.too_many),
    (("modifier.duplicate",), by_line.duplicate),
    (("modifier.unknown",), by_line.unknown),
    (("modifier.conflict",), by_line.conflict),
    (("modifier.sides",), by_line.sides),
    (("modifier.order",), by_line.order),
    (("modifier.setting",), by_line.setting),
    (("modifier.place-of-service",), by_line.place),
    (("modifier.side-missing",), by_line.side_missing),
)
"""What looks at the modifiers of one line together."""


def of_modifier(subject: Subject) -> tuple[Finding, ...]:
    """Give what the rules say of one modifier on a code; always something."""
    said = (rule(subject) for _, rule in MODIFIER_RULES)
    return tuple(each for each in said if each is not None)


def of_line(line: LineModifiers) -> tuple[Finding, ...]:
    """Give what the rules say of a line: of its modifiers one by one, then together."""
    single = tuple(each for subject in line.subjects for each in of_modifier(subject))
    return (*single, *_not_in_force(line), *(each for _, rule in LINE_RULES for each in rule(line)))


def _not_in_force(line: LineModifiers) -> Iterator[Finding]:
    """Say that the modifiers of a code that is not in force cannot be judged."""
    if line.profile is None and line.known:
        text = code_shown(line.seen.text)
        reason = f"what the modifiers say of {text} cannot be told: {line.fees.gap}"
        yield line.say(
            "modifier.scope",
            Outcome.NO_DATA,
            reason,
            line.fees.remedy,
            citation="CPT and HCPCS code sets",
        )


# --- one face for all: a view of the lines in, findings out


Judge: TypeAlias = "Callable[[LineModifiers], Iterator[Finding]]"

_SAID: Remembered[tuple[tuple[int, Finding, bool], ...]] = Remembered(20_000)
"""What the rules say of a line that reads so, as if it were the first of its claim: most lines come again.

Each finding stands with the place of its rule, and with whether it is one for all lines of which it is said.
"""

_WORDS: Remembered[Finding] = Remembered(20_000)
"""What is said in the same words is one value, told from others by what it is."""


def _read(view: View) -> dict[int, list[Finding]]:
    """Say what every rule says of the lines, by its place: what passes in the same words is said once for all of them."""
    where, form = view.catalog, (view.setting.value, view.claim.payer.value)
    said: dict[int, list[Finding]] = {}
    of_several: dict[int, tuple[int, Finding, list[int]]] = {}
    for seen in view.lines:
        reading = (seen.text, seen.line.modifiers, seen.on, seen.line.place_of_service, form)
        told = _SAID.of(where, reading, functools.partial(_judged, view, seen))
        for place, finding, for_all in told:
            if not for_all:
                said.setdefault(place, []).append(_at(finding, seen.index, where))
            elif id(finding) in of_several:
                of_several[id(finding)][2].append(seen.index)
            else:
                of_several[id(finding)] = (place, finding, [seen.index])
    for place, finding, lines in of_several.values():
        told_once = (
            _at(finding, lines[0], where)
            if len(lines) == 1
            else retold(finding, lines=tuple(lines))
        )
        said.setdefault(place, []).append(told_once)
    return said


_PLACED: Remembered[tuple[Finding, Finding]] = Remembered(20_000)
"""A finding as it is said of the line at a place, by its identity and with it, so that the identity stays its own."""


def _at(finding: Finding, index: int, where: Catalog) -> Finding:
    """Give a finding of the line at a place: few words and places make most findings."""
    kept = _PLACED.of(
        where, (id(finding), index), lambda: (finding, retold(finding, lines=(index,)))
    )
    return kept[1]


def _judged(view: View, seen: Seen) -> tuple[tuple[int, Finding, bool], ...]:
    """Ask every rule of a line; no national table tells of house codes, and none is missing."""
    line, where = marked(view, attrs.evolve(seen, index=0)), view.catalog
    of_house = where.is_house_code(seen.text)
    return tuple(
        (place, _WORDS.of(where, each, lambda each=each: each), each.outcome in _FOR_ALL)  # type: ignore[misc]
        for place, judge in enumerate(_JUDGES)
        for each in judge(line)
        if not (of_house and each.outcome is Outcome.NO_DATA)
    )


_FOR_ALL = (Outcome.PASS, Outcome.NO_DATA)
"""What is said once of all lines; what speaks against a line is said of each."""


def _of_every_line(place: int, judge: Callable[..., object]) -> Callable[[View], Iterator[Finding]]:
    """Give the face that all rules have, of the rule at a place of `_JUDGES`."""

    @functools.wraps(judge)
    def of_lines(view: View) -> Iterator[Finding]:
        return iter(view.once(_read).get(place, ()))

    return of_lines


def _of_each_modifier(judge: Callable[[Subject], Finding | None]) -> Judge:
    """Ask a rule of one modifier of every modifier of a line."""

    def of_one_line(line: LineModifiers) -> Iterator[Finding]:
        for subject in line.subjects:
            finding = judge(subject)
            if finding is not None:
                yield finding
        if judge is by_code.scope:
            yield from _not_in_force(line)

    return of_one_line


_JUDGES: tuple[Judge, ...] = (
    *(_of_each_modifier(judge) for _, judge in MODIFIER_RULES),
    *(judge for _, judge in LINE_RULES),
)
"""Every rule, asked of one line."""


_MODIFIED = Interest(held=frozenset({Held.MODIFIER}))
_OF_KINDS: dict[Callable[[Subject], Finding | None], Interest] = {
    judge: Interest(modifiers=functools.partial(modifiers_of, kind))
    for judge, kind in {
        by_indicator.component: ModifierKind.COMPONENT,
        by_indicator.component_status: ModifierKind.COMPONENT,
        by_indicator.bilateral: ModifierKind.BILATERAL,
        by_indicator.surgeons: ModifierKind.SURGEONS,
        by_indicator.multiple_procedure: ModifierKind.MULTIPLE,
        by_code.laterality: ModifierKind.SIDE,
    }.items()
}
_OF_LINES: dict[Callable[[LineModifiers], Iterator[Finding]], Interest] = {
    by_line.place: Interest(settings=(Setting.PROFESSIONAL,)),
    by_line.side_missing: Interest(held=frozenset({Held.IMAGE})),
}
_TABLES = ("fee schedule", "modifiers", "modifier_codes", "modifier_conflicts")

RULES: tuple[Rule[View], ...] = (
    *(
        Rule(ids, _of_every_line(place, judge), _TABLES[:3], _OF_KINDS.get(judge, _MODIFIED))
        for place, (ids, judge) in enumerate(MODIFIER_RULES)
    ),
    *(
        Rule(ids, _of_every_line(place, judge), _TABLES, _OF_LINES.get(judge, _MODIFIED))
        for place, (ids, judge) in enumerate(LINE_RULES, len(MODIFIER_RULES))
    ),
)
"""Every rule, with the face that all rules have."""
