"""The commands that judge: `check` and `price`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator

import cptkit
from cptkit import Claim, ClaimLine, ClaimReport, Finding, Outcome
from cptkit.errors import DataError
from cptkit.shell.answers import (
    CLEAN,
    DENIED,
    INCOMPLETE,
    Answer,
    Row,
    columns_of,
    rows_of_values,
)
from cptkit.shell.claim_files import claims_of
from cptkit.shell.progress import progress
from cptkit.shell.tables import catalog_of


def check(options: Namespace) -> Answer:
    """Check the claims of files."""
    catalog = catalog_of(options)
    claims, notes = _claims(options.files, options, catalog)
    reports = [cptkit.check_claim(each, catalog=catalog) for each in progress(claims, "claims")]
    pairs = list(zip(_names(claims), claims, reports, strict=True))
    return Answer(
        "\n".join(line for each in pairs for line in _told(*each)),
        lambda: f"[{', '.join(_json(name, report) for name, _, report in pairs)}]",
        [row for each in pairs for row in _finding_rows(*each)],
        columns_of(_NO_FINDING, "claim", "codes"),
        _status(reports),
        notes,
    )


def _claims(
    files: list[str], options: Namespace, catalog: cptkit.Catalog
) -> tuple[list[Claim], tuple[str, ...]]:
    read = [claims_of(name, options, catalog) for name in files]
    claims = [claim for claims, _ in read for claim in claims]
    return claims, tuple(note for _, notes in read for note in notes)


def _names(claims: list[Claim]) -> list[str]:
    """Name each claim by its id, or by its place."""
    return [each.id or f"#{number}" for number, each in enumerate(claims, 1)]


def _status(reports: list[ClaimReport]) -> int:
    if not all(each.is_clean for each in reports):
        return DENIED
    return CLEAN if all(each.is_complete for each in reports) else INCOMPLETE


def _json(name: str, report: ClaimReport) -> str:
    return f'{{"claim": {json.dumps(name)}, "report": {cptkit.to_json(report)}}}'


def _billed(line: ClaimLine) -> str:
    return "-".join((line.code, *line.modifiers))


def _told(name: str, claim: Claim, report: ClaimReport) -> Iterator[str]:
    """Tell what speaks against a claim and what is open, each with what to do."""
    yield f"claim {name}: {report.outcome.name} (lines: {len(claim.lines)})"
    for found in (*report.findings, *report.unchecked):
        lines = [f"{number + 1} {_billed(claim.lines[number])}" for number in found.lines]
        where = f" (line {', '.join(lines)})" if lines else ""
        yield f"  {found.outcome.name:<8}{found.rule}{where}"
        cure = f"do: {found.remedy}" if found.remedy else ""
        carc = f"CARC {found.carc}; " if found.carc else ""
        told = filter(None, (found.message, cure, f"{carc}{found.citation}"))
        yield from (f"          {each}" for each in told)


_NO_FINDING = Finding("none", Outcome.PASS, (), "")


def _finding_rows(name: str, claim: Claim, report: ClaimReport) -> Iterator[Row]:
    found: tuple[Finding, ...] = (*report.findings, *report.unchecked)
    for each in found:
        codes = ", ".join(_billed(claim.lines[number]) for number in each.lines)
        yield from rows_of_values(each, claim=name, codes=codes)


def price(options: Namespace) -> Answer:
    """Price codes, or the lines of claims together."""
    catalog = catalog_of(options)
    notes: tuple[str, ...] = ()
    if options.claim is not None and not options.codes:
        claims, notes = _claims([options.claim], options, catalog)
    else:
        claims = [_claim_of_codes(options, catalog)]
    asked = {"locality": options.locality, "catalog": catalog}
    prices = [cptkit.payment.price_claim(each, **asked) for each in progress(claims, "claims")]
    found = list(zip(_names(claims), claims, prices, strict=True))
    several = len(claims) > 1
    return Answer(
        "\n".join(f"claim {name}\n{each}" if several else str(each) for name, _, each in found),
        lambda: f"[{', '.join(map(cptkit.to_json, prices))}]",
        [row for each in found for row in _price_rows(*each)],
        columns_of(cptkit.Price(None), "claim", "item", "units"),
        CLEAN if all(each.amount is not None for each in prices) else INCOMPLETE,
        notes,
    )


def _claim_of_codes(options: Namespace, catalog: cptkit.Catalog) -> Claim:
    if not options.codes or options.claim is not None or options.on is None:
        raise DataError(("price wants codes with --on YYYY-MM-DD, or --claim FILE",))
    lines = [
        ClaimLine.of(
            cptkit.parse(each, catalog=catalog),
            date_of_service=options.on,
            units=options.units,
            place_of_service=options.place_of_service,
        )
        for each in options.codes
    ]
    given = {"setting": options.setting, "payer": options.payer}
    return Claim(lines, **{name: value for name, value in given.items() if value is not None})


def _price_rows(name: str, claim: Claim, prices: cptkit.ClaimPrice) -> Iterator[Row]:
    for number, (line, each) in enumerate(zip(claim.lines, prices, strict=True)):
        yield from rows_of_values(each, claim=name, item=number, units=line.units)
