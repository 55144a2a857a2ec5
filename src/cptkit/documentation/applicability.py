"""Which documentation rules apply to a service, and why: the rules and the evidence list loaded, and the matching of one rule.

A rule's conditions are data (`cptkit.values.requirement.Applicability`); every field that is not empty must match.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

from cptkit import lazy_attrs as attrs
from cptkit.catalog.anomalies import SupervisionAsked, supervision_asked
from cptkit.catalog.catalog import Catalog
from cptkit.catalog.remembered import Remembered
from cptkit.errors import InvalidRecordError, NoDataError
from cptkit.files.packaged import authored
from cptkit.indicators import Setting
from cptkit.lines.one_line import OneLine
from cptkit.lines.view import Seen, View, view_in_force
from cptkit.once import once
from cptkit.values.claim import ClaimLine, Payer
from cptkit.values.code import Code, sort_key
from cptkit.values.days import holds
from cptkit.values.imaging import ImagingProfile
from cptkit.values.raw import unboxed
from cptkit.values.requirement import (
    AcceptFrom,
    Applicability,
    DocumentationRequirement,
    Evidence,
    RequirementLevel,
    RequirementRule,
)

T = TypeVar("T")

_NO_PROFILE = ImagingProfile(None)


@once
def rules() -> tuple[RequirementRule, ...]:
    """Give every documentation rule, in order of the ids."""
    return authored("requirements", RequirementRule)


@once
def evidence_by_id() -> dict[str, Evidence]:
    """Give everything that a record can hold, by its id."""
    return {each.id: each for each in authored("evidence", Evidence)}


def evidence(name: str) -> Evidence:
    """Give one thing that a record can hold.

    Raises:
        InvalidRecordError: No rule knows the id; the nearest ids are named.
    """
    text = unboxed(name)
    if not isinstance(text, str):
        why = "is no evidence id: give a text such as 'contrast.route'"
        raise InvalidRecordError(name, reason=why)
    found = evidence_by_id().get(text)
    if found is None:
        raise InvalidRecordError(name, nearest=_nearest(text))
    return found


def _nearest(name: str) -> tuple[str, ...]:
    import difflib  # noqa: PLC0415 - only an error needs it

    return tuple(difflib.get_close_matches(name[:80], evidence_by_id(), n=3, cutoff=0.5))


@attrs.frozen(eq=False)
class Service(OneLine):
    """A line whose code is in force, as a rule is matched against it.

    Attributes:
        supervision: The supervision that the fee schedule asks for; None where that is not known.
    """

    supervision: SupervisionAsked | None = None

    @property
    def profile(self) -> ImagingProfile:
        """What the code stands for; an empty profile for supplies."""
        return self.code.imaging or _NO_PROFILE


def service_of(  # noqa: PLR0913 - a line has that many sides
    code: Code,
    modifiers: tuple[str, ...] = (),
    *,
    on: dt.date,
    setting: Setting = Setting.PROFESSIONAL,
    payer: Payer = Payer.MEDICARE,
    catalog: Catalog,
) -> Service:
    """Look at a line of a code that is known to be in force."""
    line = ClaimLine(code.code, modifiers, date_of_service=on)
    return service_on(code, line, setting, payer, catalog)


def service_on(
    code: Code, line: ClaimLine, setting: Setting, payer: Payer, catalog: Catalog
) -> Service:
    """Do as `service_of`, of a line that is made already."""
    view = view_in_force(code, line, setting, payer, catalog)
    return service_in(view, view.lines[0])


def service_in(view: View, seen: Seen) -> Service:
    """Look at a line of a view whose code is in force."""
    return Service(view, seen, supervision_asked(seen.text, seen.on, view.catalog))


def why(when: Applicability, service: Service) -> str | None:
    """Say why a rule applies to a service, in words; None where it does not.

    Args:
        when: The rule's conditions.
        service: The service.

    Returns:
        The conditions that matched, joined by commas; ``every such service`` for a rule without any.
    """
    if not holds(when, service.on):
        return None
    said = []
    for test in _TESTS:
        reason = test(when, service)
        if reason is None:
            return None
        if reason and reason not in said:
            said.append(reason)
    return ", ".join(said) or "every such service"


def _profile_says(when: Applicability, service: Service) -> str | None:
    profile = service.profile
    if set(when.not_techniques) & set(profile.technique):
        return None
    contrast = {each: f"{each.value} contrast" for each in when.contrasts}
    technique = next((each.value for each in profile.technique if each in when.techniques), None)
    parts = (
        _one(when.modalities, profile.modality, lambda each: each.value),
        _one(when.contrasts, profile.contrast, contrast.__getitem__),
        _one(when.extents, profile.extent, lambda each: f"a {each.value} study"),
        _one(when.lateralities, profile.laterality, lambda each: f"the code is for {each.value}"),
        technique if when.techniques else "",
    )
    return _joined(parts)


def _role_says(when: Applicability, service: Service) -> str | None:
    if not when.roles:
        return ""
    if service.code.imaging is None or service.profile.role not in when.roles:
        return None
    return f"the code is {service.profile.role.value}"


def _code_says(when: Applicability, service: Service) -> str | None:
    if (when.codes and not _listed(when.codes, service.code.code)) or (
        when.not_codes and _listed(when.not_codes, service.code.code)
    ):
        return None
    views = service.profile.views
    counts = views is not None and views.minimum is not None
    for asked, true in (
        (when.views, counts),
        (when.screening, service.code.is_screening),
        (when.unlisted, service.code.is_unlisted),
    ):
        if asked is not None and asked is not true:
            return None
    words = (
        f"the rule names {service.code.code}" if when.codes else "",
        "the code counts views" if when.views else "",
        "a screening code" if when.screening else "",
        "an unlisted code" if when.unlisted else "",
    )
    return _joined(words)


def _supply_says(when: Applicability, service: Service) -> str | None:
    supply = service.code.supply
    return _one(
        when.supplies, None if supply is None else supply.kind, lambda each: f"a {each.value}"
    )


def _line_says(when: Applicability, service: Service) -> str | None:
    if set(when.not_modifiers) & set(service.modifiers):
        return None
    parts = (
        _one(
            when.modifiers,
            next((each for each in service.modifiers if each in when.modifiers), None),
            lambda each: f"modifier {each}",
        ),
        _one(when.settings, service.setting, lambda each: f"a {each.value} claim"),
        _one(when.payers, service.payer, lambda each: each.value),
        _one(
            when.supervisions,
            service.supervision.level if service.supervision else None,
            lambda each: f"{each.name.lower()} supervision",
        ),
    )
    return _joined(parts)


_TESTS: tuple[Callable[[Applicability, Service], str | None], ...] = (
    _role_says,
    _profile_says,
    _code_says,
    _supply_says,
    _line_says,
)


def _one(allowed: tuple[T, ...], held: T | None, said: Callable[[T], str]) -> str | None:
    """Say what matched; empty where nothing was asked, None where it did not match."""
    if not allowed:
        return ""
    return said(held) if held is not None and held in allowed else None


def _joined(parts: Iterable[str | None]) -> str | None:
    each = tuple(parts)
    return None if None in each else ", ".join(part for part in each if part)


@once
def _spans(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(_ends(name) for name in names)


def _ends(name: str) -> tuple[str, str]:
    first, _, last = name.partition("-")
    return sort_key(first), sort_key(last or first)


def _listed(names: tuple[str, ...], code: str) -> bool:
    key = sort_key(code)
    return any(first <= key <= last for first, last in _spans(names))


def codes_named(names: Iterable[str]) -> Iterator[str]:
    """Give the ends of the codes and ranges that a rule names."""
    for name in names:
        yield from name.split("-")


_LEVELS = tuple(RequirementLevel)


Asked: TypeAlias = "tuple[tuple[RequirementRule, DocumentationRequirement], ...]"

_ASKED: Remembered[Asked] = Remembered(1_000)
"""What is asked of a code that is billed so; no record changes it, and few services make most lines."""


def applying(service: Service) -> Asked:
    """Give the rules that apply to a service with what each asks, required ones first; a `NoDataError` where none does."""
    line = (service.code.code, service.modifiers, service.on, service.setting, service.payer)
    return _ASKED.of(service.view.catalog, line, lambda: _applying(service))


def _applying(service: Service) -> Asked:
    found = []
    for rule in rules():
        reason = why(rule.when, service)
        if reason is not None:
            found.append((rule, _requirement(rule, reason, service)))
    if not found:
        raise NoDataError(
            "documentation rule",
            service.on,
            f"none is written for {service.code.code}, so what its record must hold is not known",
        )
    return tuple(sorted(found, key=lambda pair: _LEVELS.index(pair[0].level)))


def _requirement(rule: RequirementRule, reason: str, service: Service) -> DocumentationRequirement:
    text, citation = rule.text, rule.citation
    if rule.accept.by is AcceptFrom.VIEWS:
        text += f" ({views_asked(service)})"
    if rule.accept.alternatives:
        text += f" ({'; or '.join(', '.join(each) for each in rule.accept.alternatives)})"
    asked = service.supervision
    if rule.accept.by is AcceptFrom.SUPERVISION and asked is not None:
        text += f" ({asked.level.name.lower()})"
    if rule.when.supervisions and asked is not None and asked.anomaly is not None:
        reason, citation = f"{reason}; {asked.why}", f"{citation}; {asked.anomaly.citation}"
    return DocumentationRequirement(
        rule.id, text, rule.level, evidence(rule.evidence), reason, citation, rule.certainty
    )


def view_bounds(service: Service) -> tuple[int, int | None]:
    """Give the fewest and the most views that a code stands for; None for no upper bound."""
    views = service.profile.views
    assert views is not None  # noqa: S101 - the rule asks for a code that counts views
    return views.minimum or 0, views.maximum


def views_asked(service: Service) -> str:
    """Say in words how many views a code stands for."""
    least, most = view_bounds(service)
    if most is None:
        return f"{least} or more"
    return str(least) if least == most else f"{least} to {most}"
