"""CMS's one- and two-character fields as enums: the member says in words what the character means.

The value of a member is the character that CMS prints, so ``PcTc("1") is PcTc.DIAGNOSTIC_TEST``, and its
`meaning` is a sentence in our own words. Numbers with leading zeros are text: ``"09"``, never ``9``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cptkit.ranked import Ranked

__all__ = [
    "AddOnType",
    "Adjudication",
    "AssistantSurgeon",
    "Bilateral",
    "CoSurgeon",
    "CorrectCoding",
    "GlobalDays",
    "ImagingFamily",
    "Indicator",
    "MultipleProcedure",
    "OppsStatus",
    "PcTc",
    "Setting",
    "Status",
    "Supervision",
    "TeamSurgeon",
]


def __dir__() -> list[str]:
    return sorted(__all__)


if TYPE_CHECKING:
    from typing_extensions import Self


class Indicator(Ranked):
    """A closed field of CMS's files: the value is the printed character, `meaning` says it in words.

    Example:
        >>> Status("A").meaning
        'separately payable under the physician fee schedule when covered'
    """

    _value_: str
    _meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make a member from the printed character and its meaning."""
        member = object.__new__(cls)
        member._value_ = value
        member._meaning = meaning
        return member

    @property
    def meaning(self) -> str:
        """What the character says, in our own words."""
        return self._meaning


class Setting(Ranked):
    """The claim form and the NCCI table that go with it; not the place of service."""

    PROFESSIONAL = "professional"
    OUTPATIENT_HOSPITAL = "outpatient hospital"
    ASC = "ambulatory surgical center"


class Status(Indicator):
    """Fee schedule status: whether and by whom the code is paid. Only A, R and T are priced from the RVUs."""

    ACTIVE = "A", "separately payable under the physician fee schedule when covered"
    BUNDLED = "B", "payment is always inside the payment for another service"
    CONTRACTOR_PRICED = (
        "C",
        "the Medicare contractor sets the amount, usually case by case from the report",
    )
    DELETED = "D", "discontinued code"
    EXCLUDED_BY_REGULATION = (
        "E",
        "excluded from the fee schedule by regulation; paid elsewhere or not at all",
    )
    DELETED_WITHOUT_GRACE = "F", "discontinued code without a grace period"
    INVALID_WITH_GRACE = (
        "G",
        "not valid for Medicare, which uses another code; once had a grace period",
    )
    DELETED_MODIFIER = "H", "discontinued modifier; its code once had a 26 or TC row"
    INVALID_FOR_MEDICARE = "I", "not valid for Medicare, which uses another code for the service"
    ANESTHESIA = "J", "anesthesia service, priced by base units and time, not from the RVUs"
    LOCAL = "L", "local code, priced by the contractor"
    MEASUREMENT = "M", "reports a quality measure; carries no payment"
    NON_COVERED = "N", "not covered by Medicare"
    BUNDLED_OR_EXCLUDED = "P", "bundled when incident to a physician's service, otherwise excluded"
    THERAPY_FUNCTIONAL = "Q", "therapy functional information; reporting only"
    RESTRICTED = (
        "R",
        "payable only under restricted coverage; priced from the RVUs where a value exists",
    )
    PAID_IF_ALONE = (
        "T",
        "paid only when nothing else payable is billed by the same provider that day",
    )
    STATUTORY_EXCLUSION = "X", "no physician service by statute; another schedule may pay it"


class PcTc(Indicator):
    """Whether the code divides into a professional and a technical component. Only 1 takes 26 and TC."""

    PHYSICIAN_SERVICE = "0", "a physician's service that has no components; no 26, no TC"
    DIAGNOSTIC_TEST = "1", "divides into components: global, 26 and TC rows exist"
    PROFESSIONAL_ONLY = (
        "2",
        "stands for the professional component by itself; another code is the technical one",
    )
    TECHNICAL_ONLY = (
        "3",
        "stands for the technical component by itself; another code is the professional one",
    )
    GLOBAL_ONLY = "4", "stands for both components together; other codes are the single ones"
    INCIDENT_TO = (
        "5",
        "furnished incident to a physician's service; not payable to the physician in a hospital",
    )
    LABORATORY_INTERPRETATION = (
        "6",
        "a physician may be paid for reading a laboratory test, with 26 only; no TC",
    )
    THERAPY = "7", "therapy by a private practice; not payable separately in a hospital"
    INPATIENT_INTERPRETATION = (
        "8",
        "a physician's reading of an abnormal smear, payable for hospital inpatients; no TC",
    )
    NOT_APPLICABLE = "9", "the concept of components does not apply"


