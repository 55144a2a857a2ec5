"""Whether a code is of the kind that a modifier is made for: yes, no, or not known here."""

from __future__ import annotations

from cptkit.lines.value_sets import members, value_sets
from cptkit.once import once
from cptkit.values.code import Category, Code, SupplyKind
from cptkit.values.imaging import Laterality, Modality, Region
from cptkit.values.modifier import Modifier, Scope

_LABORATORY = frozenset({"pathology-and-laboratory", "pla", "maaa"})
_UNDESCRIBED = frozenset({Category.HCPCS, Category.III, Category.HOUSE})
"""Categories whose codes can be anything, unless a profile says what."""
AMBULANCE = "A0"
"""How the codes of ambulances begin."""


def admits(scope: Scope, code: Code) -> bool | None:  # noqa: PLR0911 - one line a scope
    """Tell whether a code lies in a scope.

    Args:
        scope: The scope; `LISTED` is judged by the modifier's list, here only what it can never be.
        code: The code with its profile.

    Returns:
        True, False, or None where nothing here tells.

    Example:
        >>> admits(Scope.EVALUATION, Code("99213", Category.I, headings=("evaluation-and-management",)))
        True
    """
    if scope is Scope.ANY:
        return True
    if scope is Scope.NOT_EVALUATION:
        return code.section != "evaluation-and-management"
    if scope is Scope.NOT_IMAGING:
        return not is_imaging(code)
    if scope is Scope.NOT_RADIOLOGY:
        return code.section != "radiology"
    if scope in _BY_SECTION:
        return _by_section(_BY_SECTION[scope], code)
    if scope is Scope.AMBULANCE:
        return code.code.startswith(AMBULANCE)
    if scope is Scope.DRUG:
        return _is_drug(code) or _elsewhere(code, open_sections=("medicine",))
    if scope is Scope.SCREENING:
        return (
            True
            if code.is_screening
            else _elsewhere(
                code,
                open_sections=("medicine", "evaluation-and-management", "surgery", *_LABORATORY),
            )
        )
    return _by_profile(scope, code)


_NO_DRUGS = frozenset({SupplyKind.BRACHYTHERAPY_SOURCE, SupplyKind.TRACER_ADD_ON})


def _is_drug(code: Code) -> bool:
    return code.supply is not None and code.supply.kind not in _NO_DRUGS


def is_imaging(code: Code) -> bool:
    """Tell whether a code is imaging by itself; radiation oncology's planning and treatment are not, nor is surgery under imaging.

    Example:
        >>> is_imaging(Code("77263", Category.I, headings=("radiology", "radiology.oncology")))
        False
    """
    if code.imaging is not None:
        return code.imaging.modality is not None and code.section != "surgery"
    return code.section == "radiology" and "radiology.oncology" not in code.headings


def is_x_ray(code: Code) -> bool:
    """Tell whether a code uses X-rays, in whatever way."""
    return _is_among("modality.x-rays", code)


def _is_among(modalities: str, code: Code) -> bool:
    modality = None if code.imaging is None else code.imaging.modality
    return modality is not None and modality.name in members(modalities)


def is_ct(code: Code) -> bool:
    """Tell whether a code is computed tomography."""
    return code.imaging is not None and code.imaging.modality is Modality.CT


_BY_SECTION = {
    Scope.EVALUATION: frozenset({"evaluation-and-management"}),
    Scope.LABORATORY: _LABORATORY,
    Scope.ANESTHESIA: frozenset({"anesthesia"}),
    Scope.MEASURE: frozenset({"category-ii"}),
}


def _by_section(wanted: frozenset[str], code: Code) -> bool | None:
    if code.section in wanted:
        return True
    return _elsewhere(
        code, open_sections=("medicine",) if "evaluation-and-management" in wanted else ()
    )


def _elsewhere(code: Code, open_sections: tuple[str, ...] = ()) -> bool | None:
    """Say no where the code is known to be something else, and nothing where it can be anything."""
    if code.imaging is not None or code.supply is not None:
        return False
    return None if code.category in _UNDESCRIBED or code.section in open_sections else False


_REGIONS = {Scope.FINGER: Region.FINGER, Scope.TOE: Region.TOE}


def _by_profile(scope: Scope, code: Code) -> bool | None:
    profile = code.imaging
    if profile is None:
        parts = scope in (Scope.FINGER, Scope.TOE, Scope.EYELID, Scope.CORONARY, Scope.PAIRED)
        return _elsewhere(
            code,
            open_sections=("surgery", "medicine")
            if parts
            else ("radiology",)
            if scope is not Scope.LISTED
            else (),
        )
    if scope is Scope.PAIRED:
        return profile.laterality is not Laterality.NOT_PAIRED
    if scope is Scope.RADIOGRAPHY:
        return profile.modality is Modality.XR
    if scope is Scope.ADVANCED_IMAGING:
        return _is_among("modality.advanced", code)
    return _REGIONS.get(scope) in profile.regions


def has_sides(code: Code) -> bool:
    """Tell whether a code is done on a side that a modifier can name."""
    sided = (Laterality.UNILATERAL, Laterality.EITHER)
    return code.imaging is not None and code.imaging.laterality in sided


@once
def _around(modifier: str, scope: Scope) -> frozenset[Region] | None:
    """Give the regions of a study in which the part that a modifier names can lie; None where it names none."""
    name = next(
        (f"site.{each}" for each in (modifier, scope.name) if f"site.{each}" in value_sets()), None
    )
    return None if name is None else _regions(name)


@once
def _regions(name: str) -> frozenset[Region]:
    return frozenset(Region[each] for each in members(name))


def lacks_part(modifier: Modifier, code: Code) -> bool:
    """Tell whether the part of the body that a modifier names cannot be in what a code images.

    Example:
        >>> import cptkit
        >>> lacks_part(cptkit.modifiers.get("E1"), cptkit.lookup("70300"))
        True
        >>> lacks_part(cptkit.modifiers.get("F6"), cptkit.lookup("73130"))
        False
    """
    around = _around(modifier.modifier, modifier.scope)
    if around is None or code.imaging is None:
        return False
    regions = set(code.imaging.regions)
    digit = modifier.scope in (Scope.FINGER, Scope.TOE)
    return not regions & around or bool(digit and regions & _regions("site.not-of-digits"))
