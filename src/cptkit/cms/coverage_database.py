"""CMS's Medicare Coverage Database: the csv files of its export of articles, one file a table.

The diagnoses of local determinations stand in their billing and coding articles: ``article.csv`` holds the articles
with their days, ``article_x_hcpc_code.csv`` the services, ``article_x_icd10_covered.csv`` and
``article_x_icd10_noncovered.csv`` the diagnoses, each in numbered groups, ``article_x_contractor.csv``,
``contractor.csv``, ``contractor_jurisdiction.csv`` and ``state_lookup.csv`` say for whom, and
``article_related_documents.csv`` names the determination. Descriptions of services are not read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from cptkit.cms.arguments import checked
from cptkit.cms.csv_files import records
from cptkit.cms.text import LICENCE, Problems, Text
from cptkit.errors import DataError, shown
from cptkit.printing.mappings import items_of
from cptkit.values.cells import name_of
from cptkit.values.claim_fields import checked_text, not_these
from cptkit.values.code import Certainty
from cptkit.values.diagnosis import entry_problem
from cptkit.values.finding import Outcome
from cptkit.values.necessity import CODE_FORM, CoverageRow, CoverageStance, contradictions
from cptkit.values.raw import in_any_order
from cptkit.values.table import Source, Table, TableKind

_ARTICLE = ("article_id", "article_version")
_CONTRACTOR = ("contractor_id", "contractor_type_id", "contractor_version")
_FILES: Mapping[str, tuple[str, ...]] = {
    "article": (*_ARTICLE, "article_eff_date", "article_end_date", "display_id"),
    "article_x_hcpc_code": (*_ARTICLE, "hcpc_code_id", "hcpc_code_group"),
    "article_x_icd10_covered": (*_ARTICLE, "icd10_code_id", "icd10_covered_group"),
    "article_x_icd10_noncovered": (*_ARTICLE, "icd10_code_id", "icd10_noncovered_group"),
    "article_x_contractor": (*_ARTICLE, *_CONTRACTOR),
    "contractor": (*_CONTRACTOR, "contractor_number"),
    "contractor_jurisdiction": (*_CONTRACTOR, "state_id", "term_date"),
    "state_lookup": ("state_id", "state_abbrev"),
    "article_x_icd10_covered_group": (*_ARTICLE, "icd10_covered_group", "paragraph"),
    "article_x_icd10_noncovered_group": (*_ARTICLE, "icd10_noncovered_group", "paragraph"),
    "article_related_documents": (*_ARTICLE, "r_lcd_id"),
}
_NEEDED = tuple(_FILES)[:8]
_STATE = re.compile(r"[A-Z]{2}")
_NO_CODE = re.compile(r"XX[0-9]{3}")
_NAMED = re.compile(rf"\b(?:{CODE_FORM.pattern})\b")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([ T][0-9:.]*)?")

Key = tuple[str, str]
Groups = dict[Key, dict[str, list[str]]]


@attrs.frozen
class _Read:
    """The rows of the files, each keyed by article and version."""

    articles: dict[Key, tuple[str, dt.date | None, dt.date | None]]
    codes: Groups
    covered: Groups
    excluded: Groups
    paragraphs: dict[tuple[str, Key, str], str]
    places: dict[Key, dict[str, set[str]]]
    determinations: dict[Key, set[str]]


@checked
def read_coverage_database(  # noqa: PLR0913 - what a caller chooses of a whole database
    files: Mapping[str, Text],
    *,
    state: str | None = None,
    contractor: str | None = None,
    codes: Iterable[str] | None = None,
    effective: dt.date | None = None,
    through: dt.date | None = None,
    release: str = "",
) -> Table[CoverageRow]:
    """Read the csv files of the Medicare Coverage Database's export of articles.

    Args:
        files: The text, bytes or lines of each file by its name, with or without ``.csv``.
        state: Only articles for this state, in two letters; None means all.
        contractor: Only articles of this contractor, by its five-digit number; None means all.
        codes: Only rows for these services; None means all.
        effective: First day of the table; None means any day: each article has days of its own.
        through: Last day.
        release: The name of the export, such as the day of its download.

    Returns:
        A row for each article, contractor and group: diagnoses that are covered (a miss warns: the list is meant to be
        whole), and diagnoses that are named as not covered. A list is for the services that its own paragraph names;
        one that names none counts for all services of the article, with certainty M where there are several.

    Raises:
        DataError: A file or column is missing, a code or diagnosis has not its form, days run backwards, or a diagnosis
            is both covered and excluded for a service; lists every problem.
    """
    problems = Problems()
    read = _read(files, problems)
    origin = Source(
        "CMS", "Medicare Coverage Database", release, effective, through, licence=LICENCE
    )
    wanted = None if codes is None else _wanted(codes)
    problems.refuse()
    rows: list[CoverageRow] = []
    for key in read.articles:
        for number, states in sorted(read.places.get(key, {}).items()):
            if contractor not in (None, number) or not (state is None or state.upper() in states):
                continue
            rows += _of_article(key, number, tuple(sorted(states)), read, wanted, origin)
    problems.found += contradictions(row for row in rows if row.certainty is Certainty.H)
    problems.refuse()
    return Table(TableKind.DETERMINATIONS, origin, tuple(rows))


def _wanted(codes: Iterable[str]) -> frozenset[str]:
    each = in_any_order(codes, "codes are several texts such as ('70551',)", not_these)
    return frozenset(map(name_of, each))


def _name(file: object) -> str:
    text = checked_text(file, "the name of a file")
    return text.lower().rpartition("/")[2].removesuffix(".csv")


# --- reading the files


def _read(files: Mapping[str, Text], problems: Problems) -> _Read:
    items = items_of(files)
    if items is None:
        raise DataError(
            (f"files must map names to texts, not {shown(files)}: {{'article.csv': ...}}",)
        )
    given: dict[str, Any] = {_name(name): text for name, text in items}
    missing = [f"{name}.csv" for name in _NEEDED if name not in given]
    if missing:
        raise DataError(
            (f"the export lacks {', '.join(missing)}: give every file of the article export",)
        )
    tables = {
        name: [
            (f"{name}.csv row {number}", row)
            for number, row in records(given[name], f"{name}.csv", columns, problems)
        ]
        for name, columns in _FILES.items()
        if name in given
    }
    problems.refuse()
    return _Read(
        _articles(tables["article"], problems),
        _groups(tables["article_x_hcpc_code"], "hcpc_code", problems),
        _groups(tables["article_x_icd10_covered"], "icd10_covered", problems),
        _groups(tables["article_x_icd10_noncovered"], "icd10_noncovered", problems),
        _paragraphs(tables),
        _places(tables, problems),
        _determinations(tables),
    )


Rows = list[tuple[str, dict[str, str]]]


def _key(row: Mapping[str, str]) -> Key:
    return row["article_id"], row["article_version"]


def _articles(
    rows: Rows, problems: Problems
) -> dict[Key, tuple[str, dt.date | None, dt.date | None]]:
    found = {}
    for place, row in rows:
        first = _day(row["article_eff_date"], place, problems)
        last = _day(row["article_end_date"], place, problems)
        name = row["display_id"] or f"A{row['article_id']}"
        if first and last and last < first:
            problems.found.append(f"{place}: {name} ends on {last}, before it begins on {first}")
        found[_key(row)] = (name, first, last)
    return found


def _day(text: str, place: str, problems: Problems) -> dt.date | None:
    if not text:
        return None
    form = _DAY.fullmatch(text)
    try:
        return dt.date.fromisoformat(form[1] if form else text)
    except ValueError:
        problems.found.append(f"{place}: {shown(text)} is no date written YYYY-MM-DD")
        return None


def _groups(rows: Rows, kind: str, problems: Problems) -> Groups:
    """Put codes by article and group; the database's placeholder for no code (XX000) is none."""
    found: Groups = {}
    service = kind == "hcpc_code"
    column, group = ("hcpc_code_id" if service else "icd10_code_id"), f"{kind}_group"
    for place, row in rows:
        code = row[column].upper()
        if _NO_CODE.fullmatch(code):
            continue
        wrong = (
            (None if CODE_FORM.fullmatch(code) else f"{shown(code)} is a code of no code set")
            if service
            else entry_problem(code)
        )
        if wrong is not None:
            problems.found.append(f"{place}: {wrong}")
            continue
        found.setdefault(_key(row), {}).setdefault(row[group], []).append(code)
    return found


