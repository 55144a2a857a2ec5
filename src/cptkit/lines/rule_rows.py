"""The catalogue of rule ids: what stands behind each, loaded once."""

from __future__ import annotations

from cptkit.files.packaged import authored
from cptkit.once import once
from cptkit.values.rule import RuleRow


@once
def rule_rows() -> dict[str, RuleRow]:
    """Give what stands behind each rule id that any rule of the package can say, by the id.

    Example:
        >>> rule_rows()["addon.no-primary"].carc
        '107'
    """
    return {row.rule: row for row in authored("claim_rules", RuleRow)}