class GlobalDays(Indicator):
    """The global surgical period."""

    SAME_DAY = "000", "the day itself only; a visit that day is usually inside"
    TEN_DAYS = "010", "the day and ten days after"
    NINETY_DAYS = "090", "the day before, the day and ninety days after"
    MATERNITY = "MMM", "maternity service; the usual period does not apply"
    NOT_APPLICABLE = "XXX", "the concept does not apply"
    CONTRACTOR_DECIDES = "YYY", "the contractor decides the period"
    ADD_ON = "ZZZ", "goes with another service and lies inside its period"


class MultipleProcedure(Indicator):
    """Which reduction applies when several procedures fall on one day."""

    NONE = "0", "no reduction"
    STANDARD_BEFORE_1995 = "1", "surgical reduction of before 1995: 100, 50, then 25 percent"
    STANDARD = "2", "surgical reduction: 100 percent for the highest, 50 for the next"
    ENDOSCOPY = "3", "endoscopies of one family pay the difference to their base code"
    DIAGNOSTIC_IMAGING = "4", "imaging reduction of the second and later studies of a session"
    THERAPY = "5", "therapy reduction of the practice expense"
    DIAGNOSTIC_CARDIOVASCULAR = (
        "6",
        "reduction of the technical component of later cardiovascular tests",
    )
    DIAGNOSTIC_OPHTHALMOLOGY = "7", "reduction of the technical component of later eye tests"
    NOT_APPLICABLE = "9", "the concept does not apply"


class Bilateral(Indicator):
    """How Medicare pays when both sides are done."""

    NO_ADJUSTMENT = "0", "nothing is added for the second side; modifier 50 does not fit"
    ONE_AND_A_HALF = "1", "both sides pay 150 percent of one; modifier 50 fits"
    ALREADY_BILATERAL = "2", "the value is for both sides already; modifier 50 does not fit"
    EACH_SIDE_IN_FULL = (
        "3",
        "each side pays 100 percent; modifier 50, or a line for each side, fits",
    )
    NOT_APPLICABLE = "9", "the concept does not apply"


class AssistantSurgeon(Indicator):
    """Whether an assistant at surgery is paid."""

    WITH_DOCUMENTATION = "0", "not paid unless documents show the need"
    NOT_PAID = "1", "by statute never paid"
    PAID = "2", "paid"
    NOT_APPLICABLE = "9", "the concept does not apply"


class CoSurgeon(Indicator):
    """Whether two surgeons of different skills are paid."""

    NOT_PERMITTED = "0", "not permitted"
    WITH_DOCUMENTATION = "1", "may be paid if documents show the need"
    PERMITTED = "2", "permitted when the two are of different specialties"
    NOT_APPLICABLE = "9", "the concept does not apply"


class TeamSurgeon(Indicator):
    """Whether a team of surgeons is paid."""

    NOT_PERMITTED = "0", "not permitted"
    WITH_DOCUMENTATION = "1", "may be paid if documents show the need; priced by report"
    PERMITTED = "2", "permitted; priced by report"
    NOT_APPLICABLE = "9", "the concept does not apply"


class Supervision(Indicator):
    """Physician supervision that the technical component of a diagnostic test needs; read it on the TC row."""

    GENERAL = "01", "general: under the physician's overall direction; presence is not needed"
    DIRECT = "02", "direct: the physician is immediately available throughout"
    PERSONAL = "03", "personal: the physician is in the room throughout"
    PSYCHOLOGIST_OR_GENERAL = "04", "none when a qualified psychologist does it, otherwise general"
    AUDIOLOGIST_OR_DIRECT = (
        "05",
        "none when an audiologist or practitioner does it in person, direct for a technician's part",
    )
    PHYSICIAN_OR_CERTIFIED_THERAPIST = (
        "06",
        "done in person by a physician or a therapist certified in electrophysiology",
    )
    NOT_APPLICABLE = "09", "the concept does not apply"
    CERTIFIED_TECHNICIAN_GENERAL_OR_DIRECT = (
        "21",
        "general for a certified technician, otherwise direct",
    )
    TECHNICIAN_WITH_CONTACT = "22", "a technician may do it in live contact with the physician"
    PHYSICIAN_OR_THERAPIST_CERTIFIED_IN_PROCEDURE = (
        "66",
        "done by a physician, or a therapist certified in this procedure",
    )
    CERTIFIED_THERAPIST_MAY_SUPERVISE = (
        "6A",
        "as 66, and the certified therapist may supervise another one",
    )
    CERTIFIED_THERAPIST_OR_DIRECT = (
        "77",
        "a certified therapist alone, another therapist under direct, a certified technician under general supervision",
    )
    CERTIFIED_THERAPIST_OR_DIRECT_MAY_SUPERVISE = (
        "7A",
        "as 77, and the certified therapist may supervise another one",
    )


