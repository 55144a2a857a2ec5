"""Image guidance as values: what a code guides, and the procedures that already include it."""

from __future__ import annotations

import datetime as dt

from cptkit import lazy_attrs as attrs
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.cells import name_of
from cptkit.values.code import Certainty
from cptkit.values.imaging import Modality, Role
from cptkit.values.typed import typed


@attrs.frozen
class GuidanceCode:
    """A row on one guidance code.

    Attributes:
        code: The five characters.
        subject: What it guides.
        use: When to use it.
        not_for: When not to.
        per_encounter: Whether one unit stands for the whole encounter, however many needles or lesions.
        citation: Where this was read.
        certainty: How sure it is.
    """

    code: str
    subject: str
    use: str
    citation: str
    certainty: Certainty
    not_for: str = ""
    per_encounter: bool = False


class GuidanceBasis(Ranked):
    """What it rests on that a guidance code does not stand beside a procedure."""

    EDIT = "an edit of NCCI's practitioner table"
    TEXT = "the procedure's own text"


@attrs.frozen(field_transformer=typed, repr=False)
class IncludedGuidance(Printed):
    """Guidance codes that are not paid beside procedures whose text includes imaging.

    Attributes:
        first: The first procedure code.
        last: The last procedure code, included.
        procedure: What the procedures are.
        guidance: Guidance codes that must not stand beside them for the same procedure.
        basis: What that rests on.
        citation: Where this was read.
        certainty: How sure it is.
        firm: Guidance codes that no modifier lets stand beside them.
        effective: The first day; None means always.
        through: The last day; None while it is open.
    """

    _columns = ("span", "procedure", "guidance", "firm", "basis")

    first: str
    last: str
    procedure: str
    guidance: tuple[str, ...]
    basis: GuidanceBasis
    citation: str
    certainty: Certainty
    firm: tuple[str, ...] = ()
    effective: dt.date | None = None
    through: dt.date | None = None

    def includes(self, code: str) -> bool:
        """Tell whether a guidance code must not stand beside the procedures.

        Raises:
            InvalidCodeError: `code` names no code.
        """
        return name_of(code) in (*self.guidance, *self.firm)

    @property
    def span(self) -> str:
        """The procedure code, or the first and the last of several."""
        return self.first if self.first == self.last else f"{self.first}-{self.last}"

    def __str__(self) -> str:
        return f"{self.span} {self.procedure}: {', '.join((*self.guidance, *self.firm))}"


@attrs.frozen
class ImagingTwin:
    """A procedure without imaging, and the code that takes its place when it is done with some imaging.

    Attributes:
        without: The code without imaging.
        with_imaging: The codes with it, any of which may be right.
        guidance: The guidance codes of that imaging.
        imaging: The imaging, in words.
        citation: Where this was read.
        certainty: How sure it is.
        effective: The first day; None means always.
        through: The last day; None while it is open.
    """

    without: str
    with_imaging: tuple[str, ...]
    guidance: tuple[str, ...]
    imaging: str
    citation: str
    certainty: Certainty
    effective: dt.date | None = None
    through: dt.date | None = None


@attrs.frozen(field_transformer=typed, repr=False)
class GuidanceRole(Printed):
    """What an imaging code is beside a procedure.

    Attributes:
        code: The five characters.
        role: Guidance, diagnostic, and so on.
        modality: The apparatus; None where no image is made.
        is_add_on: Whether it is only reported beside a primary procedure.
        primaries: The primaries that CMS's add-on list names; () where the contractor names them, or it is no add-on.
        contractor_defined: Whether the Medicare contractor names the primaries.
        subject: What it guides, in our words; empty for other codes.
        use: When to use it.
        not_for: When not to.
        per_encounter: Whether one unit stands for the whole encounter.
        included_in: Procedures that already include this guidance.
        citation: Where this was read.
        certainty: How sure it is.
    """

    code: str
    role: Role
    modality: Modality | None
    is_add_on: bool
    primaries: tuple[str, ...] = ()
    contractor_defined: bool = False
    subject: str = ""
    use: str = ""
    not_for: str = ""
    per_encounter: bool = False
    included_in: tuple[IncludedGuidance, ...] = ()
    citation: str = ""
    certainty: Certainty = Certainty.H
