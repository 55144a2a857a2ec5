"""Values about prices, and tables for notebooks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cptkit import Contract, DataError, Price, PriceStep, PriceUnit
from cptkit.errors import shown
from cptkit.printing.table import table_html
from cptkit.values.contract import factor
from cptkit.values.price import plain, steps_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1E+2", "100"),
        ("0.5", "0.50"),
        ("1.2340", "1.234"),
        ("131.00", "131.00"),
        ("1E-7", "0.0000001"),
    ],
)
def test_numbers_are_written_plainly(number: str, text: str) -> None:
    """No exponents, no idle zeros but those of cents."""
    assert plain(Decimal(number)) == text


def test_steps_stand_in_columns() -> None:
    """Names, factors and values are aligned; a step alone shows itself."""
    steps = (
        PriceStep("a", Decimal(2), Decimal("4.5"), PriceUnit.RVU, "71260", "RVU26C"),
        PriceStep("longer", value=Decimal(1), citation="a rule"),
    )
    assert steps_text(steps).splitlines() == [
        "a       x 2  4.50 RVU  71260 RVU26C",
        "longer              1  a rule",
    ]
    assert str(steps[1]) == "longer    1  a rule"
    assert steps_text(()) == ""


def test_a_price_without_a_line_tells_its_amount() -> None:
    """Prices made by hand need no line and no trace."""
    assert str(Price(Decimal("1.00"))) == "1.00 USD"
    assert str(Price(None, "why not", line="71260")) == "71260: no price: why not"


def test_html_is_escaped() -> None:
    """What callers name cannot break out of a cell."""
    assert (
        table_html(("a",), [("<b>",)])
        == "<table><tr><th>a</th></tr><tr><td>&lt;b&gt;</td></tr></table>"
    )


def repr_of(value: object) -> str:
    """Name a case shortly."""
    return shown(value)[:20]


@pytest.mark.parametrize(
    "bad",
    [
        None,
        True,
        1.5,
        b"1",
        "",
        "NaN",
        "Infinity",
        "-1",
        "0",
        "1e400",
        "0.123456789",
        "７",
        "1_0",
        "1e2",
        10**5000,
        "1" * 10**6,
        Decimal("sNaN"),
    ],
    ids=repr_of,
)
def test_factors_that_make_no_sense(bad: Any) -> None:
    """Each is refused in linear time."""
    with pytest.raises(DataError, match="factor must be"):
        factor("factor", bad)
    if bad is not None:
        with pytest.raises(DataError):
            Contract(conversion_factor=bad)
    with pytest.raises(DataError):
        Contract(percent=bad)


def test_a_contract_has_a_name() -> None:
    """A name that is no text is refused."""
    with pytest.raises(DataError, match="name must be a str"):
        Contract(5)  # type: ignore[arg-type]