class ImagingFamily(Indicator):
    """Whether the imaging reduction's family holds the code."""

    SUBJECT = "88", "subject to the reduction for several imaging studies in one session"
    NOT_APPLICABLE = "99", "the concept does not apply"


class CorrectCoding(Indicator):
    """Whether a modifier can bypass a procedure-to-procedure edit (CCMI)."""

    NOT_ALLOWED = "0", "no modifier bypasses the edit"
    ALLOWED = "1", "an NCCI-associated modifier bypasses the edit where the record supports it"
    NOT_APPLICABLE = "9", "the edit was withdrawn from its first day and was never in force"


class Adjudication(Indicator):
    """How a medically unlikely edit is applied (MAI)."""

    LINE = "1", "to each claim line by itself"
    DAY_ABSOLUTE = "2", "to the day's total; absolute, since law, policy or anatomy forbid more"
    DAY_CLINICAL = "3", "to the day's total; more is payable on appeal with records"


class AddOnType(Indicator):
    """Who names the primary codes of an add-on."""

    NATIONAL = "1", "CMS lists the primaries, and the list is whole"
    CONTRACTOR = "2", "CMS lists none; the contractor decides"
    PARTIAL = "3", "CMS lists some primaries; the contractor may accept others"


class OppsStatus(Indicator):
    """How the outpatient hospital prospective payment system (OPPS) treats the code."""

    OTHER_SCHEDULE = "A", "paid under another fee schedule, not under OPPS"
    NOT_RECOGNIZED = "B", "not recognized on a hospital outpatient claim; another code may be"
    INPATIENT_ONLY = "C", "paid to inpatients only"
    DISCONTINUED = "D", "discontinued code"
    NOT_PAID_BY_MEDICARE = "E1", "not paid by Medicare on any outpatient claim"
    NO_PRICE = "E2", "not paid since no price or claims data exist"
    ACQUISITION_COST = "F", "corneal tissue, certain vaccines and similar, at reasonable cost"
    PASS_THROUGH_DRUG = "G", "pass-through drug or biological, paid separately"
    PASS_THROUGH_DEVICE = "H", "pass-through device, paid separately"
    NON_OPIOID_DEVICE = "H1", "non-opioid device for pain relief, paid separately"
    COMPREHENSIVE = "J1", "comprehensive service: everything else on the claim is packaged into it"
    COMPREHENSIVE_OBSERVATION = (
        "J2",
        "comprehensive when a certain combination of services is on the claim",
    )
    SEPARATE_DRUG = "K", "drug, biological or therapeutic radiopharmaceutical, paid separately"
    NON_OPIOID_DRUG = "K1", "non-opioid drug for pain relief, paid separately"
    VACCINE = "L", "influenza, pneumococcal and similar vaccines, at reasonable cost"
    NOT_BILLABLE_TO_MAC = "M", "not billable to the contractor; carries no payment"
    PACKAGED = "N", "always packaged; reported without separate payment"
    PARTIAL_HOSPITALIZATION = (
        "P",
        "paid by the day of partial hospitalization or intensive outpatient care",
    )
    PACKAGED_WITH_S_T_V = "Q1", "packaged when a service of status S, T or V is on the claim"
    PACKAGED_WITH_T = "Q2", "packaged when a service of status T is on the claim"
    COMPOSITE = "Q3", "may be paid as part of a composite of several services"
    PACKAGED_LABORATORY = "Q4", "laboratory test packaged when another service is on the claim"
    BLOOD = "R", "blood and blood products, paid separately"
    NOT_DISCOUNTED = "S", "paid separately; not discounted when several are done"
    SKIN_SUBSTITUTE = "S1", "skin substitute product, paid separately"
    DISCOUNTED = "T", "paid separately; discounted when several are done"
    BRACHYTHERAPY_SOURCE = "U", "brachytherapy source, paid separately"
    VISIT = "V", "clinic or emergency visit, paid separately"
    EQUIPMENT = "Y", "non-implantable equipment; billed to the equipment contractor"
