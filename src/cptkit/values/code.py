"""The values of the code set: a code, a heading, a code with its modifiers, and the one order of codes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import total_ordering
from typing import NewType

from cptkit import lazy_attrs as attrs
from cptkit.errors import InvalidCodeError
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.days import as_day, holds
from cptkit.values.imaging import ImagingProfile
from cptkit.values.raw import unboxed
from cptkit.values.typed import typed

WellFormed = NewType("WellFormed", str)
"""A text that was read and has the form of a code; that the code exists is not said."""


class Category(Ranked):
    """The kind of code; the value is the field's word for it."""

    I = "Category I"  # noqa: E741 - the AMA's own numeral
    II = "Category II"
    III = "Category III"
    PLA = "Proprietary laboratory analyses"
    MAAA = "Multianalyte assays with algorithmic analyses"
    HCPCS = "HCPCS Level II"
    HOUSE = "house code"


class Certainty(Ranked):
    """How sure a row of authored data or a rule is."""

    H = "read in an official file or regulation, or two independent sources agree"
    M = "one good secondary source, or a well-known rule whose primary text was not opened"
    L = "plausible, not verified"


def sort_key(code: str) -> str:
    """Give the key that puts codes into code order: Category I, HCPCS Level II, II, MAAA, III, PLA.

    Text order lies: ``0042T`` would fall inside anesthesia. The key is a suffix letter, or a space for
    codes without one, then the rest. Plain string order of the keys is then right.

    Args:
        code: A five-character code.

    Returns:
        The key: five characters of a code that ends in a letter, six of any other.

    Raises:
        InvalidCodeError: It is no text, or an empty one.

    Example:
        >>> sorted(["0042T", "71260", "00100", "A9552"], key=sort_key)
        ['00100', '71260', 'A9552', '0042T']
    """
    if type(code) is not str:
        code = unboxed(code)  # type: ignore[assignment]  # what it is is seen next
    try:
        return code[-1] + code[:-1] if code[-1].isalpha() else " " + code
    except Exception:  # noqa: BLE001 - a caller's own class may raise anything
        why = f"a code is a str, not {type(code).__name__}"
        raise InvalidCodeError(code, "it is empty" if type(code) is str else why) from None


def is_radiology(code: str) -> bool:
    """Tell whether a code's number lies in CPT's radiology section, 70010 to 79999.

    Args:
        code: A five-character code.

    Returns:
        True for the numbers that stand under the heading ``radiology``.

    Example:
        >>> is_radiology("71260"), is_radiology("7126F"), is_radiology("93306")
        (True, False, False)
    """
    return code.isdigit() and "70010" <= code <= "79999"


class SupplyKind(Ranked):
    """What a supply code stands for."""

    CONTRAST_AGENT = "contrast agent"
    RADIOPHARMACEUTICAL = "radiopharmaceutical"
    DRUG = "drug"
    BRACHYTHERAPY_SOURCE = "brachytherapy source"
    TRACER_ADD_ON = "add-on payment for a tracer"


@attrs.frozen(field_transformer=typed, repr=False)
class Supply(Printed):
    """What one unit of a supply code is.

    Attributes:
        kind: Contrast agent, radiopharmaceutical, drug, brachytherapy source, or what is paid on top of a tracer.
        substance: The agent, in our words.
        amount: How much of `unit` one billed unit stands for.
        unit: ``mL``, ``mCi``, ``study dose`` and so on.
        modality: DICOM code of the modality that it serves, or None.

    Example:
        >>> Supply(SupplyKind.CONTRAST_AGENT, "gadobutrol", Decimal("0.1"), "mL", "MR").amount
        Decimal('0.1')
    """

    kind: SupplyKind
    substance: str
    amount: Decimal
    unit: str
    modality: str | None = None

    def __str__(self) -> str:
        return f"{self.substance}, {self.amount:f} {self.unit} ({self.kind.value})"


