"""Cells: what is read surely, what is refused, and that nothing else ever happens."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import CodeExpression, InvalidCodeError, InvalidModifierError
from cptkit.catalog.code_forms import LONGEST, normalize, well_formed, well_formed_modifier


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
    ],
)
def test_read(text: object, expected: str) -> None:
    """Each form that systems write is read to code and modifiers."""
    assert str(cptkit.parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
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
        ("71260.00", "do not stand behind '.'"),
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
    assert reason in caught.value.reason
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
    assert cptkit.get(value) is None or isinstance(value, (str, int))
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
    assert (normalize(7126), normalize(True), normalize(71260.0)) == (None, None, None)
    assert well_formed("99999") == "99999"
    with pytest.raises(InvalidCodeError, match="float"):
        well_formed(71260.0)
    assert LONGEST < 100


def test_modifier_forms() -> None:
    """A modifier is two characters: 22 to 99, a letter first, or a performance-measure modifier."""
    assert [well_formed_modifier(m) for m in ("26", "rt", "F1", "1P")] == ["26", "RT", "F1", "1P"]
    for bad in ("2", "11", "260", "", None, 26, "２６"):
        with pytest.raises(InvalidModifierError, match="two characters"):
            well_formed_modifier(bad)
