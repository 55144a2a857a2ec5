"""What the service says of a request that it does not answer: always JSON, and never a word of what was sent.

A message tells where something is wrong and what belongs there. What stands there the caller knows; a log that holds
our answer need not know it, and it may be a person's name in the wrong field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus

import cptkit

JSON = "application/json"
FHIR = "application/fhir+json"
MOST_PROBLEMS = 20

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_HEAD = re.compile(r"\A(?:[\[{(].*|-?[0-9][^ ]*|True|False|None)(?= is )", re.DOTALL)
_WORDS = re.compile(r"\w+")
_HIDDEN = "..."
_CURES = ("131.00",)
"""What stands between quotes in our messages and is an example, not a name of the schema."""
_ISSUES = {400: "structure", 404: "not-found", 405: "not-supported", 408: "timeout"} | {
    413: "too-long",
    415: "not-supported",
    422: "invalid",
    500: "exception",
}
"""FHIR's code for a status (IssueType)."""


_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
"""As RFC 9110 has it; Pythons before 3.13 have older names."""


class RefusedError(Exception):
    """A request that is not answered.

    Attributes:
        status: The status to answer with.
        problems: What is wrong, without a word of what was sent.
    """

    def __init__(self, status: int, *problems: str) -> None:
        super().__init__(status, *problems)
        self.status = status
        self.problems = problems


def refusal(status: int, problems: Sequence[str], media: str = JSON) -> str:
    """Write the body of a refusal.

    Args:
        status: The status that goes with it.
        problems: What is wrong; the first twenty are listed, and how many more there are.
        media: `FHIR` gives an OperationOutcome, anything else our own JSON.

    Returns:
        JSON.
    """
    shown = list(problems[:MOST_PROBLEMS])
    unlisted = len(problems) - len(shown)
    if media != FHIR:
        told = {
            "status": status,
            "error": _PHRASES.get(status) or HTTPStatus(status).phrase,
            "problems": shown,
        }
        return json.dumps({**told, "unlisted": unlisted})
    if unlisted:
        shown.append(f"and {unlisted} more")
    code = _ISSUES.get(status, "processing")
    issues = [{"severity": "error", "code": code, "diagnostics": each} for each in shown]
    return json.dumps({"resourceType": "OperationOutcome", "issue": issues})


def without_values(problems: Sequence[str], sent: object) -> tuple[str, ...]:
    """Take what was sent out of messages that show it.

    Args:
        problems: Messages of `cptkit.from_json`, each with its path behind an ``@``.
        sent: What was read, as `json.loads` gives it.

    Returns:
        The messages, each value in them replaced by three dots; names of the schema stay.
    """
    known = frozenset(_names(cptkit.json_schema(cptkit.Claim))) | frozenset(_CURES)
    strange = frozenset(each for each in _texts(sent) if len(each) > 2) - known
    return tuple(_without(each, known, strange) for each in problems[:MOST_PROBLEMS]) + tuple(
        problems[MOST_PROBLEMS:]  # counted, and never listed
    )


def _without(problem: str, known: frozenset[str], strange: frozenset[str]) -> str:
    what, mark, place = problem.rpartition(" @ ")
    if not mark:
        what, place = place, "$"
    what = _HEAD.sub(_HIDDEN, what)
    what = _QUOTED.sub(lambda found: found[0] if found[0][1:-1] in known else _HIDDEN, what)
    if not strange.isdisjoint(_WORDS.findall(what)) or any(
        each in what for each in strange if not each.isalnum()
    ):
        what = "not what /schema/Claim says"
    return f"{what} @ {place}"


def _names(schema: object) -> Iterator[str]:
    """Give every word that a schema knows: fields, classes and members of enums."""
    waiting = [schema]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield from each.get("properties", ())
            yield from each.get("$defs", ())
            yield from each.get("enum", ())
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _texts(sent: object) -> Iterator[str]:
    """Give every text and number of a JSON value, keys included."""
    waiting = [sent]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each
        elif each is not None and not isinstance(each, bool):
            yield str(each)
