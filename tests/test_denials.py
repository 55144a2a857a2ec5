"""Denials: what a remittance means, which rule stands behind it, and what is left to do."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from cptkit import (
    Appeal,
    Claim,
    ClaimLine,
    DataError,
    Denial,
    ModifierHelp,
    Setting,
    Source,
    Table,
    TableKind,
    bundling,
    explain_denial,
    packaged,
    x12,
)
from cptkit.claim_check import RULES
from cptkit.claim_check.rule_tables import denial_rows
from cptkit.denials.edits import of_edit
from cptkit.denials.reason_codes import carc_rows, rarc_rows, rules_of
from cptkit.indicators import Adjudication, CorrectCoding
from cptkit.lines.rule_rows import rule_rows
from edi import interchange, professional, sample
from looped import some

DAY = dt.date(2024, 8, 15)


def line(code: str, *modifiers: str, units: int = 1) -> ClaimLine:
    """Make a line of the day."""
    return ClaimLine(
        code,
        modifiers,
        date_of_service=DAY,
        units=units,
        place_of_service="11",
        diagnoses=("R91.1",),
    )


def denied(code: str, carc: str, *rarcs: str, group: str = "CO") -> Denial:
    """Make a denial of a line of the day."""
    return Denial(code=code, on=DAY, carc=carc, rarcs=rarcs, group=group, is_line=True)


def test_every_row_names_rules_that_exist() -> None:
    """Reason and remark codes point at rules of the check, and say where they were read."""
    ids = {name for rule in RULES for name in rule.ids}
    reasons, remarks = carc_rows().values(), rarc_rows().values()
    assert {rule for row in reasons for rule in row.rules} <= ids
    assert {rule for row in remarks for rule in row.rules} <= ids
    assert all(some(row.meaning and row.citation and row.advice for row in reasons))
    assert all(some(row.meaning and row.citation for row in remarks))


def test_every_finding_s_reason_leads_back_to_its_rule() -> None:
    """Whatever code a rule says that a payer gives, the explanation of that code names the rule."""
    named = {(row.rule, row.carc) for row in rule_rows().values() if row.carc}
    named |= {
        ("coverage.billed-for-denial", row.carc) for row in denial_rows().values() if row.carc
    }
    sent = Claim((line("71260"),))
    for rule, carc in some(named):
        assert carc in carc_rows()
        assert rule in explain_denial(denied("71260", carc), sent).rules
    assert len(named) > 80


def test_no_reason_repeats_what_the_catalogue_says() -> None:
    """A reason lists only what no rule's own row tells already."""
    for row in some(carc_rows().values()):
        own = {each.rule for each in rule_rows().values() if each.carc == row.code}
        assert own.isdisjoint(row.rules)
        assert set(rules_of(row.code)) == own | set(row.rules) | {
            "coverage.billed-for-denial" for each in denial_rows().values() if each.carc == row.code
        }


def test_indicator_0_leaves_nothing() -> None:
    """71250 beside 71260 is an edit with indicator 0: neither modifier nor appeal helps."""
    told = explain_denial(denied("71250", "236"), Claim((line("71260"), line("71250"))))
    assert (told.lines, told.modifier, told.appeal) == ((1,), ModifierHelp.NEVER, Appeal.HOPELESS)
    assert "bundling.ptp" in {finding.rule for finding in told.findings}
    assert told.must_show == ()
    assert "71260 over 71250, indicator 0" in told.advice[0]
    assert "our finding: bundling.ptp" in str(told)


def test_indicator_1_takes_a_modifier_where_the_record_bears_it() -> None:
    """76942 in 10005 is 0, but 36556 over 71045 has indicator 1: a later film for a new complaint is told apart."""
    sent = Claim((line("36556"), line("71045")))
    told = explain_denial(denied("71045", "97", "N20"), sent)
    assert (told.modifier, told.appeal) == (ModifierHelp.MAY, Appeal.CORRECT)
    assert told.must_show
    assert "XE, XS, XP, XU or 59 to 71045" in told.advice[0]
    carried = explain_denial(
        denied("71045", "97", "N20"), Claim((line("36556"), line("71045", "XU")))
    )
    assert (carried.modifier, carried.appeal) == (ModifierHelp.CARRIED, Appeal.RECORD)


def test_units_above_the_limit() -> None:
    """The unit limit's own adjudication says whether an appeal can help."""
    told = explain_denial(denied("71260", "151", "N362"), Claim((line("71260", units=5),)))
    assert (told.modifier, told.appeal) == (ModifierHelp.NEVER, Appeal.RECORD)
    assert "5 units of 71260 against a limit of 2 (MAI 3)" in told.advice[0]
    within = explain_denial(denied("71260", "151"), Claim((line("71260"),)))
    assert (within.modifier, within.appeal) == (ModifierHelp.UNTOLD, Appeal.RECORD)


