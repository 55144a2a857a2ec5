"""What the names of CMS's files say: setting, part and days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import attrs

from cptkit.indicators import Setting

_PRACTITIONER = re.compile(r"ccipra|practitioner|\bprac", re.IGNORECASE)
_HOSPITAL = re.compile(r"ccioph|hospital|outpatient|addendum.?b", re.IGNORECASE)
_VERSION = re.compile(r"v([0-9]{2})([0-3])r[0-9]", re.IGNORECASE)
_PART = re.compile(r"v[0-9]{3}r[0-9]-?f([0-9]{1,2})\b", re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff_?([0-9]{2})-([0-9]{2})-(20[0-9]{2})", re.IGNORECASE)
_RELEASE = re.compile(r"rvu([0-9]{2})([a-d])", re.IGNORECASE)
_REVISED = re.compile(r"pfrev([0-9]{2})([a-d])", re.IGNORECASE)
_AOC = re.compile(r"v(20[0-9]{2})q([1-4])", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_MONTH = re.compile(r"jan|apr|jul|oct", re.IGNORECASE)
_MONTHS = {"jan": 1, "apr": 2, "jul": 3, "oct": 4}
_FIRST_VERSION = 1994


@attrs.frozen
class Said:
    """What names say.

    Attributes:
        setting: Whose table.
        effective: The first day.
        through: The last day.
        part: The number of a PTP part.
        version: The release, such as ``v322r0``.
    """

    setting: Setting | None = None
    effective: dt.date | None = None
    through: dt.date | None = None
    part: int | None = None
    version: str = ""


def quarter(year: int, number: int) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a quarter.

    Example:
        >>> [str(day) for day in quarter(2026, 4)]
        ['2026-10-01', '2026-12-31']
    """
    after = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
    return dt.date(year, 3 * number - 2, 1), after - dt.timedelta(days=1)


def said(names: Iterable[str]) -> Said:
    """Read names, the nearest first; each thing is said by the first name that says it.

    Example:
        >>> answer = said(["ccipra-v322r0-f1.TXT"])
        >>> answer.setting.name, str(answer.effective), answer.part
        ('PROFESSIONAL', '2026-07-01', 1)
    """
    texts = [name.replace("\\", "/") for name in names]
    first, last = next((found for text in texts if (found := _days(text))), (None, None))
    setting = next((whose for text in texts if (whose := _setting(text))), None)
    part = next((int(match[1]) for text in texts if (match := _PART.search(text))), None)
    version = next((match[0] for text in texts if (match := _VERSION.search(text))), "")
    return Said(setting, first, last, part, version)


def _setting(name: str) -> Setting | None:
    if _HOSPITAL.search(name):
        return Setting.OUTPATIENT_HOSPITAL
    return Setting.PROFESSIONAL if _PRACTITIONER.search(name) else None


def _days(name: str) -> tuple[dt.date, dt.date] | None:
    """Read the quarter that a name states."""
    if match := _EFFECTIVE.search(name):
        month, _, named = (int(part) for part in match.groups())
        return quarter(named, (month - 1) // 3 + 1) if 1 <= month <= 12 else None
    if match := _VERSION.search(name):
        return quarter(_FIRST_VERSION + int(match[1]), int(match[2]) + 1)
    if match := _RELEASE.search(name) or _REVISED.search(name):
        return quarter(2000 + int(match[1]), "abcd".index(match[2].lower()) + 1)
    if match := _AOC.search(name):
        return quarter(int(match[1]), int(match[2]))
    year, month_name = _YEAR.search(name), _MONTH.search(name)
    if year and month_name:
        return quarter(int(year[1]), _MONTHS[month_name[0].lower()])
    return None
