"""Cells: what is read surely, what is refused, and that nothing else ever happens."""

from __future__ import annotations

import datetime as dt
import string
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import CodeExpression, InvalidCodeError, InvalidModifierError
from cptkit.catalog.code_forms import normalize, well_formed, well_formed_modifier
from cptkit.values.raw import LONGEST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("71260", "71260"),
        (" 71260 ", "71260"),
        ("71260-26-59", "71260-26-59"),
        ("71260:26:59", "71260-26-59"),
        ("71260 - 26", "71260-26"),
        ("HC:71260:26", "71260-26"),
        ("hc:71260:26", "71260-26"),
        ("HC^71260^26", "71260-26"),
        ("71260,26", "71260-26"),
        ("71260 26 59", "71260-26-59"),
        ("71260-26 59", "71260-26-59"),
        ("7126026", "71260-26"),
        ("77066TC", "77066-TC"),
        ("70030TCLT", "70030-TC-LT"),
        ("7302050", "73020-50"),
        ("70498CT", "70498-CT"),
        ("73560rt", "73560-RT"),
        (71260, "71260"),
        (71260.0, "71260"),
        (7126026, "71260-26"),
        ("71260.0", "71260"),
        ("0042t", "0042T"),
        ("7010F", "7010F"),
        ("G0279TC", "G0279-TC"),
        ("71260-26-59-RT-GC", "71260-26-59-RT-GC"),
        ("93306-45", "93306-45"),
        ("71407TC", "71407-TC"),
        ("99213GT", "99213-GT"),
        ("HC:71260:26:::", "71260-26"),
        ("HC:00840:AA::::49320", "00840-AA"),
        ("HC:71260:26:59:RT:GC:CHEST", "71260-26-59-RT-GC"),
        ("HC>73610>26>RT", "73610-26-RT"),
        ("HC|70450|26", "70450-26"),
        ("HC*70450*26", "70450-26"),
        ("71260:26::", "71260-26"),
        ("71260^26^^", "71260-26"),
        ("73610^CHEST 2V^C4", "73610"),
        ("70450^CT^C4", "70450"),
        ("70450^CT^RT", "70450-CT-RT"),
        ("A9552^FDG^HCPCS", "A9552"),
        ("27447-50|62", "27447-50-62"),
        ("CPT:73610", "73610"),
        ("CPT 73610", "73610"),
        ("C4^73610^26", "73610-26"),
        ("HCPCS: G0279", "G0279"),
        ("http://www.ama-assn.org/go/cpt|71046", "71046"),
        ("http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets|g0279", "G0279"),
        ("urn:oid:2.16.840.1.113883.6.12|71046-26", "71046-26"),
        ('="73610"', "73610"),
        ("=\u201c73610\u201d", "73610"),
        ("'73610", "73610"),
        ('"73610-26"', "73610-26"),
        ("\u00a073610\ufeff", "73610"),
        ("73610\u201326", "73610-26"),
        ("73610\u201126", "73610-26"),
        ("73610.00", "73610"),
        ("7126026.0", "71260-26"),
        ("73610-X2", "73610-X2"),
        (Decimal("71260.00"), "71260"),
        (Fraction(71260), "71260"),
        (cptkit.get("71260"), "71260"),
        (CodeExpression("71260", ("26",)), "71260-26"),
        ("A0428-RH", "A0428-RH"),
    ],
)
def test_read(text: object, expected: str) -> None:
    """Each form that systems write is read to code and modifiers."""
    assert str(cptkit.parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("70450 HEAD", "not made of known modifiers"),
        ("70450HEAD", "not made of known modifiers"),
        ("71046PORT", "not made of known modifiers"),
        ("71046STAT", "not made of known modifiers"),
        ("70450 2659", "price"),
        ("73610 x 2", "quantity"),
        ("73610x2", "quantity"),
        ("73610X2", "quantity"),
        ("73610 X2", "quantity"),
        ("73610*2", "quantity"),
        ("7361026X2", "quantity"),
        ("2x73610", "quantity"),
        ("2 X 73610", "quantity"),
        ("1011174", "10111 is none"),
        (1011174, "10111 is none"),
        ("1020193", "10201 is none"),
        ("A0428RH", "not made of known modifiers"),
        ("71260MA", "not made of known modifiers"),
        ("HC:71260::26", "no modifier behind it"),
        ("HC:71260:26:CHEST", "not made of known modifiers"),
        ("HC:71260:26:59:RT:GC:CHEST:71270", "at most 4|no modifier|not made|two codes"),
        ("73610^XR ANKLE^L", "not made of known modifiers"),
        ("\u017f8032", "plain ASCII"),
        ("\u00df7126", "plain ASCII"),
        ("\ufb067126", "plain ASCII"),
        ("   ", "empty"),
        ("7126", "a code is five digits"),
        ("73501R", "write RT"),
        ("73501L", "write LT"),
        ("73501B", "write 50"),
        ("71260 150", "price"),
        ("71260 $150.00", "price"),
        ("71260 1,250.00", "price"),
        ("71101268", "price"),
        ("7323211", "not made of known modifiers"),
        ("71260 71270", "two codes"),
        ("71260,71270", "two codes"),
        ("77067/G0202", "two codes"),
        ("7126071270", "two codes"),
        ("71260-", "no modifier behind it"),
        ("71260-26-", "no modifier behind it"),
        ("71260-2", "known modifiers"),
        ("71260-01", "known modifiers"),
        ("71260-26-59-RT-GC-76", "at most 4"),
        ("71260ZZ", "known modifiers"),
        ("７１２６０", "plain ASCII"),
        ("71260\0", "plain ASCII"),
        ("71260" * 100, "no form of a code is longer"),
        ("71260/26", "do not stand behind '/': write '-'"),
        ("71260;26", "do not stand behind ';'"),
        ("71260-26.0", "price"),
        (".0", "a code is five digits"),
        (71260.5, "fraction"),
        (float("nan"), "fraction"),
        (float("inf"), "fraction"),
        (42, "lost its zeros"),
        (-71260, "lost its zeros"),
        (10**40, "over thirteen"),
        (True, "bool"),
        (None, "NoneType"),
        (b"71260", "bytes"),
        (["71260"], "list"),
    ],
)
def test_refused_with_a_reason(text: object, reason: str) -> None:
    """What cannot be read surely is refused, and the reason tells the reader why."""
    with pytest.raises(InvalidCodeError) as caught:
        cptkit.parse(text)
    assert any(each in caught.value.reason for each in reason.split("|"))
    assert caught.value.text is text


