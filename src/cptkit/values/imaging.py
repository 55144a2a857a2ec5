"""What an imaging code stands for, in closed terms: modality, region, contrast, views, side, role, technique.

Terms follow the RSNA/LOINC Radiology Playbook and DICOM. Values here know nothing of any code: the
profiles themselves are data (`cptkit/data/authored/profiles`).
"""

from __future__ import annotations

from cptkit import lazy_attrs as attrs
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.region import Region
from cptkit.values.technique import Technique
from cptkit.values.typed import typed

__all__ = [
    "Contrast",
    "Extent",
    "ImagingProfile",
    "Laterality",
    "Modality",
    "Population",
    "Region",
    "Role",
    "Technique",
    "Views",
]


class Modality(Ranked):
    """The kind of apparatus that makes the image; the value is our word for it, `dicom` the DICOM code."""

    XR = "radiography"
    RF = "fluoroscopy"
    XA = "angiography"
    CT = "computed tomography"
    MR = "magnetic resonance"
    US = "ultrasound"
    MG = "mammography"
    NM = "nuclear medicine"
    PT = "positron emission tomography"
    BMD = "bone densitometry"
    PORTAL = "portal imaging"

    @property
    def dicom(self) -> str:
        """The DICOM modality code (PS3.3 C.7.3.1.1.1), two to seven characters.

        Example:
            >>> Modality.CT.dicom
            'CT'
        """
        return {"XR": "DX", "PORTAL": "RTIMAGE"}.get(self.name, self.name)


class Contrast(Ranked):
    """Contrast as coding counts it: intravascular, intra-articular or intrathecal.

    Oral or rectal contrast alone is `WITHOUT`. A profile whose `contrast` is None does not turn on contrast.
    """

    WITHOUT = "without"
    WITH = "with"
    WITHOUT_THEN_WITH = "without, then with"
    WITH_OR_WITHOUT = "with or without"


class Laterality(Ranked):
    """What the code says of sides."""

    NOT_PAIRED = "not paired"
    UNILATERAL = "one side"
    BILATERAL = "both sides"
    EITHER = "one side or both"


class Role(Ranked):
    """What the service is for."""

    DIAGNOSTIC = "diagnostic"
    GUIDANCE = "guidance"
    SUPERVISION_AND_INTERPRETATION = "supervision and interpretation"
    THERAPEUTIC = "therapeutic"
    PLANNING = "planning"
    PHYSICS = "physics, dosimetry and devices"
    DELIVERY = "treatment delivery"
    MANAGEMENT = "treatment management"
    POST_PROCESSING = "post-processing"
    CONSULTATION = "consultation"
    SAFETY = "safety review"
    QUALITY = "quality measure"


class Extent(Ranked):
    """How much of a complete study the code stands for."""

    COMPLETE = "complete"
    LIMITED = "limited"
    FOLLOW_UP = "follow-up"


class Population(Ranked):
    """Whom the code is restricted to, where it is."""

    INFANT = "infant"
    CHILD = "child"
    FETUS = "fetus"
    PREGNANT = "pregnant"
    DECEASED = "deceased"


@attrs.frozen(field_transformer=typed, repr=False)
class Views(Printed):
    """How many projections a radiograph's code stands for.

    Attributes:
        minimum: The least number of views, where the code names one.
        maximum: The greatest number, None where it is open upwards.
        named: Projections that the code names, in our words.

    Example:
        >>> Views(minimum=3).maximum is None
        True
    """

    minimum: int | None = None
    maximum: int | None = None
    named: tuple[str, ...] = ()

    def __str__(self) -> str:
        least, most = self.minimum, self.maximum
        if least is None and most is None:
            counted = ""
        elif most is None:
            counted = f"at least {least}"
        else:
            counted = str(most) if least in (None, most) else f"{least} to {most}"
        said = filter(None, (counted, ", ".join(self.named)))
        return ": ".join(said) or "any number"


@attrs.frozen(field_transformer=typed, repr=False)
class ImagingProfile(Printed):
    """What a radiology code stands for, in closed terms.

    Attributes:
        modality: The apparatus; None where no image is made (planning, physics, management).
        regions: The parts of the body, the leading one first.
        contrast: The contrast state; None where the code does not turn on it.
        views: The number of views; None where the code does not count them.
        laterality: What the code says of sides.
        role: What the service is for.
        technique: How it is done, beyond the modality.
        extent: Complete, limited, follow-up, or None where the code does not say.
        population: Whom it is restricted to, or None.
        three_d: Whether 3-D post-processing is part of the code.

    Example:
        >>> ImagingProfile(Modality.CT, (Region.CHEST,), contrast=Contrast.WITH).modality.dicom
        'CT'
    """

    modality: Modality | None
    regions: tuple[Region, ...] = ()
    contrast: Contrast | None = None
    views: Views | None = None
    laterality: Laterality = Laterality.NOT_PAIRED
    role: Role = Role.DIAGNOSTIC
    technique: tuple[Technique, ...] = ()
    extent: Extent | None = None
    population: Population | None = None
    three_d: bool = False

    def __str__(self) -> str:
        apparatus = self.modality.value if self.modality else "no image"
        regions = ", ".join(each.value for each in self.regions)
        contrast = f"{self.contrast.value} contrast" if self.contrast else ""
        return "; ".join(filter(None, (apparatus, regions, contrast, self.role.value)))