@total_ordering
@attrs.frozen(order=False, repr=False)
class Code(Printed):
    """A procedure code and what is known of it in one span of days.

    A code whose meaning changed has one value for each meaning, with days that do not overlap.

    Attributes:
        code: The five characters.
        category: The kind of code.
        label: The service in our own words; None for codes outside radiology's needs.
        headings: Ids of its headings, outermost first.
        effective: The first day of this meaning; None where no source states it.
        through: The last day; None while it is open.
        revised: Days on which the meaning of the number changed.
        successors: Codes that replaced it, where a source names them.
        successors_note: Which replaces it when, or whether several are needed together, and where this was read.
        successors_certainty: How sure the successors are; None while the code is in force.
        is_add_on: Whether it is only reported beside another code.
        is_unlisted: Whether it stands for a service that has no code.
        is_screening: Whether it is for patients without symptoms.
        imaging: What the code stands for in closed terms; None outside radiology.
        supply: What one unit is, for supply codes.
        note: What a biller should know that no field holds.
        citation: Where the row was read.
        certainty: How sure it is.
        absent_through: The last day on which a source shows it absent before; None where its first day is known.
        absent_from: The first day on which a source shows it absent again, or on which none tells of any code; None
            where its last day is known.
        reviewed_through: The last year whose changes were looked through for what is authored of the code; None where
            nothing is authored.

    Example:
        >>> print(Code("71260", Category.I, label="CT of the chest with contrast"))
        71260 CT of the chest with contrast
    """

    _columns = ("code", "label", "effective", "through")

    code: str
    category: Category
    label: str | None = None
    headings: tuple[str, ...] = ()
    effective: dt.date | None = None
    through: dt.date | None = None
    revised: tuple[dt.date, ...] = ()
    successors: tuple[str, ...] = ()
    successors_note: str = ""
    successors_certainty: Certainty | None = None
    is_add_on: bool = False
    is_unlisted: bool = False
    is_screening: bool = False
    imaging: ImagingProfile | None = None
    supply: Supply | None = None
    note: str = ""
    citation: str = ""
    certainty: Certainty = Certainty.H
    absent_through: dt.date | None = None
    absent_from: dt.date | None = None
    reviewed_through: int | None = None

    def is_reviewed(self, on: dt.date) -> bool:
        """Tell whether what is authored of the code was reviewed for the year of a day; False where nothing is authored.

        Example:
            >>> Code("71260", Category.I, reviewed_through=2026).is_reviewed(dt.date(2027, 1, 1))
            False
        """
        year = as_day(on).year
        return self.reviewed_through is not None and year <= self.reviewed_through

    @property
    def section(self) -> str:
        """The id of the outermost heading; empty where there is none.

        Example:
            >>> Code("71260", Category.I, headings=("radiology", "radiology.diagnostic")).section
            'radiology'
        """
        return self.headings[0] if self.headings else ""

    def is_undecided(self, on: dt.date) -> bool:
        """Tell whether a day lies between two releases of which only one has the code, so that nothing tells of it.

        Example:
            >>> days = {"effective": dt.date(2026, 7, 1), "absent_through": dt.date(2025, 12, 31)}
            >>> Code("1030T", Category.III, **days).is_undecided(dt.date(2026, 2, 1))
            True
        """
        on = as_day(on)
        before, after = self.absent_through, self.absent_from
        begins = before is not None and self.effective is not None and before < on < self.effective
        ends = after is not None and self.through is not None and self.through < on < after
        return begins or ends

    def is_active(self, on: dt.date) -> bool:
        """Tell whether this code, in this meaning, is in force on a day.

        Args:
            on: The day; a ``datetime`` counts by its day.

        Returns:
            True from `effective` through `through`, both included.

        Raises:
            InvalidDateError: `on` is no day.

        Example:
            >>> Code("77014", Category.I, through=dt.date(2025, 12, 31)).is_active(dt.date(2026, 1, 1))
            False
        """
        return holds(self, as_day(on))

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Code):
            return NotImplemented
        return (sort_key(self.code), self.effective or dt.date.min) < (
            sort_key(other.code),
            other.effective or dt.date.min,
        )

    def __str__(self) -> str:
        return f"{self.code}" if self.label is None else f"{self.code} {self.label}"

    def _repr_html_(self) -> str:
        return code_html(self)


def code_html(code: Code) -> str:
    """Write what is known of a code as a small table."""
    from cptkit.printing.cells import cell  # noqa: PLC0415 - only a notebook asks for it
    from cptkit.printing.listing import framed  # noqa: PLC0415
    from cptkit.printing.table import table_html  # noqa: PLC0415

    profile = code.imaging
    facts: list[tuple[str, object]] = [
        ("category", code.category.value),
        ("headings", " > ".join(code.headings)),
        ("in force since", code.effective),
        ("through", code.through),
        ("replaced by", cell(code.successors)),
        *(
            [
                ("modality", profile.modality.value if profile.modality else "no image is made"),
                ("role", profile.role.value),
                ("regions", ", ".join(each.value for each in profile.regions)),
                ("contrast", f"{profile.contrast.value} contrast" if profile.contrast else ""),
                ("technique", ", ".join(each.value for each in profile.technique)),
            ]
            if profile
            else []
        ),
        ("note", code.note),
        ("source", code.citation),
    ]
    return framed(
        table_html((code.code, code.label or ""), [(name, said) for name, said in facts if said])
    )
