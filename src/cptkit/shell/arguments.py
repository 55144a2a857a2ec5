"""The arguments of `python -m cptkit`."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

from cptkit import Payer, Setting, __version__

E = TypeVar("E", bound=Enum)

_SETTINGS = {each.name.lower().replace("_", "-"): each for each in Setting}
_PAYERS = {each.name.lower(): each for each in Payer}


def arguments_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments of a command.

    Args:
        arguments: The words; None takes those of the process.

    Returns:
        The options, with `command` among them. Wrong arguments end the process with status 2 and the usage.
    """
    parser = argparse.ArgumentParser(
        "python -m cptkit",
        description="US CPT and HCPCS codes, radiology above all.",
        epilog="exit status: 0 clean, 1 something would be denied, 2 bad input, 3 incomplete",
    )
    parser.add_argument("--version", action="version", version=f"cptkit {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (about, fill) in _COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        fill(command)
        _common(command)
    return parser.parse_args(arguments)


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--tables", metavar="FILE", help="tables of your own, as `intake` packs")
    command.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help="the day that is meant")
    command.add_argument("--format", choices=("text", "json", "csv"), default="text")


def _code(command: argparse.ArgumentParser) -> None:
    command.add_argument("codes", nargs="+", metavar="CODE")


def _suggest(command: argparse.ArgumentParser) -> None:
    command.add_argument("names", nargs="+", metavar="NAME", help="the name of an exam")
    command.add_argument("--limit", type=_count, default=5, help="suggestions for each name")


def _parse(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="a csv file; - is standard input")
    command.add_argument("--column", default="code", help="the column of codes (default: code)")


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="claims; - is standard input")
    _claim_options(command)


def _price(command: argparse.ArgumentParser) -> None:
    command.add_argument("codes", nargs="*", metavar="CODE", help="such as 71260-26; needs --on")
    command.add_argument("--claim", metavar="FILE", help="claims; - is standard input")
    command.add_argument("--locality", help="an id such as 01112-05; national if not given")
    command.add_argument("--units", type=_count, default=1)
    command.add_argument("--place-of-service", metavar="NN", help="such as 11 or 22")
    _claim_options(command)


def _intake(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", help="the files as CMS ships them")
    command.add_argument("--out", required=True, metavar="FILE", help="where to pack the tables")


def _claim_options(command: argparse.ArgumentParser) -> None:
    """Add what says whose claims these are, in place of what they say themselves."""
    command.add_argument("--setting", type=_setting, metavar="|".join(_SETTINGS))
    command.add_argument("--payer", type=_payer, metavar="|".join(_PAYERS))


_COMMANDS = {
    "code": ("all that is known of a code", _code),
    "suggest": ("codes for the name of an exam", _suggest),
    "parse": ("codes and modifiers of a column", _parse),
    "check": ("what would deny a claim: JSON, 837, FHIR, or lines as csv", _check),
    "price": ("what Medicare's fee schedule pays", _price),
    "intake": ("pack a folder of CMS's files, and report what changes", _intake),
}


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no day: write YYYY-MM-DD") from None


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number from 1")


def _setting(text: str) -> Setting:
    return _chosen(text, _SETTINGS)


def _payer(text: str) -> Payer:
    return _chosen(text, _PAYERS)


def _chosen(text: str, choices: dict[str, E]) -> E:
    name = text.lower().replace("_", "-")
    if name not in choices:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is none of {', '.join(choices)}")
    return choices[name]
