"""What a code stands for, as ranking sees it, and which codes a name can ask for."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.values.code import Category, Code

_PROCEDURE = "PROCEDURE"
"""The role of the codes of surgery, whatever their profile says."""


@attrs.frozen
class Facets:
    """What of a code decides the facets that do not add up word by word; equal facets score alike.

    Attributes:
        modalities: Names of the modalities under which the code is asked for.
        contrast: Its contrast, or "".
        views: The least and greatest number of views; (0, 0) where the code does not count them.
        laterality: What it says of sides.
        role: What the service is for.
        extent: Complete, limited, follow-up, or "".
        population: Whom it is restricted to, or "".
        flags: ADD_ON, UNLISTED, SCREENING, where it is one.
        is_angiography: Whether it is an angiography.
    """

    modalities: frozenset[str]
    contrast: str = ""
    views: tuple[int, int] = (0, 0)
    laterality: str = "NOT_PAIRED"
    role: str = "DIAGNOSTIC"
    extent: str = ""
    population: str = ""
    flags: frozenset[str] = frozenset()
    is_angiography: bool = False


@attrs.frozen(eq=False)
class Candidate:
    """A code in one of its meanings.

    Attributes:
        code: The five characters.
        label: The service in our own words.
        regions: Its parts of the body; the leading one first.
        needs: Parts of the body that must all be named.
        asked: Techniques that ask for an add-on code by themselves.
        techniques: Its techniques.
        facets: What decides the other facets.
        is_anywhere: Whether it stands for any part of the body.
        is_asked_for: Whether a name must ask for it: procedures, screening, guidance and add-on codes.
        also: Evidence that asks for a further code beside this one, with that code.
    """

    code: str
    label: str
    regions: tuple[str, ...]
    needs: frozenset[str]
    asked: frozenset[str]
    techniques: frozenset[str]
    facets: Facets
    is_anywhere: bool
    is_asked_for: bool
    also: tuple[tuple[frozenset[str], str], ...]

    @property
    def is_procedure(self) -> bool:
        """Whether it is of the chapters of surgery: a biopsy, a drainage, an injection, a line."""
        return self.facets.role == _PROCEDURE

    @property
    def is_guidance(self) -> bool:
        """Whether it is the imaging guidance of a procedure."""
        return self.facets.role == "GUIDANCE"


def is_procedure(code: Code) -> bool:
    """Tell whether a code is of the chapters of surgery."""
    return code.category is Category.I and code.code[0] in "123456"


def role_of(code: Code, role: str) -> str:
    """Give what a code is for: a procedure by its chapter, else what its profile says."""
    return _PROCEDURE if is_procedure(code) else role


def is_suggested(code: Code) -> bool:
    """Tell whether a code is one that an imaging exam's name can ask for: Radiology, and what else makes images or models."""
    if code.imaging is None or code.category is Category.II:
        return False
    if is_procedure(code):
        return True
    if code.category is Category.I:
        return code.code[0] == "7" or (code.code[0] == "9" and code.imaging.modality is not None)
    return code.imaging.modality is not None or code.imaging.three_d