def _paragraphs(tables: Mapping[str, Rows]) -> dict[tuple[str, Key, str], str]:
    return {
        (kind, _key(row), row[f"{kind}_group"]): row["paragraph"]
        for kind in ("icd10_covered", "icd10_noncovered")
        for _, row in tables.get(f"article_x_{kind}_group", ())
    }


def _places(tables: Mapping[str, Rows], problems: Problems) -> dict[Key, dict[str, set[str]]]:
    """Give the states of each contractor of each article, by the contractor's number."""
    abbreviations = {row["state_id"]: row["state_abbrev"] for _, row in tables["state_lookup"]}
    problems.found += (
        f"{place}: {shown(row['state_abbrev'])} is no state of two letters"
        for place, row in tables["state_lookup"]
        if not _STATE.fullmatch(row["state_abbrev"].upper())
    )
    numbers = {_contractor(row): row["contractor_number"] for _, row in tables["contractor"]}
    states: dict[tuple[str, ...], set[str]] = {}
    for _, row in tables["contractor_jurisdiction"]:
        if not row["term_date"] and row["state_id"] in abbreviations:
            name = abbreviations[row["state_id"]].upper()
            states.setdefault(_contractor(row), set()).add(_REGIONS.get(name, name))
    found: dict[Key, dict[str, set[str]]] = {}
    for _, row in tables["article_x_contractor"]:
        who = _contractor(row)
        found.setdefault(_key(row), {}).setdefault(numbers.get(who, who[0]), set()).update(
            states.get(who, ())
        )
    return found


