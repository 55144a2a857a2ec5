"""What `cptkit` offers, for type checkers and editors. Written by tools/build_docs.py from `__init__.py`."""

from cptkit import ama as ama
from cptkit import bundling as bundling
from cptkit import cms as cms
from cptkit import contrast as contrast
from cptkit import documentation as documentation
from cptkit import errors as errors
from cptkit import guidance as guidance
from cptkit import indicators as indicators
from cptkit import modifiers as modifiers
from cptkit import necessity as necessity
from cptkit import payment as payment
from cptkit import x12 as x12
from cptkit import fhir as fhir
from cptkit import frames as frames
from cptkit._version import __version__ as __version__
from cptkit.catalog.catalog import Catalog as Catalog
from cptkit.catalog.catalog import Edition as Edition
from cptkit.catalog.catalog import packaged as packaged
from cptkit.catalog.changes import changes as changes
from cptkit.catalog.first_lookup import get as get
from cptkit.catalog.lookups import between as between
from cptkit.catalog.lookups import edition as edition
from cptkit.catalog.lookups import headings as headings
from cptkit.catalog.lookups import lookup as lookup
from cptkit.catalog.lookups import parse as parse
from cptkit.catalog.lookups import select as select
from cptkit.catalog.lookups import status as status
from cptkit.catalog.lookups import under as under
from cptkit.catalog.problems import problems as problems
from cptkit.catalog.ranges import RangeIndex as RangeIndex
from cptkit.claim_check import check_claim as check_claim
from cptkit.denials import explain_denial as explain_denial
from cptkit.errors import CptkitError as CptkitError
from cptkit.errors import DataError as DataError
from cptkit.errors import InvalidCodeError as InvalidCodeError
from cptkit.errors import InvalidDateError as InvalidDateError
from cptkit.errors import InvalidModifierError as InvalidModifierError
from cptkit.errors import InvalidRecordError as InvalidRecordError
from cptkit.errors import MissingExtraError as MissingExtraError
from cptkit.errors import NoDataError as NoDataError
from cptkit.errors import UnknownCodeError as UnknownCodeError
from cptkit.errors import UnknownEditionError as UnknownEditionError
from cptkit.errors import UnknownModifierError as UnknownModifierError
from cptkit.exam_names import suggest as suggest
from cptkit.files.flat_rows import records as records
from cptkit.files.json_schemas import json_schema as json_schema
from cptkit.files.packaged import from_json as from_json
from cptkit.files.packaged import to_json as to_json
from cptkit.files.packing import pack as pack
from cptkit.files.packing import unpack as unpack
from cptkit.guides import guide as guide
from cptkit.indicators import Setting as Setting
from cptkit.values.changes import Change as Change
from cptkit.values.changes import ChangeReport as ChangeReport
from cptkit.values.changes import ChangeTopic as ChangeTopic
from cptkit.values.claim import Claim as Claim
from cptkit.values.claim import ClaimLine as ClaimLine
from cptkit.values.claim import Payer as Payer
from cptkit.values.code import Category as Category
from cptkit.values.code import Certainty as Certainty
from cptkit.values.code import Code as Code
from cptkit.values.code import Supply as Supply
from cptkit.values.code import SupplyKind as SupplyKind
from cptkit.values.code import sort_key as sort_key
from cptkit.values.code_expression import CodeExpression as CodeExpression
from cptkit.values.code_expression import CodeStatus as CodeStatus
from cptkit.values.code_expression import HouseCode as HouseCode
from cptkit.values.contract import Contract as Contract
from cptkit.values.contrast_family import ContrastFamily as ContrastFamily
from cptkit.values.contrast_family import RelatedCode as RelatedCode
from cptkit.values.coverage import Coverage as Coverage
from cptkit.values.coverage import CoverageState as CoverageState
from cptkit.values.denial import Appeal as Appeal
from cptkit.values.denial import Denial as Denial
from cptkit.values.denial import DenialExplanation as DenialExplanation
from cptkit.values.denial import DenialReason as DenialReason
from cptkit.values.denial import ModifierHelp as ModifierHelp
from cptkit.values.denial import ReasonKind as ReasonKind
from cptkit.values.finding import ClaimReport as ClaimReport
from cptkit.values.finding import Finding as Finding
from cptkit.values.finding import Outcome as Outcome
from cptkit.values.finding import Severity as Severity
from cptkit.values.guidance import GuidanceBasis as GuidanceBasis
from cptkit.values.guidance import GuidanceRole as GuidanceRole
from cptkit.values.guidance import IncludedGuidance as IncludedGuidance
from cptkit.values.guide import Guide as Guide
from cptkit.values.heading import CodeRange as CodeRange
from cptkit.values.heading import Heading as Heading
from cptkit.values.imaging import Contrast as Contrast
from cptkit.values.imaging import Extent as Extent
from cptkit.values.imaging import ImagingProfile as ImagingProfile
from cptkit.values.imaging import Laterality as Laterality
from cptkit.values.imaging import Modality as Modality
from cptkit.values.imaging import Population as Population
from cptkit.values.imaging import Region as Region
from cptkit.values.imaging import Role as Role
from cptkit.values.imaging import Technique as Technique
from cptkit.values.imaging import Views as Views
from cptkit.values.modifier import Modifier as Modifier
from cptkit.values.modifier import ModifierUse as ModifierUse
from cptkit.values.necessity import CoverageAnswer as CoverageAnswer
from cptkit.values.necessity import CoverageRow as CoverageRow
from cptkit.values.necessity import CoverageStance as CoverageStance
from cptkit.values.necessity import IcdCode as IcdCode
from cptkit.values.opps import OppsCapAmount as OppsCapAmount
from cptkit.values.opps import OppsStatusRow as OppsStatusRow
from cptkit.values.policy import BilateralBilling as BilateralBilling
from cptkit.values.policy import CodeSelection as CodeSelection
from cptkit.values.policy import DistinctBilling as DistinctBilling
from cptkit.values.policy import PayerPolicy as PayerPolicy
from cptkit.values.policy import PolicyRequirement as PolicyRequirement
from cptkit.values.price import ClaimPrice as ClaimPrice
from cptkit.values.price import Price as Price
from cptkit.values.price import PriceStep as PriceStep
from cptkit.values.price import PriceUnit as PriceUnit
from cptkit.values.price import Rvus as Rvus
from cptkit.values.price import Settlement as Settlement
from cptkit.values.price import Unpriced as Unpriced
from cptkit.values.published import County as County
from cptkit.values.published import HcpcsCode as HcpcsCode
from cptkit.values.published import PublishedAmount as PublishedAmount
from cptkit.values.record import Record as Record
from cptkit.values.requirement import DocumentationRequirement as DocumentationRequirement
from cptkit.values.requirement import Evidence as Evidence
from cptkit.values.requirement import EvidenceKind as EvidenceKind
from cptkit.values.requirement import Gap as Gap
from cptkit.values.requirement import GapKind as GapKind
from cptkit.values.requirement import RequirementLevel as RequirementLevel
from cptkit.values.requirement import RequirementRule as RequirementRule
from cptkit.values.suggestion import Suggestion as Suggestion
from cptkit.values.table import AddOnEdit as AddOnEdit
from cptkit.values.table import Descriptor as Descriptor
from cptkit.values.table import FeeScheduleRow as FeeScheduleRow
from cptkit.values.table import Locality as Locality
from cptkit.values.table import Mue as Mue
from cptkit.values.table import PtpEdit as PtpEdit
from cptkit.values.table import Source as Source
from cptkit.values.table import Table as Table
from cptkit.values.table import TableKind as TableKind

