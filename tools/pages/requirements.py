"""A page on each documentation requirement, one that lists them all, and one on what a record can hold, from the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from itertools import groupby

from cptkit import documentation
from cptkit.catalog.catalog import packaged
from cptkit.catalog.code_set import authored_codes
from cptkit.documentation.applicability import service_of, why
from cptkit.files.manifest import last_day
from cptkit.indicators import Setting
from cptkit.values.claim import Payer
from cptkit.values.requirement import (
    Acceptance,
    AcceptFrom,
    Applicability,
    Condition,
    Evidence,
    RequirementRule,
)
from pages import GENERATED, table, toctree

_WORDS = {
    "modalities": "modality",
    "contrasts": "contrast of the code",
    "roles": "what the service is for",
    "techniques": "technique, any of",
    "not_techniques": "technique, none of",
    "extents": "extent",
    "lateralities": "side of the code",
    "views": "the code counts views",
    "codes": "codes",
    "not_codes": "codes left out",
    "screening": "screening code",
    "unlisted": "unlisted code",
    "supplies": "supply",
    "modifiers": "modifier on the line, any of",
    "not_modifiers": "modifier on the line, none of",
    "settings": "claim form",
    "payers": "payer",
    "supervisions": "supervision that the fee schedule asks for",
    "effective": "services from",
    "through": "services through",
}


def pages() -> dict[str, str]:
    """Give ``requirements/index.md``, a page for each requirement, and ``evidence.md``."""
    rules = documentation.rules()
    found = {f"requirements/{rule.id}.md": GENERATED + _page(rule) for rule in rules}
    return {
        "requirements/index.md": GENERATED + _index(rules),
        "requirements/reach.md": GENERATED + _reach(rules),
        "evidence.md": GENERATED + _evidence(),
        **found,
    }


def _index(rules: tuple[RequirementRule, ...]) -> str:
    parts = []
    for group, each in groupby(rules, key=lambda rule: rule.id.partition(".")[0]):
        rows = [
            (f"[{rule.id}]({rule.id}.md)", rule.level.name.lower(), rule.text, rule.certainty.name)
            for rule in each
        ]
        parts.append(
            f"## {group.replace('-', ' ').capitalize()}\n\n"
            + table(["requirement", "level", "what must be there", "sure"], rows)
        )
    return (
        f"# Documentation requirements\n\nThe {len(rules)} rules that [`cptkit.documentation`](../documentation.md) applies, each with its source. "
        "What a record can hold stands under [evidence](../evidence.md), the codes that each rule reaches under [reach](reach.md).\n\n"
        + "\n".join(parts)
        + "\n"
        + toctree(("reach", *(rule.id for rule in rules)))
    )


def _page(rule: RequirementRule) -> str:
    facts = [
        ("level", rule.level.value),
        (
            "evidence",
            f"[`{rule.evidence}`](../evidence.md): {documentation.evidence(rule.evidence).meaning}",
        ),
        *([("only where", _given(rule.given))] if rule.given else []),
        ("good enough", _accept(rule.accept, documentation.evidence(rule.evidence))),
        *(
            [("there in part", ", ".join(f"`{each}`" for each in rule.partial))]
            if rule.partial
            else []
        ),
        ("source", rule.citation),
        ("certainty", f"{rule.certainty.name}: {rule.certainty.value}"),
    ]
    applies = [*_when(rule.when), ("for instance", _examples(rule))]
    return (
        f"# {rule.id}\n\n{rule.text}.\n\n"
        + table(["", ""], facts)
        + "\n## Applies to\n\n"
        + table(["what", "which"], applies)
    )


def _reach(rules: tuple[RequirementRule, ...]) -> str:
    rows = [(f"[{rule.id}]({rule.id}.md)", *_reached_in_words(rule)) for rule in rules]
    return (
        "# Which codes a requirement reaches\n\nThe described codes in force on the last day of each rule, or of the packaged years; a span stands for the described codes in it. "
        "Where the rule hangs on a modifier, the line carries it.\n\n"
        + table(["requirement", "how many", "codes"], rows)
    )


def _reached_in_words(rule: RequirementRule) -> tuple[str, str]:
    found, day = _reached(rule)
    on_the_day = [each.code for each in authored_codes() if each.is_active(day)]
    if len(found) == len(on_the_day):
        return str(len(found)), "every described code"
    spans: list[list[str]] = []
    reached = set(found)
    follows = False
    for code in on_the_day:
        if code in reached and follows:
            spans[-1][1:] = [code]
        elif code in reached:
            spans.append([code])
        follows = code in reached
    return str(len(found)), ", ".join("-".join(span) for span in spans)


def _examples(rule: RequirementRule) -> str:
    """Name a few codes that the rule is for, on its last day, and how many there are."""
    found, day = _reached(rule)
    return f"{', '.join(found[:: max(len(found) // 4, 1)][:5])} ({len(found)} codes on {day})"


def _reached(rule: RequirementRule) -> tuple[list[str], dt.date]:
    """Give the codes that the rule is for, on its last day."""
    day = min(filter(None, (rule.when.through, last_day())))
    payer = rule.when.payers[0] if rule.when.payers else Payer.MEDICARE
    setting = rule.when.settings[0] if rule.when.settings else Setting.PROFESSIONAL
    services = (
        service_of(
            code, rule.when.modifiers[:1], on=day, setting=setting, payer=payer, catalog=packaged
        )
        for code in authored_codes()
        if code.is_active(day)
    )
    return [each.code.code for each in services if why(rule.when, each) is not None], day


def _given(given: Condition) -> str:
    values = f" is {' or '.join(given.values)}" if given.values else " is stated"
    return f"`{given.evidence}`{values}{', or the record does not say' if given.if_silent else ''}"


def _accept(accept: Acceptance, evidence: Evidence) -> str:
    parts = (
        f"one of: {', '.join(accept.choices)}" if accept.choices else "",
        f"none of: {', '.join(accept.rejects)}" if accept.rejects else "",
        f"more than {accept.above} {evidence.unit}" if accept.above is not None else "",
        f"at least {accept.minimum} {evidence.unit}" if accept.minimum is not None else "",
        f"at most {accept.maximum} {evidence.unit}" if accept.maximum is not None else "",
        " or else ".join(f"all of: {', '.join(each)}" for each in accept.alternatives),
        f"what `{accept.excused_by}` names counts as there" if accept.excused_by else "",
        "not after the day of service" if accept.not_after_service else "",
        f"at least {accept.by.value}"
        if accept.by is AcceptFrom.SUPERVISION
        else accept.by.value
        if accept.by
        else "",
        "no" if not accept.expected else "",
    )
    return "; ".join(part for part in parts if part) or (
        "yes" if evidence.kind.name == "YES_NO" else "anything that is there"
    )


def _when(when: Applicability) -> Iterator[tuple[str, str]]:
    for name, words in _WORDS.items():
        value = getattr(when, name)
        if value is None or value == ():
            continue
        yield words, ", ".join(map(_said, value)) if isinstance(value, tuple) else _said(value)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.value) if isinstance(value, Enum) else str(value)


def _evidence() -> str:
    rows = [
        (
            f"`{each.id}`",
            each.kind.name.lower().replace("_", "/"),
            each.meaning,
            ", ".join(each.values) or each.unit,
        )
        for each in documentation.known_evidence()
    ]
    kinds = table(
        ["kind", "a record may hold"],
        sorted(
            {
                (each.kind.name.lower().replace("_", "/"), each.kind.value)
                for each in documentation.known_evidence()
            }
        ),
    )
    return (
        "# Evidence\n\nWhat a `cptkit.Record` can hold: the ids, with the kind of value. A misspelt id is an error that names the nearest.\n\n"
        f"{kinds}\n{table(['id', 'kind', 'what it is', 'values or unit'], rows)}"
    )
