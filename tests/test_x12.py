"""X12: claims of an 837 and denials of an 835, as senders write them and as they break them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cptkit import (
    Claim,
    ClaimLine,
    DataError,
    Denial,
    Payer,
    Setting,
    check_claim,
    from_json,
    to_json,
    x12,
)
from edi import CLAIM, HEAD, ISA, LINES, interchange, professional, sample

DAY = dt.date(2024, 8, 15)
PLAIN = Claim(
    (
        ClaimLine(
            "71260",
            ("26",),
            date_of_service=DAY,
            place_of_service="11",
            charge=Decimal(120),
            diagnoses=("R91.1", "J18.9"),
            provider="provider-2",
            number=1,
        ),
        ClaimLine(
            "71250",
            ("26",),
            date_of_service=DAY,
            place_of_service="11",
            charge=Decimal("90.5"),
            diagnoses=("R91.1",),
            provider="provider-2",
            number=2,
            control="5a15c2c1a3c3e6f7",
        ),
    ),
    ordering_provider="provider-3",
    id="A1",
)


def one(text: str, **options: Any) -> Claim:
    """Read the only claim of an interchange."""
    (claim,) = x12.claims(text, **options)
    return claim


def without_control(claim: Claim) -> Claim:
    """Leave out what is only compared between a claim and its remittance."""
    return attrs.evolve(
        claim, lines=tuple(attrs.evolve(line, control=None) for line in claim.lines)
    )


def test_a_professional_claim_is_read_whole() -> None:
    """Each field of a claim stands where the guide puts it, and providers are known by ordinals."""
    claim = one(professional())
    assert without_control(claim) == without_control(PLAIN)
    assert [line.control is None for line in claim.lines] == [True, False]
    assert [v.rule for v in check_claim(claim).findings][:1] == ["bundling.ptp"]
    assert from_json(to_json(claim), Claim) == claim


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("*", "|"),
        ("~", "\n"),
        ("~", "~\n"),
        ("~", "~\r\n\r\n"),
        (":", ">"),
        ("~", "\x1c"),
        ("^", "U"),
    ],
)
def test_separators_are_what_isa_says(old: str, new: str) -> None:
    """Elements, components and segments are told apart by the characters at ISA's fixed places."""
    assert x12.claims(professional().replace(old, new)) == x12.claims(professional())


def test_a_source_is_text_bytes_or_lines() -> None:
    """Text, bytes with or without a byte order mark, lines of one width, and lines of segments read alike."""
    text = professional()
    wide = [text[place : place + 80] for place in range(0, len(text), 80)]
    lines = text.replace("~", "~\n").splitlines()
    latin = text.replace("PATIENTNAME", "PATIENTÉ").encode("latin-1")
    every: list[Any] = [
        text.encode(),
        b"\xef\xbb\xbf" + text.encode(),
        wide,
        lines,
        latin,
        text + "\n\n",
    ]
    every += [[line.encode() for line in lines], text.replace("~", "\n").strip()]
    for source in every:
        assert x12.claims(source) == x12.claims(text)
    with pytest.raises(DataError, match="text, bytes or lines of either, not int"):
        x12.claims(5)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="text or bytes, not int"):
        x12.claims([5])  # type: ignore[arg-type]


def test_blank_lines_before_the_last_segment_are_walked_once() -> None:
    """Half a million blank lines, where the line break ends segments, change no claim and take no time."""
    text = professional().replace("~", "\n")
    at = text.rindex("IEA*")
    assert x12.claims(text[:at] + "\n" * 500_000 + text[at:]) == x12.claims(professional())


def test_several_sets_claims_and_interchanges() -> None:
    """Claims come in their order, and one provider has one ordinal throughout the source."""
    body = HEAD + CLAIM + LINES
    second = CLAIM.replace("A1", "A2") + LINES
    text = interchange(body + second, body.replace("A1", "A3"))
    again = professional().replace("*", "|").replace("A1", "A4")
    claims = x12.claims(text + "\n" + again)
    assert [claim.id for claim in claims] == ["A1", "A2", "A3", "A4"]
    assert {line.provider for claim in claims for line in claim.lines} == {"provider-2"}


