"""Only type-checked: every line marked "refused" must be, by mypy and by pyright, and no other; see `tools/must_fail.py`.

Each line is a slip that runs, or would run, into an error of ours: what the constructors refuse, type checkers refuse.
"""

import datetime as dt
from decimal import Decimal

import cptkit
from cptkit import Claim, ClaimLine, CodeExpression, Contrast, Outcome, Setting

day = dt.date(2026, 1, 1)
line = ClaimLine("71260", date_of_service=day)
claim = Claim([line])
price = cptkit.payment.price(line)

cptkit.get_codes("71260")  # refused: a misspelled name is an error, not Any

# --- lines and claims
ClaimLine("71260", 26, date_of_service="2026-01-01")  # refused: a number, and a text for a day
ClaimLine("71260", 26, date_of_service=day)  # refused: modifiers are several
ClaimLine("71260", "26", date_of_service=day)  # refused: a bare text
ClaimLine("71260", {"26", "LT"}, date_of_service=day)  # refused: a set has no order
ClaimLine("71260", [26], date_of_service=day)  # refused: a modifier is a text
ClaimLine("71260", date_of_service="2026-01-01")  # refused: a text is no day
ClaimLine("71260", date_of_service=None)  # refused: a line has a day
ClaimLine("71260")  # refused: a line has a day
ClaimLine(CodeExpression("71260", ("26",)), date_of_service=day)  # refused: that is ClaimLine.of
ClaimLine(None, date_of_service=day)  # refused: a line has a code
ClaimLine("71260", date_of_service=day, units="2")  # refused: units are a number
ClaimLine("71260", date_of_service=day, charge=131.5)  # refused: floats lose cents
ClaimLine("71260", date_of_service=day, diagnoses="R91.1")  # refused: a bare text
ClaimLine("71260", date_of_service=day, diagnoses={"R91.1"})  # refused: the first listed counts
ClaimLine("71260", date_of_service=day, place_of_service=22)  # refused: a place is a text
ClaimLine("71260", date_of_service=day, provider=1)  # refused: an id is a text
ClaimLine("71260", date_of_service=day, record={"a": 1.5})  # refused: no evidence is a float
ClaimLine("71260", date_of_service=day, unit=2)  # refused: a misspelled field
ClaimLine.of("71260-26", date_of_service="2026-01-01")  # refused: a text is no day
ClaimLine.of("71260-26")  # refused: a line has a day
Claim([1, 2])  # refused: lines are lines
Claim(line)  # refused: several lines, not one
Claim([line], "professional")  # refused: a setting is a member
Claim([line], Setting.PROFESSIONAL, "Medicare")  # refused: a payer is a member
Claim([line], unread=["CLM"])  # refused: pairs of place and reason
line.units = 2  # refused: values are frozen
claim.lines[0] = line  # refused: a tuple

# --- looking
cptkit.get("71260", on="2026-01-01")  # refused: a text is no day
cptkit.lookup("71260", "2026-01-01")  # refused: a text is no day
cptkit.edition(2026)  # refused: a year is no day
label = cptkit.get("71260").label  # refused: it may be None
cptkit.under(5)  # refused: a heading is named by a text
cptkit.get("71260", catalog="mine")  # refused: a catalog
cptkit.packaged.fee_row("71260", "26", "2026-01-01")  # refused: a text is no day
cptkit.packaged.with_tables("rvu.csv")  # refused: tables are read first

# --- judging
cptkit.check_claim(line)  # refused: a claim, not a line
cptkit.check_claim(claim, policy="Plan A")  # refused: a policy
cptkit.modifiers.is_compatible("71260", "26", on="2026-01-01")  # refused: a text is no day
cptkit.modifiers.check("71260", "26", on=day)  # refused: a bare text
cptkit.modifiers.check("71260", ("26",), on=day, setting="professional")  # refused: a member
cptkit.contrast.choose("71250", performed="WITH", on=day)  # refused: a member
cptkit.contrast.choose("71250", performed=Contrast.WITH)  # refused: judging takes the day
cptkit.bundling.ptp("71260", "71250")  # refused: judging takes the day
cptkit.documentation.missing("71260", {"a": 1.5}, on=day)  # refused: no evidence is a float
cptkit.documentation.missing("71260", {}, on=day, recommended="no")  # refused: a flag
cptkit.payment.price(claim)  # refused: a line, not a claim
cptkit.payment.price(line, conversion_factor=32.5)  # refused: floats lose cents
cptkit.payment.price(line, qualifying_apm="no")  # refused: a flag
cptkit.payment.settle(price, line, deductible=10.5)  # refused: floats lose cents
cptkit.necessity.covered("77080", "M81.0", on=day, modifiers="PI")  # refused: a bare text

# --- files, JSON, values
cptkit.cms.read_mue("", file=5)  # refused: a name is a text
cptkit.cms.read_ptp("", setting=Setting.PROFESSIONAL, complete="no")  # refused: a flag
cptkit.cms.read_ptp("")  # refused: whose table it is
cptkit.from_json(5, Claim)  # refused: JSON is a text
cptkit.Finding("a", "FAIL", (0,), "b")  # refused: an outcome is a member
cptkit.Finding("a", Outcome.FAIL, 0, "b")  # refused: lines are several
cptkit.CodeExpression("71260", "26")  # refused: a bare text
cptkit.PayerPolicy("Plan A", effective="2026-01-01")  # refused: a text is no day
cptkit.PayerPolicy("Plan A", prior_authorization=["71260"])  # refused: selections
cptkit.PayerPolicy("Plan A", requires_laterality="no")  # refused: a flag
cptkit.CodeSelection(headings="radiology")  # refused: a bare text
cptkit.CodeSelection(modalities=("CT",))  # refused: members
cptkit.Price(131.5)  # refused: floats lose cents
cptkit.Contract("Plan A", percent=1.2)  # refused: floats lose cents
Decimal(cptkit.payment.price(line).amount)  # refused: it may be None
