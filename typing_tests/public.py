"""Only type-checked, never run: the types that callers see."""

import datetime as dt
import typing

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
texts = (each for each in ["26"])
assert_type(cptkit.ClaimLine("71260", texts, date_of_service=day).modifiers, tuple[str, ...])
cptkit.ClaimLine("71260", ["26", None], date_of_service=day, units=2.0, charge="131.50")
cptkit.ClaimLine.of("71260-26", date_of_service=day, diagnoses=["R91.1"])
cptkit.Claim(iter([line]))
cptkit.CodeSelection(headings={"radiology"}, modalities=[cptkit.Modality.CT])
cptkit.contrast.counts({"oral"})
cptkit.bundling.among({"71250", "71260"}, day, cptkit.Setting.PROFESSIONAL, cptkit.packaged)
assert_type(cptkit.json_schema(cptkit.Claim)["title"], typing.Any)
