"""Codes of a caller's own house: what may be declared, and the `Code` that each becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cptkit.catalog.code_forms import normalize
from cptkit.catalog.known_codes import KnownCodes
from cptkit.errors import DataError, shown
from cptkit.values.cells import named
from cptkit.values.claim_fields import not_these
from cptkit.values.code import Category, Code
from cptkit.values.code_expression import HouseCode
from cptkit.values.raw import in_order


def house_codes_from(value: object) -> tuple[HouseCode, ...]:
    """Check house codes.

    Args:
        value: One, or several.

    Returns:
        The house codes, as given.

    Raises:
        DataError: Something is no house code, is malformed, has no label or stands twice; all is listed.

    Example:
        >>> house_codes_from(HouseCode("X7001", "Outside film review"))
        (HouseCode(code='X7001', label='Outside film review'),)
    """
    several = isinstance(value, Iterable) and not isinstance(value, (str, bytes))
    each = in_order(value, "house codes are several HouseCode", not_these) if several else (value,)
    wrong = [f"{shown(h)} is no HouseCode" for h in each if not isinstance(h, HouseCode)]
    declared = [h for h in each if isinstance(h, HouseCode)]
    names = [h.code for h in declared if _is_name(h.code)]
    wrong += [
        f"house code {shown(h.code)} must be one to ten capital letters and digits"
        for h in declared
        if not _is_name(h.code)
    ]
    wrong += [
        f"house code {shown(h.code)} needs a label: say what it stands for"
        for h in declared
        if not _is_label(h.label)
    ]
    wrong += [
        f"house code {n} stands twice" for n, count in sorted(Counter(names).items()) if count > 1
    ]
    if wrong:
        raise DataError(tuple(wrong))
    return tuple(declared)


def hold_apart(house_codes: tuple[HouseCode, ...], known: KnownCodes) -> None:
    """Make sure that no house code is a national one, by the packaged code set or a caller's own release.

    Args:
        house_codes: Those declared.
        known: The national codes.

    Raises:
        DataError: Some are national codes; all are listed.
    """
    wrong = tuple(
        f"house code {each.code} is a national code: a house may not redefine it"
        for each in house_codes
        if (text := normalize(each.code)) and known.versions(text)
    )
    if wrong:
        raise DataError(wrong)


def _is_name(name: object) -> bool:
    return (
        isinstance(name, str)
        and 1 <= len(name) <= 10
        and name.isascii()
        and name.isalnum()
        and name == name.upper()
    )


def _is_label(label: object) -> bool:
    return isinstance(label, str) and bool(label.strip())


def house_code(code: object, house: Mapping[str, Code]) -> Code | None:
    """Give the `Code` that a house code stands for; blanks around it and small letters do no harm.

    Args:
        code: Anything.
        house: What `by_name` gives of those declared.

    Returns:
        The code, or None where it is none of them.

    Example:
        >>> print(house_code(" x7001", by_name((HouseCode("X7001", "Outside film review"),))))
        X7001 Outside film review
    """
    if not house:
        return None
    text = named(code)
    return None if text is None else house.get(text)


def and_these(house: Mapping[str, Code], declared: tuple[HouseCode, ...]) -> Mapping[str, Code]:
    """Give house codes by their name, and others beside them, without reading again what was declared before.

    Args:
        house: What `by_name` gave of those declared before.
        declared: What `house_codes_from` gave of the others.

    Raises:
        DataError: Some were declared before; all are listed.

    Example:
        >>> before = by_name((HouseCode("X7001", "Outside film review"),))
        >>> list(and_these(before, (HouseCode("X7002", "Copy of films"),)))
        ['X7001', 'X7002']
    """
    twice = sorted(each.code for each in declared if each.code in house)
    if twice:
        raise DataError(tuple(f"house code {name} stands twice" for name in twice))
    return {**house, **by_name(declared)} if declared else house


def by_name(house_codes: tuple[HouseCode, ...]) -> Mapping[str, Code]:
    """Make the `Code` that each house code stands for, by its name; a catalog does it once."""
    return {
        each.code: Code(
            each.code, Category.HOUSE, label=each.label, citation="declared by the caller"
        )
        for each in house_codes
    }
