"""What holds between lines of the same code: duplicates, components that overlap, repeats, second readings, both sides."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from cptkit.catalog.both_sides import both_sides_of
from cptkit.claim_check.distinct_lines import marks_of
from cptkit.errors import NoDataError
from cptkit.indicators import Bilateral, Setting
from cptkit.lines.value_sets import members, modifiers_of
from cptkit.lines.view import Seen, View, by_code, by_day_and_provider, grouped
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.modifier import BILATERAL, SIDES, ModifierKind
from cptkit.values.table import Source

_SAME, _OTHER = "repeat.same-provider", "repeat.other-provider"


def repeating() -> frozenset[str]:
    """Give the modifiers that say that the same code was done before on that day."""
    return members(_SAME, _OTHER)


def _says_why(seen: Seen) -> bool:
    """Tell whether a line says why its code stands there once more: a repeat, or a distinct service."""
    return not seen.modifiers.isdisjoint(modifiers_of(ModifierKind.REPEAT, ModifierKind.DISTINCT))


def _again(view: View) -> tuple[Seen, ...]:
    """Give the lines whose code another line of the day has too: on most claims there are none."""
    if len({(each.text, each.on) for each in view.lines}) == len(view.lines):
        return ()
    count = Counter((each.text, each.on) for each in view.lines)
    return tuple(each for each in view.lines if count[each.text, each.on] > 1)


def _again_national(view: View) -> list[Seen]:
    """Give those of them that are of national codes in force."""
    again = view.once(_again)
    named = {each.index for each in view.national} if again else ()
    return [each for each in again if each.index in named]


def duplicates(view: View) -> Iterator[Finding]:
    """The same code with the same modifiers stands once for a day and provider."""
    same = grouped(
        view.once(_again), lambda each: (each.text, each.on, each.line.provider, each.modifiers)
    )
    found = (_duplicate(view, lines) for lines in same.values() if len(lines) > 1)
    yield from view.rest_passes("claim.duplicate", view.lines, found, "no other line is the same")


def _duplicate(view: View, lines: tuple[Seen, ...]) -> Finding:
    text = lines[0].text if len(lines[0].text) <= 10 else "the code"
    message = f"{len(lines)} lines of {text} with the same modifiers on one day by one provider"
    if _says_why(lines[0]):
        cure = "bill them as units of one line, if each was needed and documented"
        return view.say(
            "claim.duplicate", Outcome.WARN, lines, message, cure, certainty=Certainty.M
        )
    cure = "take the repeated line off; a true repeat is 76 (or 77 by another physician), the other side LT or RT, another session XE"
    return view.say("claim.duplicate", Outcome.FAIL, lines, message, cure)


def components(view: View) -> Iterator[Finding]:
    """The global service already holds both components: neither is billed beside it."""
    for lines in by_day_and_provider(view.once(_again_national)).values():
        for code, same in by_code(lines).items():
            if len(same) > 1 and len({each.component for each in same}) > 1:
                yield from _overlap(view, code, same)


def _overlap(view: View, code: str, lines: tuple[Seen, ...]) -> Iterator[Finding]:
    plain = [each for each in lines if not _says_why(each)]
    sides = grouped(plain, lambda each: marks_of(each, view.setting, view.catalog).anatomic)
    for same in sides.values():
        parts = {each.component for each in same}
        if "" in parts and len(parts) > 1:
            message = f"{code} is billed whole, and its component beside it"
            yield view.say(
                "component.overlap",
                Outcome.FAIL,
                same,
                message,
                "bill the whole, or 26 and TC by whoever did each",
            )


# --- repeats


def repeats(view: View) -> Iterator[Finding]:
    """76 and 77 say that the same code was done before on that day: 76 by the same, 77 by another provider."""
    for same in grouped(view.active, lambda each: (each.text, each.on)).values():
        marked = [each for each in same if each.modifiers & repeating()]
        if marked:
            firsts = {each.line.provider for each in same if each.modifiers.isdisjoint(repeating())}
            yield from view.rest_passes(
                "repeat.first-line",
                marked,
                (f for each in marked for f in _repeat(view, each, firsts)),
                "the first line is there",
            )


def _repeat(view: View, seen: Seen, firsts: set[str | None]) -> Iterator[Finding]:
    rule = "repeat.first-line"
    if not firsts:
        yield view.say(rule, Outcome.WARN, (seen,), *_first_elsewhere(seen))
    elif seen.modifiers & members(_SAME) and seen.line.provider not in firsts:
        yield view.say(
            rule,
            Outcome.WARN,
            (seen,),
            f"76 on {seen.text}, and the first one is by another provider",
            "use 77",
        )
    elif seen.modifiers & members(_OTHER) and firsts == {seen.line.provider}:
        yield view.say(
            rule,
            Outcome.WARN,
            (seen,),
            f"77 on {seen.text}, and the first one is by the same provider",
            "use 76",
        )


def _first_elsewhere(seen: Seen) -> tuple[str, str]:
    """Say what a repeat without its first line wants: of 77, the first is another physician's, on another claim."""
    if seen.modifiers & members(_OTHER):
        message = f"{seen.text} is billed as a repeat by another physician; the first study is on that physician's claim"
        return (
            message,
            "keep in the record who did the first study, and why another reading or study was needed, with its own report",
        )
    message = f"{seen.text} is billed as a repeat, and its first time is not on the claim"
    return (
        message,
        "bill the first study too, or show that it is on another claim; retakes and quality checks are no repeats",
    )


