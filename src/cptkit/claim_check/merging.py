"""What becomes of the findings of all rules: those of one kind made one, and all put in order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from cptkit.claim_check.rules import ORDER
from cptkit.values.code import Certainty
from cptkit.values.finding import Finding, Outcome
from cptkit.values.trusted import retold

_MOST_NAMED = 3
_WEAKEST_LAST = tuple(Certainty)


def in_order(finding: Finding) -> tuple[object, ...]:
    """Give the place of a finding in a report: by its lines, then by its rule and words."""
    return (
        finding.lines,
        ORDER[finding.rule],
        finding.outcome.name,
        finding.message,
        finding.remedy,
        finding.citation,
    )


def order_of_words(finding: Finding) -> tuple[object, ...]:
    """Give the place of a finding among those of the same lines."""
    return in_order(finding)[1:]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Make one NO_DATA of all that a rule says of one table, and one PASS of all that it lets pass in the same words."""
    kept: list[Finding] = []
    near: dict[tuple[str, str], list[Finding]] = {}  # those of one kind are near, mostly alone
    for each in findings:
        outcome = each.outcome
        if outcome is Outcome.PASS:
            near.setdefault((each.rule, each.message), []).append(each)
        elif outcome is Outcome.NO_DATA:
            near.setdefault((each.rule, ""), []).append(each)
        else:
            kept.append(each)
    for same in near.values():
        kept.extend(same if len(same) == 1 else _of_kinds(same))
    return kept


def _of_kinds(findings: Iterable[Finding]) -> Iterator[Finding]:
    alike: dict[Hashable, list[Finding]] = {}
    for each in findings:
        alike.setdefault(kind_of(each), []).append(each)
    for same in alike.values():
        yield same[0] if len(same) == 1 else one_of(same)


def kind_of(finding: Finding) -> Hashable:
    """Give what the findings have in common of which one is made; None for one that stands by itself."""
    if finding.outcome is Outcome.NO_DATA:
        return (finding.rule, _table(finding))
    if finding.outcome is Outcome.PASS:
        words = (finding.message, finding.citation, finding.certainty.name)
        return (finding.rule, _table(finding), *words)
    return None


def _table(finding: Finding) -> tuple[str, str, str, bool] | None:
    source = finding.source
    return None if source is None else (source.publisher, source.file, source.release, source.exact)


def _lines(findings: Iterable[Finding]) -> tuple[int, ...]:
    return tuple(sorted({index for each in findings for index in each.lines}))


def one_of(same: Sequence[Finding]) -> Finding:
    """Make one of several findings of a rule and table: all lines, the messages and remedies each once, the weakest certainty."""
    citations = sorted({each.citation for each in same})
    certainty = max((each.certainty for each in same), key=_WEAKEST_LAST.index)
    return retold(
        same[0],
        lines=_lines(same),
        message=_joined(each.message for each in same),
        remedy=_joined(each.remedy for each in same),
        citation="; ".join(citations),
        table=_joined(each.table for each in same),
        certainty=certainty,
    )


def _joined(texts: Iterable[str]) -> str:
    each = sorted({text for text in texts if text})
    more = f"; and {len(each) - _MOST_NAMED} more of the kind" if len(each) > _MOST_NAMED else ""
    return "; ".join(each[:_MOST_NAMED]) + more
