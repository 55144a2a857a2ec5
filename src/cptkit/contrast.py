"""Contrast: which family a code belongs to, which member is right for what was done, and how members differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cptkit.catalog.catalog import Catalog, chosen
from cptkit.catalog.code_forms import bare
from cptkit.catalog.contrast_families import families, families_beside, family_of
from cptkit.catalog.lookups import lookup
from cptkit.errors import DataError, NoDataError, shown
from cptkit.values.claim_fields import not_these
from cptkit.values.code import Code
from cptkit.values.contrast_family import ContrastFamily
from cptkit.values.days import as_day, day_or_none
from cptkit.values.imaging import Contrast
from cptkit.values.raw import in_any_order, unboxed

__all__ = [
    "COUNTED_ROUTES",
    "OTHER_ROUTES",
    "choose",
    "counts",
    "difference",
    "explain",
    "families",
    "family",
]


def __dir__() -> list[str]:
    return sorted(__all__)


COUNTED_ROUTES = (
    "intravenous",
    "intra-arterial",
    "intravascular",
    "intra-articular",
    "intrathecal",
)
"""Routes by which contrast counts for coding: into a vessel, a joint or the thecal sac (CPT radiology guidelines; secondary: AAPC, ACR)."""

OTHER_ROUTES = ("oral", "rectal", "intravesical", "intraductal", "intracavitary", "other", "none")
"""Routes by which it does not: a study with these alone is one without contrast."""

_PHASES = {
    Contrast.WITHOUT: "images without contrast only; contrast by mouth or rectum does not change that",
    Contrast.WITH: "images with contrast in a vessel, a joint or the thecal sac",
    Contrast.WITHOUT_THEN_WITH: "images without contrast first, then images with it, in one session",
    Contrast.WITH_OR_WITHOUT: "images with or without contrast; the code is the same",
}


def counts(routes: Iterable[str]) -> bool:
    """Tell whether contrast by any of some routes makes a study one with contrast.

    Args:
        routes: Words of `COUNTED_ROUTES` and `OTHER_ROUTES`.

    Returns:
        True where one of them counts.

    Raises:
        DataError: A word is no route, or a bare string is given.

    Example:
        >>> counts(("oral", "rectal")), counts(("oral", "intravenous"))
        (False, True)
    """
    return bool(set(_routes(routes)) & set(COUNTED_ROUTES))


def family(
    code: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> ContrastFamily | None:
    """Give the contrast family of a code.

    Args:
        code: The code's text.
        on: The day on which the code must be in force; None means any day.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The family, or None for a code that does not turn on contrast or has no sibling.

    Raises:
        InvalidCodeError: It has not the form of a code.
        UnknownCodeError: It is not known, or not in force on that day.
        UnknownEditionError: No packaged year covers `on`.

    Example:
        >>> family("70542").members
        ('70540', '70542', '70543')
    """
    return family_of(lookup(code, on, catalog=catalog).code)


def choose(
    code: object,
    *,
    performed: Contrast,
    routes: Iterable[str] = (),
    on: dt.date,
    catalog: Catalog | None = None,
) -> Code:
    """Give the member of a code's family that fits what was done.

    Args:
        code: Any member of the family.
        performed: The phases that were imaged: WITHOUT, WITH or WITHOUT_THEN_WITH.
        routes: How contrast was given; oral or rectal alone counts as no contrast. () where it is not known,
            and `performed` is taken at its word.
        on: The date of service.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        The right code.

    Raises:
        InvalidCodeError, UnknownCodeError: The code, or the member that fits, is not in force on that day.
        DataError: `performed` is no state that can be performed, a route is no route, or the two contradict.
        NoDataError: The code has no family, or its family no such member.
        InvalidDateError: `on` is no day.

    Example:
        >>> choose("71260", performed=Contrast.WITH, routes=("oral",), on=dt.date(2026, 5, 4)).code
        '71250'
    """
    day = as_day(on)
    start = lookup(bare(code), day, catalog=catalog)
    known = family_of(start.code)
    if known is None:
        raise NoDataError(
            "contrast family",
            day,
            f"{start.code} has no sibling that differs in contrast alone{_beside(start.code)}",
        )
    state = _state(performed, _routes(routes))
    found = known.member(state)
    if found is None:
        others = ", ".join(
            f"{each} {known_state.value} contrast"
            for each in known.members
            if (known_state := known.state(each))
        )
        raise NoDataError(
            f"code for {known.region} {state.value} contrast",
            day,
            f"the family has {others}{_instead(known)}",
        )
    return lookup(found, day, catalog=catalog)


def difference(
    first: object, second: object, on: dt.date | None = None, *, catalog: Catalog | None = None
) -> str:
    """Say how two codes differ where contrast families tell them apart.

    Args:
        first: A code.
        second: Another code.
        on: The day on which both must be in force; None means any day.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        Two or three sentences.

    Raises:
        InvalidCodeError, UnknownCodeError, UnknownEditionError: As `cptkit.lookup`.
        NoDataError: No family holds or names both.

    Example:
        >>> print(difference("71250", "71260"))
        71250: images without contrast only; contrast by mouth or rectum does not change that.
        71260: images with contrast in a vessel, a joint or the thecal sac.
        One session of the chest takes only one of them.
    """
    one, other = (lookup(bare(each), on, catalog=catalog).code for each in (first, second))
    known = family_of(one)
    if known is not None and other in known.members:
        said = [f"{each}: {_phases(known, each)}." for each in dict.fromkeys((one, other))]
        return "\n".join([*said, f"One session of the {known.region} takes only one of them."])
    for member, beside in ((one, other), (other, one)):
        found = family_of(member)
        reason = (
            next((each.why for each in found.related if each.code == beside), None)
            if found
            else None
        )
        if found is not None and reason is not None:
            return f"{member}: {_phases(found, member)}.\n{beside}: {reason}."
    raise NoDataError(
        "contrast family", day_or_none(on), f"no family holds or names both {one} and {other}"
    )


def explain(code: object, on: dt.date | None = None, *, catalog: Catalog | None = None) -> str:
    """Say what a code's family is, which member is right when, and what may be right instead.

    Args:
        code: The code's text.
        on: The day on which the code must be in force; None means any day.
        catalog: Where to look; the packaged catalog if None.

    Returns:
        A few lines of text.

    Raises:
        InvalidCodeError, UnknownCodeError, UnknownEditionError: As `cptkit.lookup`.

    Example:
        >>> print(explain("74261").splitlines()[0])
        CT of the colon, diagnostic CT colonography: one member for a session.
    """
    where, day = chosen(catalog), day_or_none(on)
    start = lookup(bare(code), day, catalog=where)
    known = family_of(start.code)
    if known is None:
        return f"{start.code} has no sibling that differs in contrast alone{_beside(start.code)}."
    head = f"{known.modality.name}{' angiography' if known.technique else ''} of the {known.region}: one member for a session."
    members = [f"{each}: {_phases(known, each)}." for each in known.members]
    others = [
        f"{each.code} instead: {each.why}."
        for each in known.related
        if day is None or where.code(each.code, day)
    ]
    return "\n".join([head, *members, *others])


def _phases(known: ContrastFamily, code: str) -> str:
    state = known.state(code)
    assert state is not None  # noqa: S101 - asked of members only
    if state is Contrast.WITH and known.with_contrast == known.without_then_with:
        return "images with contrast in a vessel; those without contrast are included where made"
    return _PHASES[state]


def _routes(routes: object) -> tuple[str, ...]:
    told = "routes are a tuple of texts: give ('intravenous',)"
    each = tuple(map(unboxed, in_any_order(routes, told, not_these)))
    allowed = (*COUNTED_ROUTES, *OTHER_ROUTES)
    wrong = tuple(
        f"{shown(route)} is no route{_near(route, allowed)}"
        for route in each
        if not isinstance(route, str) or route not in allowed
    )
    if wrong:
        raise DataError(wrong)
    return tuple(map(str, each))


def _near(route: object, allowed: tuple[str, ...]) -> str:
    import difflib  # noqa: PLC0415 - only an error needs it

    near = difflib.get_close_matches(route[:40], allowed, n=2) if isinstance(route, str) else []
    return f"; nearest are {', '.join(near)}" if near else f"; use one of {', '.join(allowed)}"


def _state(performed: object, routes: tuple[str, ...]) -> Contrast:
    """Give the state that coding counts: the routes decide."""
    allowed = (Contrast.WITHOUT, Contrast.WITH, Contrast.WITHOUT_THEN_WITH)
    if not isinstance(performed, Contrast) or performed not in allowed:
        raise DataError(
            (
                f"performed must be Contrast.WITHOUT, WITH or WITHOUT_THEN_WITH, not {shown(performed)}",
            )
        )
    if not routes:
        return performed
    if "none" in routes and counts(routes):
        raise DataError(
            (
                f"routes name {', '.join(routes)}: none and another route contradict each other; give how contrast was given",
            )
        )
    if not counts(routes):
        return Contrast.WITHOUT
    if performed is Contrast.WITHOUT:
        raise DataError(
            (
                f"performed says without contrast, the routes {', '.join(routes)} say with: one of them is wrong",
            )
        )
    return performed


def _beside(code: str) -> str:
    named = [f"{each.region} ({', '.join(each.members)})" for each in families_beside(code)]
    return f"; it stands beside the families of {'; '.join(named)}" if named else ""


def _instead(known: ContrastFamily) -> str:
    return (
        "; or look at " + ", ".join(f"{each.code} ({each.why})" for each in known.related[:3])
        if known.related
        else ""
    )