@pytest.mark.parametrize(
    ("sbr", "payer"),
    [("MB", "MEDICARE"), ("MA", "MEDICARE"), ("MC", "OTHER"), ("CI", "OTHER"), ("", "OTHER")],
)
def test_who_pays_stands_in_sbr(sbr: str, payer: str) -> None:
    """MA and MB are Medicare; another payer's SBR behind the claim says nothing; the caller overrides."""
    other = "SBR*S*18*******MB~NM1*82*1*OTHERNAME****XX*1~"
    text = professional(CLAIM + other, head=HEAD.replace("*MB~", f"*{sbr}~"))
    claim = one(text)
    assert claim.payer is Payer[payer]
    assert claim.lines[0].provider == "provider-2"
    assert one(text, payer=Payer.MEDICARE).payer is Payer.MEDICARE


def test_payer_is_a_payer() -> None:
    """A text is no payer."""
    with pytest.raises(DataError, match="payer must be"):
        x12.claims(professional(), payer="MEDICARE")  # type: ignore[arg-type]


def test_the_line_says_more_than_its_claim() -> None:
    """Day, place and provider of the line count before those of the claim; who referred counts as ordering."""
    claim = CLAIM + "DTP*472*D8*20240101~NM1*DN*1*REFERRER****XX*9~"
    lines = (
        "LX*7~SV1*HC:71046:::::a text*30*UN*2.0*22**1~NM1*82*1*SECOND*B~LX*8~SV1*HC:71045*30*UN*1~"
    )
    read = one(professional(claim, lines))
    assert [
        (x.number, x.date_of_service, x.place_of_service, x.units, x.provider, x.diagnoses)
        for x in read.lines
    ] == [
        (7, dt.date(2024, 1, 1), "22", 2, "provider-3", ("R91.1",)),
        (8, dt.date(2024, 1, 1), "11", 1, "provider-2", ()),
    ]
    assert read.ordering_provider == "provider-4"


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        ("SV1*HC:01710*1800*MJ*88***1~", "time"),
        ("SV1*AD:D0120*30*UN*1***1~", "dental"),
        ("SV1*XX:71260*30*UN*1***1~", "another list"),
        ("SV1*HC*30*UN*1***1~", "revenue line"),
        ("SV1*HC:71046::::::71048*30*UN*1***1~", "range"),
        ("SV1*HC:71046*30*UN*1.5***1~", "fraction"),
        ("SV1*HC:71046*30*UN*-1***1~", "no number of units"),
        ("SV1*HC:71046*30*UN****1~", "no number of units"),
        ("SV1*HC:71046*30*ML*5***1~", "not what the code counts"),
        ("NTE*ADD*TEXT~", "0 SV1 segments"),
        ("SV1*HC:71046*30*UN*1***1~SV1*HC:71046*30*UN*1***1~", "2 SV1 segments"),
    ],
)
def test_a_line_that_is_not_read_is_told(service: str, reason: str) -> None:
    """One bad line never refuses its claim, and the claim is not complete."""
    claim = one(professional(lines=f"{LINES}LX*3~{service}DTP*472*D8*20240815~"))
    ((place, why),) = claim.unread
    assert (len(claim.lines), place.startswith("LX 3"), reason in why) == (2, True, True)
    assert "claim.unread" in {v.rule for v in check_claim(claim).unchecked}


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("DTP*472*D8*20240230~", "no day of the calendar"),
        ("DTP*472*D8*2024~", "no day of the form"),
        ("DTP*472*TM*20240815~", "no day of the form"),
        ("", "no date of service"),
    ],
)
def test_a_line_without_day_is_not_read(day: str, reason: str) -> None:
    """A date of service that is none, or missing, leaves the line unread."""
    claim = one(professional(lines=f"LX*A~SV1*HC:71046*30*UN*1***1~{day}"))
    assert (claim.lines, reason in claim.unread[0][1]) == ((), True)
    assert claim.unread[0][0].startswith("LX (segment")


def test_what_is_left_out_of_a_line_is_told() -> None:
    """A period, a charge that is no amount and a pointer into nowhere are noted; the line is read."""
    lines = "LX*1~SV1*HC:71046*abc*UN*1***1:9:x~DTP*472*RD8*20240815-20240816~"
    claim = one(professional(lines=lines))
    assert (claim.lines[0].date_of_service, claim.lines[0].charge) == (DAY, None)
    assert claim.lines[0].diagnoses == ("R91.1",)
    reasons = [reason for _, reason in claim.unread]
    assert [reason[:12] for reason in reasons] == ["a period of ", "the charge i", "a pointer to"]


