"""CPT codes, radiology above all: what a code is, what fits it, what it must document, what it pays, what denies it.

Importing this package opens no file: each name loads its module, and each table its file, on first use.
Type checkers and editors read ``__init__.pyi``, which ``tools/build_docs.py`` writes from the names here.
"""

from __future__ import annotations

from cptkit._version import __version__

_SUBMODULES = (
    "ama bundling cms contrast documentation errors guidance indicators modifiers necessity payment "
    "x12 fhir frames"
)
_NAMES = {
    "catalog.catalog": "Catalog Edition packaged",
    "catalog.changes": "changes",
    "catalog.first_lookup": "get",
    "catalog.lookups": "between edition headings lookup parse select status under",
    "catalog.problems": "problems",
    "catalog.ranges": "RangeIndex",
    "claim_check": "check_claim",
    "denials": "explain_denial",
    "errors": (
        "CptkitError DataError InvalidCodeError InvalidDateError InvalidModifierError "
        "InvalidRecordError MissingExtraError NoDataError UnknownCodeError UnknownEditionError "
        "UnknownModifierError"
    ),
    "exam_names": "suggest",
    "files.flat_rows": "records",
    "files.json_schemas": "json_schema",
    "files.packaged": "from_json to_json",
    "files.packing": "pack unpack",
    "guides": "guide",
    "indicators": "Setting",
    "values.changes": "Change ChangeReport ChangeTopic",
    "values.claim": "Claim ClaimLine Payer",
    "values.code": "Category Certainty Code Supply SupplyKind sort_key",
    "values.code_expression": "CodeExpression CodeStatus HouseCode",
    "values.contract": "Contract",
    "values.contrast_family": "ContrastFamily RelatedCode",
    "values.coverage": "Coverage CoverageState",
    "values.denial": "Appeal Denial DenialExplanation DenialReason ModifierHelp ReasonKind",
    "values.finding": "ClaimReport Finding Outcome Severity",
    "values.guidance": "GuidanceBasis GuidanceRole IncludedGuidance",
    "values.guide": "Guide",
    "values.heading": "CodeRange Heading",
    "values.imaging": (
        "Contrast Extent ImagingProfile Laterality Modality Population Region Role Technique Views"
    ),
    "values.modifier": "Modifier ModifierUse",
    "values.necessity": "CoverageAnswer CoverageRow CoverageStance IcdCode",
    "values.opps": "OppsCapAmount OppsStatusRow",
    "values.policy": "BilateralBilling CodeSelection DistinctBilling PayerPolicy PolicyRequirement",
    "values.price": "ClaimPrice Price PriceStep PriceUnit Rvus Settlement Unpriced",
    "values.published": "County HcpcsCode PublishedAmount",
    "values.record": "Record",
    "values.requirement": (
        "DocumentationRequirement Evidence EvidenceKind Gap GapKind RequirementLevel "
        "RequirementRule"
    ),
    "values.suggestion": "Suggestion",
    "values.table": (
        "AddOnEdit Descriptor FeeScheduleRow Locality Mue PtpEdit Source Table TableKind"
    ),
}
"""Every public name, by the module that it loads."""

_HOME_OF = {name: home for home, names in _NAMES.items() for name in names.split()}
__all__ = ["__version__"] + sorted([*_HOME_OF, *_SUBMODULES.split()])  # noqa: RUF005, PLE0605 - the stub spells it out


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415 - importing the package imports nothing else

    home = _HOME_OF.get(name)
    if home is not None:
        value = getattr(import_module(f"cptkit.{home}"), name)
    elif name in _SUBMODULES.split():
        value = import_module(f"cptkit.{name}")
    else:
        raise AttributeError(f"module 'cptkit' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
