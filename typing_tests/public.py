"""Only type-checked, never run: the types that callers see."""

import datetime as dt

from typing_extensions import assert_type

import cptkit

day = dt.date(2026, 1, 1)
assert_type(cptkit.get("71260"), cptkit.Code | None)
assert_type(cptkit.lookup("71260", on=day), cptkit.Code)
assert_type(cptkit.status("71260"), cptkit.CodeStatus)
assert_type(cptkit.parse("7126026"), cptkit.CodeExpression)
assert_type(cptkit.headings("71260"), tuple[cptkit.Heading, ...])
assert_type(cptkit.under("radiology"), tuple[cptkit.Code, ...])
assert_type(cptkit.edition(day)["71260"], cptkit.Code)
assert_type(cptkit.from_json("{}", cptkit.ClaimLine), cptkit.ClaimLine)
line = cptkit.ClaimLine("71260", ("26",), date_of_service=day)
assert_type(line.modifiers, tuple[str, ...])
assert_type(cptkit.Modality.CT.dicom, str)
