"""What codes say by themselves: form, life span, fee schedule status, hospital status, units, place of service."""

from __future__ import annotations

from collections.abc import Iterator

from cptkit import lazy_attrs as attrs
from cptkit.catalog.lookups import NOT_LISTED
from cptkit.claim_check.rule_tables import denial_rows, hospital_rows
from cptkit.errors import NoDataError, shown
from cptkit.indicators import OppsStatus, Setting, Status
from cptkit.lines.value_sets import ValueSetRow, members, value_set
from cptkit.lines.view import Seen, View, listed
from cptkit.values.code import Category, Certainty, Code, SupplyKind
from cptkit.values.code_expression import CodeStatus
from cptkit.values.days import is_over
from cptkit.values.finding import Finding, Outcome
from cptkit.values.release_words import quarter_of, told
from cptkit.values.table import FeeScheduleRow, TableKind

_LOAD = "read the release that covers the day with cptkit.cms.read_fee_schedule and give it to with_tables"


def code_life(view: View) -> Iterator[Finding]:
    """A code must be one, be assigned, and be in force on its line's own day."""
    fine = []
    for seen in view.lines:
        if seen.status is CodeStatus.ACTIVE:
            fine.append(seen)
        elif seen.status is None:
            yield _uncovered(view, seen)
        else:
            yield _invalid(view, seen, seen.status)
    if fine:
        yield view.say(
            "code.in-force",
            Outcome.PASS,
            fine,
            f"in force on the day: {listed(each.text for each in fine)}",
        )


def _uncovered(view: View, seen: Seen) -> Finding:
    message = "no packaged year covers the day, so whether the code was in force cannot be told"
    return view.say(
        "code.in-force",
        Outcome.NO_DATA,
        (seen,),
        message,
        f"ask for a day of {view.catalog.codes.spanned}, or read the fee schedule of the day with cptkit.cms.read and give it to with_tables",
    )


def _invalid(view: View, seen: Seen, status: CodeStatus) -> Finding:
    text = seen.text
    if status is CodeStatus.MALFORMED:
        return view.say(
            "code.malformed",
            Outcome.FAIL,
            (seen,),
            f"{shown(text)} has not the form of a code",
            "correct it: five characters, or declare a house code",
        )
    if status is CodeStatus.RETIRED:
        return _retired(view, seen)
    if status is CodeStatus.FUTURE:
        first = view.catalog.versions(text)[0].effective
        return view.say(
            "code.not-yet-valid",
            Outcome.FAIL,
            (seen,),
            f"{text} starts on {first}",
            "bill the code that is in force on the day of service",
        )
    if status is CodeStatus.UNKNOWN:
        return view.say(
            "code.unknown",
            Outcome.FAIL,
            (seen,),
            f"{text} stands in no section of any code set",
            "correct it, or declare it as a house code",
        )
    return _not_covered(view, seen) if status is CodeStatus.NO_DATA else _unassigned(view, seen)


def _not_covered(view: View, seen: Seen) -> Finding:
    message = f"whether {seen.text} was in force on {seen.on} cannot be told: no source at hand lists its family whole for that day"
    return view.say("code.not-covered", Outcome.NO_DATA, (seen,), message, NOT_LISTED)


def _unassigned(view: View, seen: Seen) -> Finding:
    """A number that no source assigns: surely wrong in CPT's main part, which is published once a year."""
    if seen.text.isdigit():
        message = f"{seen.text} lies in a section and is assigned on no day that our sources cover"
        return view.say("code.unassigned", Outcome.FAIL, (seen,), message, "correct the code")
    message = f"{seen.text} is not in the fee schedules that the code set was read from; its category gains codes during the year"
    return view.say(
        "code.unassigned",
        Outcome.NO_DATA,
        (seen,),
        message,
        "look it up in the current list, and declare it as a house code if it is right",
    )


