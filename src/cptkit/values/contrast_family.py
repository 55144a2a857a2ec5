"""Contrast families as values: codes that differ in contrast alone, and what stands beside them."""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.printing.value import Printed
from cptkit.values.cells import name_of
from cptkit.values.claim_fields import checked_member
from cptkit.values.code import Certainty
from cptkit.values.imaging import Contrast, Modality, Technique
from cptkit.values.typed import typed


@attrs.frozen(field_transformer=typed, repr=False)
class RelatedCode(Printed):
    """A code outside the family that may be the right one instead.

    Attributes:
        code: The five characters.
        why: What it stands for, or when it is right.
    """

    code: str
    why: str

    def __str__(self) -> str:
        return f"{self.code} ({self.why})"


@attrs.frozen(field_transformer=typed, repr=False)
class ContrastFamily(Printed):
    """Codes of one region and modality that differ in contrast alone; one of them is right for a session.

    Where one code stands whatever the contrast, as for MR angiography of the body, it stands in every place.

    Attributes:
        id: Stable dotted words, such as ``ct.chest``.
        modality: CT or MR.
        region: The region, in our words.
        without: The code without contrast, or None.
        with_contrast: The code with contrast, or None.
        without_then_with: The code for both phases, or None.
        related: Codes outside the family that may be right instead.
        technique: Angiography, where the family is of angiograms.
        laterality_paired: Whether the region has a left and a right.
        citation: Where this was read.
        certainty: How sure it is.

    Example:
        >>> pair = ContrastFamily("ct.colonography", Modality.CT, "colon", "74261", "74262")
        >>> pair.members, pair.state("74262").name
        (('74261', '74262'), 'WITH')
    """

    _columns = ("region", "modality", "without", "with_contrast", "without_then_with")

    id: str
    modality: Modality
    region: str
    without: str | None = None
    with_contrast: str | None = None
    without_then_with: str | None = None
    related: tuple[RelatedCode, ...] = ()
    technique: Technique | None = None
    laterality_paired: bool = False
    citation: str = ""
    certainty: Certainty = Certainty.H

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of the family, each once: without, with, without then with."""
        held = (self.without, self.with_contrast, self.without_then_with)
        return tuple(dict.fromkeys(code for code in held if code is not None))

    def member(self, contrast: Contrast) -> str | None:
        """Give the code for a contrast state, or None where the family has none.

        Args:
            contrast: WITHOUT, WITH or WITHOUT_THEN_WITH.

        Returns:
            The code.

        Raises:
            DataError: `contrast` is no `Contrast`.
        """
        wanted = checked_member(contrast, Contrast, "contrast")
        return {
            Contrast.WITHOUT: self.without,
            Contrast.WITH: self.with_contrast,
            Contrast.WITHOUT_THEN_WITH: self.without_then_with,
        }.get(wanted)

    def state(self, code: str) -> Contrast | None:
        """Give the contrast state that a code stands for here, or None where it is no member.

        Raises:
            InvalidCodeError: `code` names no code.
        """
        text = name_of(code)
        held = [
            each
            for each in (Contrast.WITHOUT, Contrast.WITH, Contrast.WITHOUT_THEN_WITH)
            if self.member(each) == text
        ]
        if len(held) > 1:
            return Contrast.WITH_OR_WITHOUT if Contrast.WITHOUT in held else Contrast.WITH
        return held[0] if held else None