__all__ = [
    "__version__",
    "AddOnEdit",
    "Appeal",
    "BilateralBilling",
    "Catalog",
    "Category",
    "Certainty",
    "Change",
    "ChangeReport",
    "ChangeTopic",
    "Claim",
    "ClaimLine",
    "ClaimPrice",
    "ClaimReport",
    "Code",
    "CodeExpression",
    "CodeRange",
    "CodeSelection",
    "CodeStatus",
    "Contract",
    "Contrast",
    "ContrastFamily",
    "County",
    "Coverage",
    "CoverageAnswer",
    "CoverageRow",
    "CoverageStance",
    "CoverageState",
    "CptkitError",
    "DataError",
    "Denial",
    "DenialExplanation",
    "DenialReason",
    "Descriptor",
    "DistinctBilling",
    "DocumentationRequirement",
    "Edition",
    "Evidence",
    "EvidenceKind",
    "Extent",
    "FeeScheduleRow",
    "Finding",
    "Gap",
    "GapKind",
    "GuidanceBasis",
    "GuidanceRole",
    "Guide",
    "HcpcsCode",
    "Heading",
    "HouseCode",
    "IcdCode",
    "ImagingProfile",
    "IncludedGuidance",
    "InvalidCodeError",
    "InvalidDateError",
    "InvalidModifierError",
    "InvalidRecordError",
    "Laterality",
    "Locality",
    "MissingExtraError",
    "Modality",
    "Modifier",
    "ModifierHelp",
    "ModifierUse",
    "Mue",
    "NoDataError",
    "OppsCapAmount",
    "OppsStatusRow",
    "Outcome",
    "Payer",
    "PayerPolicy",
    "PolicyRequirement",
    "Population",
    "Price",
    "PriceStep",
    "PriceUnit",
    "PtpEdit",
    "PublishedAmount",
    "RangeIndex",
    "ReasonKind",
    "Record",
    "Region",
    "RelatedCode",
    "RequirementLevel",
    "RequirementRule",
    "Role",
    "Rvus",
    "Setting",
    "Settlement",
    "Severity",
    "Source",
    "Suggestion",
    "Supply",
    "SupplyKind",
    "Table",
    "TableKind",
    "Technique",
    "UnknownCodeError",
    "UnknownEditionError",
    "UnknownModifierError",
    "Unpriced",
    "Views",
    "ama",
    "between",
    "bundling",
    "changes",
    "check_claim",
    "cms",
    "contrast",
    "documentation",
    "edition",
    "errors",
    "explain_denial",
    "fhir",
    "frames",
    "from_json",
    "get",
    "guidance",
    "guide",
    "headings",
    "indicators",
    "json_schema",
    "lookup",
    "modifiers",
    "necessity",
    "pack",
    "packaged",
    "parse",
    "payment",
    "problems",
    "records",
    "select",
    "sort_key",
    "status",
    "suggest",
    "to_json",
    "under",
    "unpack",
    "x12",
]