def test_a_code_with_a_foreign_separator() -> None:
    """A composite with another separator than ISA's is read where only one reading is possible."""
    claim = one(professional(lines="LX*1~SV1*HC>71046>26**UN*1***1~DTP*472*D8*20240815~"))
    assert (claim.lines[0].code, claim.lines[0].modifiers) == ("71046", ("26",))
    assert claim.lines[0].charge is None


def test_supplies_are_counted_in_their_unit() -> None:
    """A contrast agent billed in milliliters is so many units."""
    claim = one(professional(lines="LX*1~SV1*HC:Q9967*9*ML*95***1~DTP*472*D8*20240815~"))
    assert claim.lines[0].units == 95


def test_diagnoses_stop_at_what_is_blank() -> None:
    """A blank element of HI holds nothing and is passed over."""
    claim = one(professional(CLAIM.replace("HI*ABK:R911*ABF", "HI*ABK:R911**ABF")))
    assert claim.unread == ()


def test_a_claim_that_cancels_another_is_told() -> None:
    """Frequency 8 takes an earlier claim back: nothing is billed."""
    claim = one(professional(CLAIM.replace("11:B:1", "11:B:8")))
    assert (len(claim.lines), claim.unread[0][0][:5]) == (2, "CLM05")


def test_more_diagnoses_than_a_claim_can_hold() -> None:
    """An institutional claim holds 25: what stands beyond is told, and no line takes it."""
    claim = hospital(INSTITUTION + "HI*ABF:J189*ABF:J181*ABF:J180~" * 9)
    assert len(claim.lines[0].diagnoses) == 25
    assert "more than the 25" in claim.unread[0][1]


def test_a_set_without_claims() -> None:
    """A transaction set may hold none."""
    assert x12.claims(interchange("BHT*0019~")) == ()


def test_a_claim_without_lines() -> None:
    """A claim loop without service lines is a claim without lines, and bills nothing."""
    claim = one(professional(lines=""))
    assert (claim.lines, claim.unread) == ((), ())
    assert [v.rule for v in check_claim(claim).findings] == ["claim.no-lines"]


def test_who_is_not_named_is_nobody() -> None:
    """An NM1 without name and id names no provider, and a claim behind no HL has none."""
    lines = "LX*1~SV1*HC:71046*30*UN*1***1~DTP*472*D8*20240815~REF*6R~NM1*82*1~"
    claim = one(interchange("CLM*A2*9***11:B:1~" + lines))
    assert (claim.lines[0].provider, claim.lines[0].control, claim.id) == (None, None, "A2")


INSTITUTION = "CLM*B1*100***13:A:1**A*Y*Y~DTP*434*RD8*20240815-20240815~HI*ABK:R911:::::::Y~HI*ABF:J189~HI*BH:A1:D8:20240101~"


def hospital(claim: str = INSTITUTION, lines: str = "LX*1~SV2*0352*HC:71260*900*UN*1~") -> Claim:
    """Read an institutional claim."""
    return one(interchange(HEAD + claim + lines, guide="005010X223A2"))


def test_an_institutional_claim() -> None:
    """The days are the statement's, all diagnoses count for all lines, and the hospital is the provider."""
    claim = hospital()
    assert claim.setting is Setting.OUTPATIENT_HOSPITAL
    assert claim.lines == (
        ClaimLine(
            "71260",
            date_of_service=DAY,
            charge=Decimal(900),
            diagnoses=("R91.1", "J18.9"),
            provider="provider-1",
            number=1,
        ),
    )
    assert "revenue line" in hospital(lines="LX*1~SV2*0250**48.1*UN*28~").unread[0][1]


@pytest.mark.parametrize("bill", ["11:A:1", "18:A:1", "21:A:1", "", "13:B:1", "99:A:1"])
def test_inpatient_bills_are_not_judged_by_outpatient_edits(bill: str) -> None:
    """What is no outpatient bill gives NO_DATA."""
    claim = hospital(INSTITUTION.replace("13:A:1", bill))
    report = check_claim(claim)
    assert (claim.lines, report.is_clean, report.is_complete) == ((), True, False)


@pytest.mark.parametrize("bill", ["12:A:1", "14:A:7", "85:A:1", "013:A:1"])
def test_outpatient_bills_are(bill: str) -> None:
    """Hospital outpatient and critical access bill types are read."""
    assert len(hospital(INSTITUTION.replace("13:A:1", bill)).lines) == 1