def _retired(view: View, seen: Seen) -> Finding:
    last = max(
        (each for each in view.catalog.versions(seen.text) if is_over(each, seen.on)),
        key=lambda each: each.through or seen.on,
    )
    return view.say(
        "code.retired",
        Outcome.FAIL,
        (seen,),
        f"{seen.text} was in force through {last.through} only",
        _in_its_place(last),
        citation=last.citation or None,
    )


def _in_its_place(code: Code) -> str:
    """Name what took a retired code's place, and which when: of several codes one may fit, or all be needed together."""
    named = f"in its place: {', '.join(code.successors)}" if code.successors else ""
    said = ". ".join(each for each in (named, code.successors_note) if each)
    return (
        said
        or code.note
        or "no source here names a code that took its place: bill what describes the service"
    )


# --- fee schedule status


def fee_status(view: View) -> Iterator[Finding]:
    """A professional line must be of a code that the fee schedule lets Medicare pay."""
    if view.setting is not Setting.PROFESSIONAL:
        return
    asked = [each for each in view.national if each.code is not None and each.code.supply is None]
    yield from view.rest_passes(
        "status.not-payable",
        asked,
        (f for each in asked if (f := _status_of(view, each)) is not None),
        "the fee schedule does not rule payment out",
    )


def _status_of(view: View, seen: Seen) -> Finding | None:
    row = view.fee_row(seen, "")
    if row is None:
        return None
    if isinstance(row, NoDataError):
        return view.say(
            "status.not-payable",
            Outcome.NO_DATA,
            (seen,),
            "no fee schedule at hand covers the code and day",
            row.remedy,
        )
    known = value_set("fee-status.not-payable").get(row.status.value)
    return None if known is None else _status_says(view, seen, row, known)


def _status_says(view: View, seen: Seen, row: FeeScheduleRow, known: ValueSetRow) -> Finding | None:
    if row.status is Status.PAID_IF_ALONE and not _others_that_day(view, seen):
        return None
    if seen.code is not None and seen.code.category is Category.II:
        message = f"{seen.text} has status {row.status.value}: it tracks performance and carries no payment, and Medicare does not collect it"
        return view.say(
            "status.not-payable",
            Outcome.WARN,
            (seen,),
            message,
            "leave it off, unless another program collects it",
            source=row.source,
        )
    outcome = known.outcome or Outcome.WARN
    note = seen.code.note if seen.code is not None else ""
    message = f"{seen.text} has status {row.status.value}: {known.says}"
    if outcome is Outcome.FAIL and seen.modifiers & members("denial.expected"):
        outcome, message = Outcome.WARN, f"{message}; the line says that it is billed for denial"
    return view.say(
        "status.not-payable",
        outcome,
        (seen,),
        message,
        note or "bill the code that Medicare takes, or the patient where the rules allow",
        source=row.source,
    )


def billed_for_denial(view: View) -> Iterator[Finding]:
    """GZ, GY and EY ask Medicare for a denial."""
    rows = denial_rows()
    for seen in view.active if view.is_medicare else ():
        for modifier in sorted(seen.modifiers & rows.keys()):
            row = rows[modifier]
            cure = f"take {modifier} off if the service is covered; keep it if a denial is what is wanted"
            finding = view.say(
                "coverage.billed-for-denial",
                Outcome.WARN,
                (seen,),
                f"{modifier}: {row.reason}",
                cure,
                citation=row.citation,
                certainty=row.certainty,
            )
            yield attrs.evolve(finding, carc=row.carc)


def _others_that_day(view: View, seen: Seen) -> bool:
    visit = view.visits[seen.on, seen.line.provider]
    return any(each.text != seen.text for each in visit)


# --- hospital outpatient


def hospital_status(view: View) -> Iterator[Finding]:
    """A hospital outpatient line must be of a code that the hospital payment system takes; packaged ones are still reported."""
    if view.setting is not Setting.OUTPATIENT_HOSPITAL:
        return
    for seen in view.national:
        yield _hospital_says(view, seen)