_REGIONS = {"UN": "NY"}
"""Parts of states that the database tells apart, by their state: upstate New York."""


def _contractor(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in _CONTRACTOR)


def _determinations(tables: Mapping[str, Rows]) -> dict[Key, set[str]]:
    found: dict[Key, set[str]] = {}
    for _, row in tables.get("article_related_documents", ()):
        if row["r_lcd_id"]:
            found.setdefault(_key(row), set()).add(f"L{row['r_lcd_id'].removeprefix('L')}")
    return found


# --- making the rows


def _of_article(  # noqa: PLR0913, PLR0917 - what a row is made of
    key: Key,
    number: str,
    states: tuple[str, ...],
    read: _Read,
    wanted: frozenset[str] | None,
    origin: Source,
) -> Iterator[CoverageRow]:
    name, first, last = read.articles[key]
    document = " ".join((name, *sorted(read.determinations.get(key, ()))))
    for stance, kind, groups in (
        (CoverageStance.COVERED, "icd10_covered", read.covered),
        (CoverageStance.NOT_COVERED, "icd10_noncovered", read.excluded),
    ):
        for group, diagnoses in groups.get(key, {}).items():
            every, sure = _services(key, kind, group, read)
            services = tuple(each for each in every if wanted is None or each in wanted)
            if services:
                yield CoverageRow(
                    f"{name}.{number}.{kind.removeprefix('icd10_')}.{group}",
                    stance,
                    services,
                    tuple(dict.fromkeys(diagnoses)),
                    Outcome.WARN,
                    publisher="Medicare contractor",
                    document=document,
                    contractor=number,
                    states=states,
                    reason="the article lists the diagnoses; its text may ask more",
                    citation=f"Medicare Coverage Database, {document}, group {group}",
                    certainty=Certainty.H if sure else Certainty.M,
                    effective=first,
                    through=last,
                    source=origin,
                )


def _services(key: Key, kind: str, group: str, read: _Read) -> tuple[tuple[str, ...], bool]:
    """Give the services that a list of diagnoses is for: those that its paragraph names, else all; and whether that is sure."""
    every = dict.fromkeys(code for codes in read.codes.get(key, {}).values() for code in codes)
    named = set(_NAMED.findall(read.paragraphs.get((kind, key, group), "")))
    scoped = tuple(each for each in every if each in named)
    return scoped or tuple(every), bool(scoped) or len(every) == 1
