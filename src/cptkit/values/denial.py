"""What a remittance says of a claim or a line that is not paid as billed, and what stands behind it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding
from cptkit.values.typed import typed


class ReasonKind(Ranked):
    """Which list a reason is of."""

    CARC = "Claim Adjustment Reason Code"
    RARC = "Remittance Advice Remark Code"


@attrs.frozen(field_transformer=typed, repr=False)
class Denial(Printed):
    """One amount of a remittance that was not paid, with the reasons given.

    Attributes:
        claim: The claim's own id (CLP01), or None.
        number: The line's number, where the remittance gives one that can be LX01; None for the whole claim.
        code: The procedure code as adjudicated; None for the whole claim, and where a line has no such code.
        modifiers: Its modifiers.
        on: The date of service, or None.
        charge: What was charged for the line, or the claim.
        paid: What was paid for it.
        group: Who owes the amount: CO the provider writes it off, PR the patient, OA other, PI the payer's reduction.
        carc: The Claim Adjustment Reason Code.
        rarcs: The remark codes of the line, or of the claim where there is no line.
        claim_rarcs: The remark codes of the claim, where this is a line.
        amount: What was not paid for this reason; negative where it is given back.
        is_line: Whether it is about a line, not the whole claim.
        is_adjustment: Whether it is no denial: the contract's write-off, the patient's share, another payer's
            payment, or the reversal of an earlier payment.
        control: An opaque id of the line, equal to `ClaimLine.control` of the line that was sent, or None.
        unread: What of the remittance does not agree or was not read, as (segment, reason), never its values.

    Example:
        >>> Denial(claim="A1", carc="236", group="CO", amount=Decimal("120.00")).is_adjustment
        False
    """

    _columns = ("claim", "number", "code", "modifiers", "group", "carc", "rarcs", "amount")

    claim: str | None = None
    number: int | None = None
    code: str | None = None
    modifiers: tuple[str, ...] = ()
    on: dt.date | None = None
    charge: Decimal | None = None
    paid: Decimal | None = None
    group: str = ""
    carc: str = ""
    rarcs: tuple[str, ...] = ()
    claim_rarcs: tuple[str, ...] = ()
    amount: Decimal | None = None
    is_line: bool = False
    is_adjustment: bool = False
    control: str | None = None
    unread: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        what = "-".join((self.code, *self.modifiers)) if self.code else "the claim"
        codes = ", ".join(
            filter(None, ("-".join(filter(None, (self.group, self.carc))), *self.rarcs))
        )
        amount = "" if self.amount is None else f", {self.amount} USD"
        return f"{what}: {codes or 'no reason given'}{amount}"


@attrs.frozen(field_transformer=typed, repr=False)
class DenialReason(Printed):
    """What a reason or remark code means, in our words.

    Attributes:
        code: The code, such as ``236`` or ``N20``.
        kind: CARC or RARC.
        meaning: What it says.
        effective: The first day that a source states; None where none does.
        through: The last day; None while it is open.
        citation: The source.
        certainty: How sure the meaning is.

    Example:
        >>> DenialReason("18", ReasonKind.CARC, "An exact duplicate").kind.name
        'CARC'
    """

    _columns = ("kind", "code", "meaning")

    code: str
    kind: ReasonKind
    meaning: str
    effective: dt.date | None = None
    through: dt.date | None = None
    citation: str = ""
    certainty: Certainty = Certainty.M

    def __str__(self) -> str:
        return f"{self.kind.name} {self.code}: {self.meaning}"


class ModifierHelp(Ranked):
    """Whether a modifier can bring the service through."""

    MAY = "a modifier may be added where the record shows what it says"
    NEVER = "no modifier helps"
    CARRIED = "the line carries such a modifier already: the record must bear it out"
    UNTOLD = "cannot be told from the tables at hand"
    BESIDE_THE_POINT = "the reason is not one that a modifier answers"


class Appeal(Ranked):
    """What is left to do about a denial."""

    NOT_NEEDED = "nothing was denied"
    CORRECT = "send a corrected claim; there is nothing to appeal"
    RECORD = "appeal with the record, where it shows what is asked"
    HOPELESS = "an appeal cannot succeed: the edit or the law leaves no room"
    PAYER = "ask the payer: its own rule or its own data stands behind it"


@attrs.frozen(field_transformer=typed, repr=False)
class DenialExplanation(Printed):
    """What stands behind a denial, and what can be done.

    Attributes:
        denial: The denial.
        reasons: Its codes in our words, the CARC first; a code that is not here is one of those not known.
        unknown: Codes of the denial that no table here holds.
        lines: Indices of the claim's lines that it is about; () for the whole claim, or where none fits.
        rules: Ids of the rules that carry its codes.
        findings: What these rules say of these lines of the claim.
        modifier: Whether a modifier can help.
        appeal: Whether an appeal can.
        advice: What to do, in sentences.
        must_show: What the record must show, for a modifier or an appeal.
        citation: What says so.
        certainty: How sure it is.

    Example:
        >>> DenialExplanation(Denial(carc="45", is_adjustment=True)).appeal.value
        'nothing was denied'
    """

    denial: Denial
    reasons: tuple[DenialReason, ...] = ()
    unknown: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    modifier: ModifierHelp = ModifierHelp.BESIDE_THE_POINT
    appeal: Appeal = Appeal.NOT_NEEDED
    advice: tuple[str, ...] = ()
    must_show: tuple[str, ...] = ()
    citation: str = ""
    certainty: Certainty = Certainty.M

    def __str__(self) -> str:
        denial = self.denial
        what = "-".join((denial.code, *denial.modifiers)) if denial.code else "the claim"
        codes = ", ".join(filter(None, (f"{denial.group}-{denial.carc}", *denial.rarcs)))
        told = [f"{what}: {codes}", *(f"{each.code}: {each.meaning}" for each in self.reasons)]
        told += [f"our finding: {each.rule}: {each.message}" for each in self.findings]
        told += [f"modifier: {self.modifier.value}", f"appeal: {self.appeal.value}", *self.advice]
        return "\n".join([*told, *(f"the record must show: {each}" for each in self.must_show)])