def _hospital_says(view: View, seen: Seen) -> Finding:
    row = view.catalog.opps_status(seen.text, seen.on)
    if row is None:
        return _not_listed(view, seen)
    known = value_set("hospital-status.not-payable").get(row.status.value)
    said = f"{seen.text} has hospital status {row.status.value}"
    if row.source is not None and not row.source.exact:
        said += f" by the {told(TableKind.OPPS_STATUS.value, row.source, seen.on)}"
    if known is None:
        return view.say(
            "hospital.status",
            Outcome.PASS,
            (seen,),
            f"{said}: {row.status.meaning}",
            source=row.source,
        )
    cure, citation = _hospital_instead(seen.text, row.status)
    return view.say(
        "hospital.status",
        known.outcome or Outcome.WARN,
        (seen,),
        f"{said}: {known.says}",
        cure,
        source=row.source,
        citation=citation,
    )


def _not_listed(view: View, seen: Seen) -> Finding:
    """Say that no release tells of a code on a day: none covers its year, or the one that does leaves the code out."""
    source = view.catalog.opps_source(seen.on)
    asked = told(TableKind.OPPS_STATUS.value, source, seen.on) if source else ""
    message = (
        f"{seen.text} is not in the {asked}"
        if asked
        else f"no release of OPPS Addendum B at hand covers {seen.on}"
    )
    cure = f"look {seen.text} up in Addendum B of {quarter_of(seen.on)}, or read it with cptkit.cms.read and give it to with_tables"
    return view.say("hospital.status", Outcome.NO_DATA, (seen,), message, cure, source=source)


def _hospital_instead(code: str, status: OppsStatus) -> tuple[str, str | None]:
    """Say what a hospital bills instead of a code, and who says so."""
    row = hospital_rows().get(code)
    if row is None and status is OppsStatus.EQUIPMENT:
        return "bill it to the equipment contractor (DME MAC), on a claim of its own", None
    if row is None:
        return "leave the line off the hospital's claim", None
    return f"bill {' or '.join(row.instead)}: {row.note}", f"OPPS Addendum B; {row.citation}"


def hospital_only(view: View) -> Iterator[Finding]:
    """HCPCS codes that begin with C belong on hospital and surgical center claims."""
    if view.setting is Setting.PROFESSIONAL:
        for seen in view.national:
            if (
                seen.text[0] == "C"
                and seen.code is not None
                and seen.code.category is Category.HCPCS
            ):
                yield view.say(
                    "hospital.only",
                    Outcome.FAIL,
                    (seen,),
                    f"{seen.text} is a hospital code",
                    _professional_instead(seen),
                )


def _professional_instead(seen: Seen) -> str:
    """Say what who is no facility bills instead of a hospital code."""
    if seen.supply is None:
        return "bill the CPT code of the service"
    if seen.supply.kind is SupplyKind.BRACHYTHERAPY_SOURCE:
        return "leave it to the facility; an office that bought the source bills Q3001"
    return "leave it to the facility that supplied it"


# --- units and place


def units(view: View) -> Iterator[Finding]:
    """A line has at least one unit, and no more than its form holds."""
    yield from view.rest_passes(
        "units.count",
        view.lines,
        (_units_of(view, each) for each in view.lines if not _is_count(view, each.line.units)),
        "the units are a number that the form holds",
    )


def _is_count(view: View, units: int) -> bool:
    return 1 <= units <= _MOST_UNITS or (units >= 1 and view.setting is not Setting.PROFESSIONAL)


_MOST_UNITS = 999


def _units_of(view: View, seen: Seen) -> Finding:
    count = seen.line.units
    if count < 1:
        return view.say(
            "units.count",
            Outcome.FAIL,
            (seen,),
            f"{shown(count)} units",
            "bill what was done, at least one unit, or take the line off",
        )
    message = f"{shown(count)} units; the paper form holds three digits"
    return view.say(
        "units.count",
        Outcome.WARN,
        (seen,),
        message,
        "check the unit of measure",
        certainty=Certainty.M,
    )
