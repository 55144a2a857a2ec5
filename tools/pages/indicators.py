"""Every enum of CMS's indicators, each member with CMS's character and its meaning, from `cptkit.indicators`."""

from __future__ import annotations

import inspect

from cptkit import indicators
from cptkit.indicators import Indicator
from pages import GENERATED, table

_FIELDS = {
    "Status": "FeeScheduleRow.status",
    "PcTc": "FeeScheduleRow.pc_tc",
    "GlobalDays": "FeeScheduleRow.global_days",
    "MultipleProcedure": "FeeScheduleRow.multiple_procedure",
    "Bilateral": "FeeScheduleRow.bilateral",
    "AssistantSurgeon": "FeeScheduleRow.assistant_surgeon",
    "CoSurgeon": "FeeScheduleRow.co_surgeon",
    "TeamSurgeon": "FeeScheduleRow.team_surgeon",
    "Supervision": "FeeScheduleRow.supervision",
    "ImagingFamily": "FeeScheduleRow.imaging_family",
    "CorrectCoding": "PtpEdit.indicator",
    "Adjudication": "Mue.adjudication",
    "AddOnType": "AddOnEdit.type",
    "OppsStatus": "OppsStatusRow.status",
}
"""Where each indicator stands in a row of a table."""


def pages() -> dict[str, str]:
    """Give ``indicator-values.md``."""
    kinds = [
        each
        for each in vars(indicators).values()
        if isinstance(each, type) and issubclass(each, Indicator) and each is not Indicator
    ]
    return {
        "indicator-values.md": GENERATED + "\n".join((_INTRO, *(_section(kind) for kind in kinds)))
    }


_INTRO = """# Every indicator

The member is the name to write in a program, the character is what CMS prints; the meaning is in our own words. Each
enum is in `cptkit.indicators`. How to read them together: [how to read the indicators](indicators.md).
"""


def _section(kind: type[Indicator]) -> str:
    rows = [(f"`{each.value}`", f"`{each.name}`", each.meaning) for each in kind]
    head = f"## {kind.__name__}\n\n{inspect.cleandoc(kind.__doc__ or '')} Field: `{_FIELDS[kind.__name__]}`.\n\n"
    return head + table(["character", "member", "meaning"], rows)
