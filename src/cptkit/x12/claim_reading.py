"""Claims of an 837: professional and institutional ones, whole interchanges."""

from __future__ import annotations

from cptkit.errors import DataError, shown
from cptkit.indicators import Setting
from cptkit.values.bill_type import is_outpatient_bill
from cptkit.values.claim import Claim, Payer
from cptkit.values.diagnosis import MOST_DIAGNOSES
from cptkit.x12.claim_loops import ClaimLoop, claim_loops
from cptkit.x12.elements import Providers, Unread, first, provider
from cptkit.x12.envelope import Segment, Source, TransactionSet, transaction_sets
from cptkit.x12.service_lines import INSTITUTIONAL, PROFESSIONAL, Form, OfClaim, service_line

_FORMS = {
    "X222": PROFESSIONAL,
    "X098": PROFESSIONAL,
    "X223": INSTITUTIONAL,
    "X096": INSTITUTIONAL,
}
_VOID = "8"
"""The frequency of a claim that takes an earlier one back."""
_MEDICARE = frozenset({"MA", "MB"})
_DIAGNOSES = frozenset({"ABK", "BK", "ABF", "BF"})
_ICD_10 = frozenset({"ABK", "ABF"})


def claims(source: Source, *, payer: Payer | None = None) -> tuple[Claim, ...]:
    """Read the claims of an 837, professional or institutional: whole interchanges, several sets, any separators.

    Args:
        source: Text, bytes, or lines of either.
        payer: Who pays; by default Medicare where SBR09 is MA or MB, else another payer.

    Returns:
        The claims in their order. What is not read of one stands in its `unread`, as (segment, reason).
        `provider` and `ordering_provider` are ordinals (``provider-1``): equal for one provider throughout the
        source, and nothing else of them is kept.

    Raises:
        DataError: The envelope is broken, or a transaction set is no 837 of these two kinds; or `payer` is no `Payer`.

    Example:
        >>> from cptkit import x12
        >>> try:
        ...     x12.claims("GS*HC")
        ... except DataError as error:
        ...     print(error)
        an interchange begins with ISA, and here stands something else: give it whole
    """
    if payer is not None and not isinstance(payer, Payer):
        raise DataError((f"payer must be a cptkit.Payer or None, not {shown(payer)}",))
    known: Providers = {}
    sets = [(_form(each), each) for each in transaction_sets(source)]
    return tuple(
        _claim(loop, form, Unread(each.notes), known, payer)
        for form, each in sets
        for loop in claim_loops(each)
    )


def _form(transaction_set: TransactionSet) -> Form:
    head = transaction_set.head
    if head.at(1) == "835":
        raise DataError((f"{head.named()} opens an 835: give it to cptkit.x12.denials",))
    if head.at(1) != "837":
        raise DataError((f"{head.named(1)} names another transaction than 837: give claims",))
    form = _FORMS.get(transaction_set.guide[6:10])
    if form is None:
        read = "005010X222 (professional) and 005010X223 (institutional) are"
        raise DataError((f"{head.named(3)} and GS08 name no guide that is read: {read}",))
    return form


def _claim(
    loop: ClaimLoop, form: Form, unread: Unread, known: Providers, payer: Payer | None
) -> Claim:
    head = loop.claim[0]
    inpatient = form is INSTITUTIONAL and not _is_outpatient(head)
    if inpatient:
        unread.at(
            head.named(5),
            f"no bill type of an outpatient: edits for outpatients do not cover its {len(loop.lines)} lines",
        )
    if head.parts(5)[2:3] == [_VOID]:
        unread.at(head.named(5), "cancels an earlier claim: checked as if it were billed")
    of_claim = _of_claim(loop, form, known, unread)
    lines = [] if inpatient else [service_line(x, of_claim, known, unread) for x in loop.lines]
    return Claim(
        tuple(line for line in lines if line is not None),
        Setting.PROFESSIONAL if form is PROFESSIONAL else Setting.OUTPATIENT_HOSPITAL,
        payer or _payer(loop),
        _ordering(loop, known),
        id=head.at(1) or None,
        unread=tuple(dict.fromkeys(unread.parts)),
    )


def _is_outpatient(head: Segment) -> bool:
    kind, qualifier, *_ = [*head.parts(5), "", ""]
    return qualifier in {"A", ""} and is_outpatient_bill(kind)


def _payer(loop: ClaimLoop) -> Payer:
    told = first(loop.subscriber, "SBR")
    return Payer.MEDICARE if told is not None and told.at(9) in _MEDICARE else Payer.OTHER


def _of_claim(loop: ClaimLoop, form: Form, known: Providers, unread: Unread) -> OfClaim:
    billing = provider(known, loop.billing, "85")
    place, qualifier, *_ = [*loop.claim[0].parts(5), "", ""]
    is_professional = form is PROFESSIONAL
    return OfClaim(
        form,
        _diagnoses(loop.claim, unread),
        first(loop.claim, "DTP", "472", *([] if is_professional else ["434"])),
        place if is_professional and qualifier == "B" and place else None,
        (provider(known, loop.claim, "82") if is_professional else None) or billing,
    )


def _diagnoses(segments: list[Segment], unread: Unread) -> tuple[str, ...]:
    """Give the diagnoses in the order in which lines point at them, the principal first."""
    found: list[str] = []
    last: Segment | None = None
    for each in segments:
        kinds = each.parts(1)[:1] if each.tag == "HI" else []
        if not _DIAGNOSES.intersection(kinds):
            continue
        last = each
        for place in range(1, len(each.elements)):
            kind, code, *_ = [*each.parts(place), ""]
            if kind in _DIAGNOSES and code:
                found.append(dotted(code) if kind in _ICD_10 else code)
            elif each.at(place):
                unread.at(each.named(place), "holds no diagnosis behind its qualifier")
                found.append("")
    if last is not None and len(found) > MOST_DIAGNOSES:
        unread.at(last.named(), f"more than the {MOST_DIAGNOSES} diagnoses that a claim can hold")
    return tuple(found[:MOST_DIAGNOSES])


def dotted(code: str) -> str:
    """Write an ICD-10-CM code with its dot.

    Example:
        >>> dotted("R911"), dotted("I10"), dotted("R91.1")
        ('R91.1', 'I10', 'R91.1')
    """
    return code if "." in code or len(code) <= 3 else f"{code[:3]}.{code[3:]}"


def _ordering(loop: ClaimLoop, known: Providers) -> str | None:
    """Name who ordered: the ordering provider of a line, else who referred, of a line or of the claim."""
    named = [each for held in (*loop.lines, loop.claim) for each in held if each.tag == "NM1"]
    return provider(known, named, "DK", "DN")
