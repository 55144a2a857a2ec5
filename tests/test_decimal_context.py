"""No amount hangs on the caller's decimal context: neither its precision, nor its rounding, nor what it traps."""

from __future__ import annotations

import datetime as dt
import decimal
import subprocess
import sys
from decimal import Decimal

import pytest

from cptkit import Claim, ClaimLine, check_claim
from cptkit.catalog.quantities import whole_units
from cptkit.values.arithmetic import EXACT, exactly
from cptkit.values.price import ClaimPrice, Price
from looped import some

ASKED = """
import datetime as dt
import cptkit
from cptkit import Claim, ClaimLine, payment

day = dt.date(2026, 8, 15)
lines = [
    ClaimLine(code, mods, date_of_service=day, place_of_service="11", units=units, charge="1234.56")
    for code, mods, units in (
        ("71260", (), 1), ("74177", (), 2), ("73610", ("50",), 1), ("77067", ("26",), 1),
        ("Q9967", (), 95), ("72148", ("TC",), 3),
    )
]
claim = Claim(lines)
told = []
for locality in (None, "01112-05"):
    priced = payment.price_claim(claim, locality=locality, contract=cptkit.Contract(percent="123.45"))
    told += [cptkit.to_json(priced), str(priced.amount), str(priced.priced), str(priced)]
    for line, price in zip(lines, priced):
        one = payment.price(line, locality=locality, qualifying_apm=True)
        told += [cptkit.to_json(one), str(payment.settle(price, line, deductible=cptkit.values.price.Decimal("33.33")))]
told.append(cptkit.to_json(payment.rvus("71260", "26", on=day)))
told.append(cptkit.to_json(payment.localities(day)))
head = "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2025 PW GPCI,2025 PE GPCI,2025 MP GPCI"
gpci = cptkit.cms.read_gpci(head + "\\n10112,AL,00,ALABAMA,1,0.869,1.575\\n", partial=True)
told.append(cptkit.to_json(gpci))
told.append(cptkit.to_json(cptkit.check_claim(claim)))
told.append(str(cptkit.guide("71260", day)))
told.append(cptkit.to_json(cptkit.suggest("CT CHEST W CONTRAST", day)))
print("\\n".join(told).encode("ascii", "backslashreplace").decode())
"""
HARSH = """
import decimal
harsh = decimal.DefaultContext
harsh.prec, harsh.rounding = {prec}, decimal.ROUND_UP
for signal in {traps}:
    harsh.traps[signal] = True
decimal.setcontext(harsh.copy())
"""


def answers(before: str = "") -> str:
    """Ask every question about money in a process of its own, where nothing was computed before."""
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", before + ASKED], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def usual() -> str:
    """Give the answers in Python's own context."""
    return answers()


@pytest.mark.parametrize(
    ("prec", "traps"),
    [(3, "()"), (28, "(decimal.Inexact, decimal.Rounded, decimal.FloatOperation)"), (1, "()")],
)
def test_every_answer_is_the_same(usual: str, prec: int, traps: str) -> None:
    """A precision of three, and traps on what is inexact, change no amount and raise nothing."""
    assert len(usual) > 10_000
    assert answers(HARSH.format(prec=prec, traps=traps)) == usual


def test_a_sum_in_a_callers_context() -> None:
    """The sum over a claim's lines is computed where it is asked, and leaves the context as it was."""
    price = ClaimPrice((Price(Decimal("1234.56")), Price(Decimal("0.01"))))
    with decimal.localcontext() as ours:
        ours.prec, ours.traps[decimal.Inexact] = 3, True
        assert str(price.amount) == "1234.57"
        assert decimal.getcontext() is ours


def test_counts_in_a_callers_context() -> None:
    """Milliliters of a record or of an interchange come to the same units."""
    day = dt.date(2026, 8, 15)
    line = ClaimLine(
        "Q9967",
        date_of_service=day,
        units=1234,
        record={"contrast.amount": Decimal("1234.5")},
    )
    told = check_claim(Claim((line,)))
    with decimal.localcontext() as ours:
        ours.prec = 2
        assert whole_units("1234", "mL", "Q9967") == 1234
        assert check_claim(Claim((line,))) == told
    assert "1235 units" in str(told)


@pytest.mark.parametrize("amount", [Decimal("1E+999"), Decimal(-1)])
def test_an_amount_that_is_none_judges_nothing(amount: Decimal) -> None:
    """The units of contrast are not held against it, and nothing foreign is raised."""
    held = {"contrast.amount": amount}
    line = ClaimLine("Q9967", date_of_service=dt.date(2026, 8, 15), units=95, record=held)
    found = [
        each for each in some(check_claim(Claim((line,))).findings) if each.rule == "supply.units"
    ]
    assert found == []


def test_the_context_is_our_own() -> None:
    """It traps what is no number, and not what a program set in Python's default."""
    with pytest.raises(decimal.DivisionByZero):
        exactly(lambda: Decimal(1) / 0)()
    assert EXACT.prec == 60
    assert not EXACT.traps[decimal.Inexact]