BROKEN = [
    ("", "the source is empty"),
    ("  \n", "the source is empty"),
    ("GS*HC", "begins with ISA"),
    ("ISA", "ISA .* is cut off"),
    (ISA[:60], "ISA08 .* takes 15"),
    (ISA[:104], "ISA .* cut off"),
    (
        ISA.replace("*00*          *00", "*00*         *00"),
        "ISA02 .* has 9 characters and takes 10",
    ),
    (ISA.replace(":~", "*~"), "three separators"),
    (ISA, "IEA is missing"),
    (professional()[:400], "IEA is missing"),
    (professional()[:-1], "IEA is not closed"),
    (professional() + "GS*HC", "begins with ISA"),
    (professional().replace("SE*", "XE*"), "ST .* is open, and SE must close it"),
    (professional().replace("GE*", "XE*"), "no ST is open"),
    (professional().replace("ST*837", "XT*837"), "no ST is open"),
    (professional().replace("GS*", "XS*"), "no ST is open"),
    (ISA + "GS*HC~IEA*1*1~", "no ST is open"),
    (ISA + "TA1*1~IEA*0*1~", "no transaction set"),
    (interchange(kind="837"), "no transaction set"),
    (interchange("BHT~", kind="270"), "ST01 .* another transaction"),
    (interchange("BPR~", kind="835"), "give it to cptkit.x12.denials"),
    (interchange("BHT~", guide="005010X224A2"), "no guide that is read"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_envelope_is_one_error(text: str, message: str) -> None:
    """It names the segment and the cure, and no value."""
    with pytest.raises(DataError, match=message) as caught:
        x12.claims(text)
    assert len(caught.value.problems) == 1
    assert not {"PATIENTNAME", "0300AAA", "19401231"} & set(str(caught.value).split("*"))


@pytest.mark.parametrize("wrong", ["SE*99*", "SE*x*", "SE*9999999999*", "SE**"])
def test_counts_that_do_not_agree_are_told(wrong: str) -> None:
    """Parts may be lost or doubled: what is at hand is read, and no claim of the set is complete."""
    text = professional()
    count = text.split("SE*")[1].split("*")[0]
    claim = one(text.replace(f"SE*{count}*", wrong))
    assert [place[:4] for place, _ in claim.unread] == ["SE01"]
    assert len(claim.lines) == 2
    groups = one(text.replace("GE*1*", "GE*2*").replace("IEA*1*", "IEA*3*"))
    assert [place[:5] for place, _ in groups.unread] == ["IEA01", "GE01 "]


# --- remittances

REMIT = (
    "BPR*I*0*C*NON~LX*1~CLP*A1*4*210.5*0*0*MB*9~NM1*QC*1*PATIENTNAME*JON~MOA***MA01*MA130~DTM*232*20240815~"
    "SVC*HC:71250:26*90.5*0**1~DTM*472*20240815~CAS*CO*236*80**45*10.5~REF*6R*CONTROLX~LQ*HE*N20~"
    "SVC*HC:71260:26*120*90**1~CAS*PR*2*24~REF*6R*1~PLB*1*20241231*WO:1*5~"
)


def test_denials_of_lines() -> None:
    """One denial an amount and reason, with the line's remarks and the claim's; contract amounts are marked."""
    denied, written_off, share = x12.denials(interchange(REMIT, kind="835", guide="005010X221A1"))
    control = x12.claims(professional())[0].lines[1].control
    assert denied == Denial(
        claim="A1",
        code="71250",
        modifiers=("26",),
        on=DAY,
        charge=Decimal("90.5"),
        paid=Decimal(0),
        group="CO",
        carc="236",
        rarcs=("N20",),
        claim_rarcs=("MA01", "MA130"),
        amount=Decimal(80),
        is_line=True,
        control=control,
    )
    assert (written_off.carc, written_off.amount, written_off.is_adjustment) == (
        "45",
        Decimal("10.5"),
        True,
    )
    assert (share.group, share.carc, share.number, share.on, share.is_adjustment) == (
        "PR",
        "2",
        1,
        DAY,
        True,
    )
    assert from_json(to_json((denied,)), tuple[Denial, ...]) == (denied,)


def test_denials_of_claims() -> None:
    """Adjustments of a claim have no line; inpatient remarks are read; a reversal is no denial."""
    body = "CLP*A2*22*-50*0**MC~CAS*CO*29*-50~MIA*1****N211~DTM*232*2024~CLP*A3*4*x*0~CAS*OA*A1*7~"
    first, second = x12.denials(interchange(body, kind="835"))
    assert (first.code, first.is_line, first.rarcs, first.is_adjustment) == (
        None,
        False,
        ("N211",),
        True,
    )
    assert (first.on, [place[:5] for place, _ in first.unread]) == (None, ["DTM02"])
    assert (second.charge, [place[:5] for place, _ in second.unread]) == (None, ["CLP03"])


def test_a_remittance_line_without_procedure() -> None:
    """A line that names no CPT or HCPCS code is told."""
    (denial,) = x12.denials(interchange("CLP*A4*4*5*0~SVC*NU:0300*5*0~CAS*CO*16*5~", kind="835"))
    assert (denial.code, denial.is_line, denial.unread[0][0][:5]) == (None, True, "SVC01")


def test_a_remittance_that_adjusts_nothing() -> None:
    """An empty CAS and a set without claims deny nothing; `dir` shows the two readers."""
    assert x12.denials(interchange("CLP*A4*1*5*5~CAS*CO**5~", "BPR*I~", kind="835")) == ()
    assert dir(x12) == ["claims", "denials"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (professional(), "give it to cptkit.x12.claims"),
        (interchange("BHT~", kind="277"), "ST01 .* another transaction"),
    ],
)
def test_denials_come_from_an_835(text: str, message: str) -> None:
    """Another transaction is an error that says where it goes."""
    with pytest.raises(DataError, match=message):
        x12.denials(text)


# --- the shared samples

COUNTS = [
    ("837p-cc.txt", [2], 0),
    ("837p-demo.837", [4], 0),
    ("837p-many-claims.txt", [0, 0, 0, 1], 4),
    ("837i-cc.txt", [0], 1),
    ("837i-demo.837", [2], 0),
    ("bad-missing-elements.txt", [1, 1], 14),
    ("837-complex.txt", [2, 1, 2, 2, 1, 2], 46),
]
PERSONAL = ("NM1", "N3", "N4", "DMG", "REF", "PER")


@pytest.mark.parametrize(("name", "lines", "unread"), COUNTS)
def test_samples_are_read(name: str, lines: list[int], unread: int) -> None:
    """Each sample gives its claims and lines, and says what of it was not read."""
    claims = x12.claims(sample(f"x12/{name}"))
    assert [len(claim.lines) for claim in claims] == lines
    assert sum(len(claim.unread) for claim in claims) == unread
    assert all(check_claim(claim).explain() for claim in claims)


@pytest.mark.parametrize(
    ("name", "count"), [("835-cob.835", 2), ("835-plb.txt", 5), ("835-sample.txt", 5)]
)
def test_remittance_samples_are_read(name: str, count: int) -> None:
    """Each remittance gives its adjustments."""
    assert len(x12.denials(sample(f"x12/{name}"))) == count


def test_the_damaged_sample_names_its_segment() -> None:
    """An ISA that is a character short is refused: the separators stand at fixed places."""
    with pytest.raises(DataError, match="ISA02"):
        x12.claims(sample("x12/bad-first-line.txt"))


def values_of_persons(text: str, element: str, end: str) -> set[str]:
    """Give the values of the elements that tell of persons, and of no claim id."""
    segments = [each.strip().split(element) for each in text.split(end)]
    public = {each[1] for each in segments if each[0] in {"CLM", "CLP"}}
    told = {value for each in segments if each[0] in PERSONAL for value in each[1:]}
    return {value for value in told if len(value) > 3} - public - set(Payer.__members__)


@pytest.mark.parametrize("name", [*(name for name, _, _ in COUNTS), "835-cob.835", "835-plb.txt"])
def test_nothing_tells_of_a_person(name: str) -> None:
    """No claim, denial, report or note repeats a value of NM1, N3, N4, DMG, REF or PER."""
    text = sample(f"x12/{name}")
    if name.startswith("835"):
        said = "".join(map(repr, x12.denials(text)))
    else:
        claims = x12.claims(text)
        reports = [check_claim(claim) for claim in claims]
        said = repr(claims) + repr(reports) + to_json(claims) + to_json(tuple(reports))
        said += "".join(report.explain() for report in reports)
    persons = values_of_persons(text, "*", "~")
    assert len(persons) > 5
    assert {value for value in persons if value in said} == set()