class _Broken:
    def __index__(self) -> int:
        raise RuntimeError("broken")


def test_a_broken_index_is_our_error() -> None:
    """A number type that fails to give its number is refused like any other bad input."""
    with pytest.raises(InvalidCodeError, match="whole number"):
        cptkit.parse(_Broken())


@given(
    st.from_regex(r"\A([0-9]{5}|[0-9]{4}[AFMTU]|[A-Z][0-9]{4})\Z"),
    st.lists(st.from_regex(r"\A([A-Z][A-Z0-9]|2[2-9]|[3-9][0-9])\Z"), max_size=4),
)
def test_text_and_value_go_round(code: str, modifiers: list[str]) -> None:
    """Reading what an expression prints gives the expression, in both of its forms."""
    expression = CodeExpression(code, tuple(modifiers))
    assert cptkit.parse(str(expression)) == expression
    assert cptkit.parse(expression.hl7) == expression


@given(
    st.one_of(
        st.text(max_size=80),
        st.text(alphabet=string.digits + string.ascii_uppercase + "-: ,^", max_size=20),
    )
)
def test_read_uses_up_every_letter(text: str) -> None:
    """A reading accounts for every letter and digit of the cell, or the cell is refused."""
    try:
        found = cptkit.parse(text)
    except InvalidCodeError as error:
        assert error.reason
        return
    plain = "".join(c for c in text.upper().strip().removesuffix(".0") if c.isalnum())
    assert found.code + "".join(found.modifiers) in (plain, plain.removeprefix("HC"))
    assert len(found.modifiers) <= 4


@given(
    st.one_of(
        st.none(),
        st.floats(),
        st.integers(),
        st.binary(),
        st.lists(st.integers()),
        st.dictionaries(st.text(), st.text()),
        st.text(),
    )
)
def test_nothing_else_is_ever_raised(value: Any) -> None:
    """Any value at all ends in an answer or in an error of ours."""
    assert cptkit.get(value) is None or isinstance(value, (str, int, float))
    assert cptkit.status(value).name
    for call in (cptkit.parse, cptkit.lookup, cptkit.headings, cptkit.select):
        try:
            call(value)
        except cptkit.CptkitError as error:  # noqa: PERF203 - four calls
            assert str(error)


def test_ten_megabytes_cost_nothing() -> None:
    """A huge text is refused by its length, and the message does not repeat it."""
    huge = "7" * 10_000_000
    assert cptkit.get(huge) is None
    assert cptkit.status(huge).name == "MALFORMED"
    with pytest.raises(InvalidCodeError) as caught:
        cptkit.parse(huge)
    assert len(str(caught.value)) < 250


def test_forms() -> None:
    """The form of a code is asked without asking whether it exists."""
    assert normalize(" g0279 ") == "G0279"
    assert normalize("7126R") is None
    assert normalize(71260) == "71260"
    assert (normalize(7126), normalize(True), normalize(71260.5)) == (None, None, None)
    assert well_formed("99999") == "99999"
    with pytest.raises(InvalidCodeError, match="fraction"):
        well_formed(71260.5)
    assert LONGEST < 300


def test_no_other_letter_becomes_an_ascii_one() -> None:
    """What capitals would turn into an ASCII letter names no code and no modifier, and a control character is no blank."""
    for text in ("\u017f8032", "\u017f", "71260\x1f", "\x1c71260", "\u300071260"):
        assert cptkit.get(text) is None
        assert cptkit.status(text).name == "MALFORMED"
    with pytest.raises(InvalidModifierError):
        well_formed_modifier("\u017fG")


