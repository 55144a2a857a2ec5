"""From the text of a citation to the public places that it names: one function, `linked`, and the patterns behind it.

Only addresses that follow from the citation by a fixed scheme are given: a section of the eCFR, a chapter of a manual of CMS, a
section of the Social Security Act. What has no such scheme (a society's guidance, a newsletter) stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_CMS = "https://www.cms.gov"
_DOWNLOADS = f"{_CMS}/Regulations-and-Guidance/Guidance/Manuals/Downloads"
_NCCI = f"{_CMS}/medicare/coding-billing/national-correct-coding-initiative-ncci-edits"
_MANUALS = {
    "Medicare Benefit Policy Manual": "bp102c{:02}.pdf",
    "Medicare Claims Processing Manual": "clm104c{:02}.pdf",
    "Medicare Program Integrity Manual": "pim83c{:02}.pdf",
}
_DETERMINATIONS = ((90, 1), (170, 2), (200, 3), (10000, 4))
"""The NCD manual's one chapter is in four parts: the section at which the next part begins, and the part."""
_WHOLE = (
    (r"(?:Medicare )?NCCI Policy Manual", f"{_NCCI}/medicare-ncci-policy-manual"),
    (
        r"(?:Medicare )?NCCI PTP(?: edits)?",
        f"{_NCCI}/medicare-ncci-procedure-procedure-ptp-edits",
    ),
    (r"(?:Medicare )?NCCI MUE", f"{_NCCI}/medicare-ncci-medically-unlikely-edits"),
    (
        r"(?:Medicare )?NCCI (?:add-on code edits|add-on table|AOC)",
        f"{_NCCI}/medicare-ncci-add-on-code-edits",
    ),
    (
        r"CMS PPRRVU",
        f"{_CMS}/medicare/payment/fee-schedules/physician/pfs-relative-value-files",
    ),
    (
        r"(?:CMS )?OPPS Addendum B",
        f"{_CMS}/medicare/payment/prospective-payment-systems/hospital-outpatient-pps/quarterly-addenda-updates",
    ),
    (
        r"CMS HCPCS Level II",
        f"{_CMS}/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update",
    ),
    (
        r"X12 external code list 139",
        "https://x12.org/codes/claim-adjustment-reason-codes",
    ),
    (
        r"X12 external code list 411",
        "https://x12.org/codes/remittance-advice-remark-codes",
    ),
    (r"ICD-10-CM Official Guidelines", f"{_CMS}/medicare/coding-billing/icd-10-codes"),
)
_REMOVED = re.compile(r"[^;]*?\((?:removed|rescinded)[^)]*2024")


def _section(title: str, section: str, rest: str) -> str:
    """Give the section as it stands; one that was removed, as it stood on the last day before 2024."""
    day = "on/2023-12-31" if _REMOVED.match(rest) else "current"
    return f"https://www.ecfr.gov/{day}/title-{title}/section-{section}"


def _determination(section: str) -> str:
    number = int(section.partition(".")[0])
    part = next(part for end, part in _DETERMINATIONS if number < end)
    return f"{_DOWNLOADS}/ncd103c1_Part{part}.pdf"


def _chapter(manual: str, chapter: str) -> str:
    return f"{_DOWNLOADS}/{_MANUALS[manual].format(int(chapter))}"


def _law(congress: str, number: str) -> str:
    return f"https://www.congress.gov/{congress}/plaws/publ{number}/PLAW-{congress}publ{number}.pdf"


def _act(section: str) -> str:
    title = 18 if 1800 <= int(re.match(r"\d+", section)[0]) < 1900 else 0  # type: ignore[index]
    return f"https://www.ssa.gov/OP_Home/ssact/title{title}/{section}.htm"


def _code(title: str, section: str) -> str:
    return f"https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title{title}-section{section}"


_PART = r"(?:\([A-Za-z0-9]+\))*"
_ONE = rf"\d+\.\d+[a-z]?{_PART}"
_LISTS: tuple[
    tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str], str, str], str]], ...
] = (
    (
        re.compile(rf"(\d+) CFR {_ONE}(?:(?:, | and |-){_ONE})*"),
        re.compile(rf"(?:\d+ CFR )?(\d+\.\d+[a-z]?){_PART}"),
        lambda whole, one, rest: _section(whole[1], one, rest),
    ),
    (
        re.compile(r"NCD \d+(?:\.\d+)+(?:(?:, | and )\d+(?:\.\d+)+)*"),
        re.compile(r"(?:NCD )?(\d+(?:\.\d+)+)"),
        lambda _whole, one, _rest: _determination(one),
    ),
    (
        re.compile(
            rf"({'|'.join(_MANUALS)}) ch\. \d+(?: §[\d.A-Z-]+(?:, §[\d.]+)*)?(?:, ch\. \d+(?: §[\d.]+)?)*"
        ),
        re.compile(
            rf"(?:(?:{'|'.join(_MANUALS)}) )?ch\. (\d+)(?: §[\d.A-Z-]*[\dA-Z](?:, §[\d.]*\d)*)?"
        ),
        lambda whole, one, _rest: _chapter(whole[1], one),
    ),
    (
        re.compile(r"Social Security Act §18\d\d[A-Za-z]?"),
        re.compile(r"Social Security Act §(18\d\d[A-Z]?)"),
        lambda _whole, one, _rest: _act(one),
    ),
    (
        re.compile(r"(\d+) U\.?S\.?C\.? \d+[a-z]*"),
        re.compile(r"\d+ U\.?S\.?C\.? (\d+[a-z]*)"),
        lambda whole, one, _rest: _code(whole[1], one),
    ),
    (
        re.compile(r"Public Laws? \d+-\d+(?:(?:, | and )\d+-\d+)*"),
        re.compile(r"(?:Public Laws? )?(\d+-\d+)"),
        lambda _whole, one, _rest: _law(*one.split("-")),
    ),
    *(
        (
            re.compile(rf"\b{words}"),
            re.compile(f"({words})"),
            lambda _whole, _one, _rest, address=address: address,
        )
        for words, address in _WHOLE
    ),
)


def links(citation: str) -> Iterator[tuple[int, int, str]]:
    """Give the places that a citation names.

    Args:
        citation: The text, as a row or a finding has it.

    Yields:
        Where each reference begins and ends in the text, and its address; from left to right, none within another.
    """
    found = [
        (
            whole.start() + one.start(),
            whole.start() + one.end(),
            address(whole, one[1], citation[whole.end() :]),
        )
        for pattern, single, address in _LISTS
        for whole in pattern.finditer(citation)
        for one in single.finditer(whole[0])
    ]
    end = 0
    for first, last, address in sorted(found):
        if first >= end:
            yield first, last, address
            end = last


def linked(citation: str) -> str:
    """Write a citation in Markdown, what is public in it as links.

    Example:
        >>> linked("42 CFR 410.34(a)(1); AAPC radiology coding guidance")
        '[42 CFR 410.34(a)(1)](https://www.ecfr.gov/current/title-42/section-410.34); AAPC radiology coding guidance'
    """
    parts, end = [], 0
    for first, last, address in links(citation):
        parts += [citation[end:first], f"[{citation[first:last]}]({address})"]
        end = last
    return "".join([*parts, citation[end:]])
