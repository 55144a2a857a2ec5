"""What the page to try answers: a text for each form. It runs in the reader's browser, under Pyodide."""

from __future__ import annotations

import datetime as dt

import cptkit


def answer(kind: str, asked: str) -> str:
    """Answer a form; an error of cptkit is an answer too."""
    try:
        return {"look": look, "read": read, "check": check, "name": name}[kind](asked)
    except (cptkit.CptkitError, ValueError, TypeError) as error:
        return str(error)


def look(asked: str) -> str:
    """Give what is known of a code."""
    return str(cptkit.guide(asked))


def read(asked: str) -> str:
    """Read a cell."""
    found = cptkit.parse(asked)
    return f"{found}\n{cptkit.lookup(found.code)}"


def check(asked: str) -> str:
    """Check a claim of one line a row: the code, its day, the place of service, diagnoses."""
    report = cptkit.check_claim(
        cptkit.Claim([line(row) for row in asked.splitlines() if row.strip()])
    )
    rows = [
        f"{each.outcome.name}: {each.message}\n   {each.remedy}".rstrip()
        for each in report.findings
    ]
    head = f"{report.outcome.name}: {report.outcome.value}"
    left = f"not checked for want of tables: {len(report.unchecked)}"
    return "\n".join([head, *rows, left])


def line(row: str) -> cptkit.ClaimLine:
    """Read a row of the form."""
    code, day, *rest = row.split()
    found = cptkit.parse(code)
    return cptkit.ClaimLine(
        found.code,
        found.modifiers,
        date_of_service=dt.date.fromisoformat(day),
        place_of_service=rest[0] if rest else None,
        diagnoses=rest[1:],
    )


def name(asked: str) -> str:
    """Name an exam."""
    found = cptkit.suggest(asked, limit=5)
    rows = [f"{each.code} {cptkit.lookup(each.code).label} ({each.score:.2f})" for each in found]
    return "\n".join(rows) or "nothing in this name says what was done"