@pytest.mark.parametrize(
    "named", ["71260", "\ufeff71260\u200b", 71260, 71260.0, Decimal(71260), cptkit.get("71260")]
)
def test_one_reading_of_a_code(named: object) -> None:
    """Whatever takes a code takes text, number and code alike."""
    day = dt.date(2026, 5, 4)
    code = cptkit.lookup("71260")
    edition = cptkit.edition(day)
    assert (cptkit.get(named), cptkit.lookup(named)) == (code, code)
    assert edition.get(named) == code
    assert (edition[named], named in edition) == (code, True)
    assert cptkit.headings(named) == cptkit.headings("71260")
    assert cptkit.between(named, named) == cptkit.select(named) == (code,)
    assert cptkit.guide(named).code == code
    assert cptkit.contrast.family(named) == cptkit.contrast.family("71260")
    assert cptkit.guidance.role(named).code == "71260"
    assert cptkit.bundling.mue(named, on=dt.date(2024, 8, 15)) is not None
    assert cptkit.payment.rvus(named, "26", on=day) == cptkit.payment.rvus("71260", "26", on=day)
    assert cptkit.modifiers.is_compatible(named, "26", on=day)
    assert cptkit.ClaimLine(named, date_of_service=day).code == "71260"  # type: ignore[arg-type]
    assert cptkit.documentation.requirements(named, on=day)


def test_modifiers_of_an_expression() -> None:
    """They count where modifiers are asked for, do no harm where they mean nothing, and are refused elsewhere."""
    day = dt.date(2026, 5, 4)
    read = cptkit.parse("71260-26")
    for call in (cptkit.get, cptkit.lookup):
        assert call(read) == cptkit.get("71260")
    assert cptkit.status(read).name == "ACTIVE"
    assert cptkit.headings(read) == cptkit.headings("71260")
    assert cptkit.contrast.family(read) == cptkit.contrast.family("71260")
    assert cptkit.payment.rvus(read, on=day) == cptkit.payment.rvus("71260", "26", on=day)
    assert cptkit.modifiers.check(cptkit.parse("71260-26-TC"), on=day) == cptkit.modifiers.check(
        "71260", ("26", "TC"), on=day
    )
    assert cptkit.documentation.requirements(read, on=day) == cptkit.documentation.requirements(
        "71260", ("26",), on=day
    )
    for refused in (
        lambda: cptkit.modifiers.check(read, ("26",), on=day),
        lambda: cptkit.modifiers.applicable(read, on=day),
        lambda: cptkit.payment.rvus(read, "TC", on=day),
        lambda: cptkit.bundling.mue(read, on=day),
        lambda: cptkit.guide(read),
        lambda: cptkit.between(read, "71270"),
        lambda: cptkit.select(read),
        lambda: cptkit.guidance.role(read),
        lambda: cptkit.contrast.explain(read),
    ):
        with pytest.raises(InvalidCodeError, match="modifiers"):
            refused()


def test_a_line_of_an_expression() -> None:
    """Code and modifiers in one have their own way in, and the message names it."""
    day = dt.date(2026, 5, 4)
    whole = cptkit.ClaimLine("71260", ("26",), date_of_service=day, units=2)
    for asked in (cptkit.parse("71260-26"), "71260-26", "HC:71260:26", "71260 - 26"):
        assert cptkit.ClaimLine.of(asked, date_of_service=day, units=2) == whole
        with pytest.raises(InvalidCodeError, match=r"ClaimLine\.of\("):
            cptkit.ClaimLine(asked, date_of_service=day)  # type: ignore[arg-type]
    with pytest.raises(InvalidCodeError):
        cptkit.ClaimLine.of("7126026", date_of_service=day)


@pytest.mark.parametrize(
    ("column", "read"),
    [
        ("26,LT", ("26", "LT")),
        ("26 lt", ("26", "LT")),
        ("26:LT|59-RT", ("26", "LT", "59", "RT")),
        ("26\u00a0LT", ("26", "LT")),
        (" , ", ()),
        ("", ()),
        (None, ()),
        (float("nan"), ()),
        (26, ("26",)),
        (26.0, ("26",)),
    ],
)
def test_a_column_of_modifiers(column: object, read: tuple[str, ...]) -> None:
    """What stands in one column is split at its separators, and nothing is nothing."""
    assert cptkit.modifiers.split(column) == read


@pytest.mark.parametrize("column", ["2659", "26;LT", "HEAD", True, ["26"], "\u017fG", 2.5])
def test_a_column_that_is_not_modifiers(column: object) -> None:
    """What has not the form of modifiers is refused."""
    with pytest.raises(InvalidModifierError):
        cptkit.modifiers.split(column)


def test_modifier_forms() -> None:
    """A modifier is two characters: 22 to 99, a letter first, or a performance-measure modifier."""
    assert [well_formed_modifier(m) for m in ("26", "rt", "F1", "1P")] == ["26", "RT", "F1", "1P"]
    for bad in ("2", "11", "260", "", None, 26, "２６"):
        with pytest.raises(InvalidModifierError, match="two characters"):
            well_formed_modifier(bad)