def second_readings(view: View) -> Iterator[Finding]:
    """Medicare pays one reading of a study; a second by another physician needs 77, unusual circumstances, and its own report."""
    if view.setting is not Setting.PROFESSIONAL:
        return
    studies = [each for each in view.once(_again_national) if each.is_diagnostic_study]
    for lines in grouped(
        studies,
        lambda each: (each.text, each.on, marks_of(each, view.setting, view.catalog).anatomic),
    ).values():
        plain = [each for each in lines if not _says_why(each)]
        read = [each for each in plain if each.has_professional]
        made = [each for each in plain if each.has_technical]
        if len({each.line.provider for each in read}) > 1:
            message = f"{plain[0].text} is read by two providers on one day, and no line says why"
            cure = "a second study or reading by another physician is 77, with its reason and a report of its own; otherwise bill one"
            yield view.say("repeat.second-reading", Outcome.FAIL, read, message, cure)
        elif len({each.line.provider for each in made}) > 1:
            message = f"the technical part of {plain[0].text} is billed by two providers on one day, and no line says why"
            cure = "a second study by another provider is 77; otherwise bill the technical part once, by who did it"
            yield view.say(
                "repeat.second-reading", Outcome.WARN, made, message, cure, certainty=Certainty.M
            )


# --- both sides


def both_sides(view: View) -> Iterator[Finding]:
    """Lines with RT and LT fit where each side is paid; not where one line with 50, or a code of both sides, is the right form."""
    sided = [each for each in view.once(_again_national) if each.modifiers & SIDES]
    for (on, _), lines in by_day_and_provider(sided).items():
        for code, same in by_code(lines).items():
            right = [each for each in same if "RT" in each.modifiers]
            left = [each for each in same if "LT" in each.modifiers]
            if right and left:
                yield from _on_both(view, code, same, on)


def _on_both(view: View, code: str, lines: tuple[Seen, ...], on: dt.date) -> Iterator[Finding]:
    for component, same in sorted(grouped(lines, lambda each: each.component).items()):
        if len({each.modifiers & SIDES for each in same}) < 2:
            continue
        row = view.fee_row(same[0], component)
        known = None if isinstance(row, NoDataError) else row
        if known is not None and known.bilateral is Bilateral.ONE_AND_A_HALF:
            yield _one_and_a_half(view, code, same, known.source)
        elif known is not None and known.bilateral is Bilateral.ALREADY_BILATERAL:
            message = f"{code} stands for both sides already, and is billed for each"
            yield view.say(
                "bilateral.one-line",
                Outcome.FAIL,
                same,
                message,
                f"one line of {code} without a side",
                source=known.source,
            )
        else:
            yield from _other_code(view, code, same, on)


def _one_and_a_half(
    view: View, code: str, lines: tuple[Seen, ...], source: Source | None
) -> Finding:
    """Judge two lines of a code that is paid one and a half times for both sides: one line with 50, but in surgical centers."""
    if view.setting is Setting.ASC:
        return view.say(
            "bilateral.one-line",
            Outcome.PASS,
            lines,
            "surgical centers bill a line for each side, not 50",
            source=source,
            certainty=Certainty.M,
        )
    message = f"{code} on a right and a left line; its bilateral indicator is 1, and one unit a day is the limit"
    return view.say(
        "bilateral.one-line",
        Outcome.FAIL,
        lines,
        message,
        f"one line of {code} with 50",
        source=source,
        medicare_only=True,
    )


def _other_code(view: View, code: str, lines: tuple[Seen, ...], on: dt.date) -> Iterator[Finding]:
    row = both_sides_of(code, on)
    if row is None:
        yield view.say(
            "bilateral.both-sides-code", Outcome.PASS, lines, f"{code} on a right and a left line"
        )
        return
    outcome = Outcome.FAIL if row.certainty is Certainty.H else Outcome.WARN
    message = f"{code} on a right and a left line; both sides have a code of their own"
    yield view.say(
        "bilateral.both-sides-code",
        outcome,
        lines,
        message,
        row.cure,
        citation=row.citation,
        certainty=row.certainty,
    )


def fifty(view: View) -> Iterator[Finding]:
    """A line with 50 stands for both sides with one unit."""
    for seen in view.national:
        if BILATERAL in seen.modifiers and seen.line.units > 1:
            message = f"{seen.text} with 50 and {seen.line.units} units: 50 says both sides already"
            yield view.say("bilateral.units", Outcome.WARN, (seen,), message, "one unit with 50")