@pytest.mark.parametrize(
    ("adjudication", "modifier", "appeal"),
    [
        (Adjudication.LINE, ModifierHelp.MAY, Appeal.CORRECT),
        (Adjudication.DAY_ABSOLUTE, ModifierHelp.NEVER, Appeal.HOPELESS),
        (Adjudication.DAY_CLINICAL, ModifierHelp.NEVER, Appeal.RECORD),
    ],
)
def test_limits_by_their_adjudication(
    adjudication: Adjudication, modifier: ModifierHelp, appeal: Appeal
) -> None:
    """A limit by line takes modifiers, an absolute one nothing, a clinical one an appeal with records."""
    limit = bundling.mue("71260", on=DAY)
    assert limit is not None
    source = Source("here", effective=DAY, through=DAY)
    row = attrs.evolve(limit, adjudication=adjudication, source=source)
    mine: Table[object] = Table(TableKind.MUE, source, (row,), Setting.PROFESSIONAL)
    catalog = packaged.with_tables(mine)
    told = explain_denial(denied("71260", "151"), Claim((line("71260", units=5),)), catalog=catalog)
    assert (told.modifier, told.appeal) == (modifier, appeal)


def test_a_withdrawn_edit_is_told_to_the_payer() -> None:
    """Indicator 9 stands for an edit that was never in force."""
    edit = bundling.ptp("36556", "71045", on=DAY)
    assert edit is not None
    withdrawn = attrs.evolve(edit, indicator=CorrectCoding.NOT_APPLICABLE)
    helped = of_edit(line("71045"), withdrawn, line("36556"))
    assert (helped.modifier, helped.appeal) == (ModifierHelp.BESIDE_THE_POINT, Appeal.RECORD)


def test_adjustments_are_no_denials() -> None:
    """A write-off by contract and a deductible leave nothing to do."""
    for group, carc in (("CO", "45"), ("PR", "1")):
        given = attrs.evolve(denied("71260", carc, group=group), is_adjustment=True)
        told = explain_denial(given, Claim((line("71260"),)))
        assert (told.appeal, told.findings, told.must_show) == (Appeal.NOT_NEEDED, (), ())


def test_remarks_decide_about_the_way() -> None:
    """MA130 means a new claim, N425 a statute; an unknown reason is told as unknown."""
    sent = Claim((line("71260"),))
    assert explain_denial(denied("71260", "151", "MA130"), sent).appeal is Appeal.CORRECT
    assert explain_denial(denied("71260", "50", "N425"), sent).appeal is Appeal.HOPELESS
    told = explain_denial(denied("71260", "ZZ9", "Q1"), sent)
    assert (told.unknown, told.appeal) == (("ZZ9", "Q1"), Appeal.PAYER)
    missing = explain_denial(denied("70450", "50"), sent)
    assert missing.lines == ()
    assert "no line of the claim" in missing.advice[1]


def test_what_the_record_must_show_comes_from_the_requirements() -> None:
    """A denial for necessity asks for order, indication and report of that very line."""
    told = explain_denial(denied("71260", "50"), Claim((line("71260"),)))
    assert told.appeal is Appeal.RECORD
    assert len(told.must_show) > 3


def test_codes_without_tables_are_no_error() -> None:
    """A line whose code is none, or whose day no table covers, is explained by the reason alone."""
    odd = ClaimLine("7126X", date_of_service=DAY)
    told = explain_denial(denied("7126X", "97"), Claim((odd, line("71260"))))
    assert (told.modifier, told.must_show) == (ModifierHelp.UNTOLD, ())
    assert explain_denial(denied("7126X", "151"), Claim((odd,))).appeal is Appeal.RECORD


def test_a_remittance_finds_its_lines() -> None:
    """By the control number that was sent, else by the line's number, else by code, modifiers and day."""
    (sent,) = x12.claims(professional())
    remit = "CLP*A1*4*9*0~SVC*HC:71250:26*9*0~DTM*472*20240815~CAS*CO*236*9~REF*6R*{}~"
    lines = {
        control: explain_denial(
            x12.denials(interchange(remit.format(control), kind="835"))[0], sent
        ).lines
        for control in ("CONTROLX", "2", "OTHER")
    }
    assert lines == {"CONTROLX": (1,), "2": (1,), "OTHER": (1,)}
    plain = Claim((attrs.evolve(line("71250"), number=1), attrs.evolve(line("71250"), number=2)))
    numbered = attrs.evolve(denied("71250", "18"), number=2)
    assert explain_denial(numbered, plain).lines == (1,)
    assert explain_denial(Denial(carc="29", claim="A"), plain).lines == ()


def test_wrong_calls_are_errors() -> None:
    """What is no denial, no claim, or another claim's is refused."""
    claim = Claim((line("71260"),), id="B")
    with pytest.raises(DataError, match="no Denial"):
        explain_denial("236", claim)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="no Claim"):
        explain_denial(Denial(), "B")  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"match Denial\.claim"):
        explain_denial(Denial(claim="A"), claim)


def test_sample_remittances_are_explained() -> None:
    """Every denial of the samples has a meaning."""
    for name in ("835-cob.835", "835-plb.txt", "835-sample.txt"):
        for each in some(x12.denials(sample(f"x12/{name}"))):
            told = explain_denial(each, Claim((line("71260"),)))
            assert told.reasons or told.unknown == ("176",)
