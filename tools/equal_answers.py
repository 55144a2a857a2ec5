"""Hold the answers of this checkout to those of another one: reports on claims, guides, codes, modifiers, pairs, prices.

    python tools/equal_answers.py OTHER_CHECKOUT [CLAIMS]

What was made faster must say what it said before. Every claim of the snapshots and CLAIMS made ones (20,000 if not
given: half odd, half a month of a hospital, some under a policy and a catalog of the caller's) are checked by both
checkouts, each in a process of its own, and every answer is compared whole. Where one differs, the first few are shown
and the exit code is 1.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
CLAIMS = 20_000
DAYS = (dt.date(2021, 7, 1), dt.date(2024, 8, 15), dt.date(2026, 5, 4))
SHOWN = 5


def answers(claims: int) -> Iterator[tuple[str, str]]:
    """Give what is asked and what is answered, each in one line, by the `cptkit` that this process imports."""
    sys.path[:0] = [str(HERE / "tests"), str(HERE / "tools")]
    for part in (_snapshots(), _made(claims), _of_codes(), _of_pairs(), _of_names()):
        for asked, told in part:
            yield asked, told.replace("\n", "\\n")


def _snapshots() -> Iterator[tuple[str, str]]:
    from cptkit import check_claim, to_json  # noqa: PLC0415 - of the checkout that is asked
    from practice import ROWS, claim_of, policy_of  # noqa: PLC0415 - as above

    for row in ROWS:
        yield row["id"], to_json(check_claim(claim_of(row), policy=policy_of(row)))


def _made(claims: int) -> Iterator[tuple[str, str]]:
    from cptkit import check_claim, packaged, to_json  # noqa: PLC0415 - as above
    from made_lines import HOUSE, claims_of, made_policy, made_rows  # noqa: PLC0415 - as above
    from made_month import made_month  # noqa: PLC0415 - as above

    policy, mine = made_policy(), packaged.with_tables(house_codes=HOUSE)
    for name, rows in (("odd", made_rows), ("month", made_month)):
        made = claims_of(
            rows(claims * 4, 2026)
        ).items()  # four lines a claim are more than there are
        for number, (each, (_, claim)) in enumerate(itertools.islice(made, claims // 2)):
            asked = number % 10 == 0
            report = check_claim(
                claim, policy=policy if asked else None, catalog=mine if asked else None
            )
            yield f"{name} {each}", to_json(report)


def _of_codes() -> Iterator[tuple[str, str]]:
    from cptkit import Setting, documentation, edition, get, guide, modifiers, payment, to_json  # noqa: PLC0415 - as above

    for day in DAYS:
        for code, meaning in edition(day).items():
            yield f"{code} {day}", repr(meaning) + repr(get(code)) + repr(meaning.headings)
            yield f"rvus {code} {day}", _told(payment.rvus, code, on=day)
            if meaning.label is None or day != DAYS[-1]:
                continue
            yield f"guide {code} {day}", str(guide(code, day))
            uses = modifiers.applicable(code, on=day, everything=True)
            yield f"modifiers {code}", to_json(uses)
            for setting in Setting:
                asked = _told(documentation.requirements, code, on=day, setting=setting)
                yield f"requirements {code} {setting.name}", asked
    for text in ("71999", "00000", "ABCDE", " 71260", "0042t", "7126", "71260-26", 71260, 71260.0):
        yield f"get {text!r}", repr(get(text))


def _of_pairs() -> Iterator[tuple[str, str]]:
    from cptkit import Setting, bundling, under  # noqa: PLC0415 - as above

    codes = [each.code for each in under("radiology", on=DAYS[-1])][::5]
    for day, setting in itertools.product(DAYS, Setting):
        for one, two in itertools.combinations(codes, 2):
            told = _told(bundling.ptp, one, two, on=day, setting=setting)
            yield f"{one} {two} {day} {setting.name}", told


def _of_names() -> Iterator[tuple[str, str]]:
    from cptkit import suggest, to_json, under  # noqa: PLC0415 - as above

    for code in under("radiology", on=DAYS[-1]):
        name = str(code.label)
        for spelled in (name, name.upper().replace("WITHOUT", "W/O").replace("CONTRAST", "CON")):
            yield f"suggest {spelled}", to_json(suggest(spelled))


def _told(ask: Callable[..., object], *given: object, **named: object) -> str:
    """Give an answer as text, or the error that stands for it."""
    from cptkit.errors import CptkitError  # noqa: PLC0415 - as above

    try:
        return repr(ask(*given, **named))
    except CptkitError as error:
        return repr(error)


def _told_by(checkout: Path, claims: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTHONHASHSEED": "0"}
    command = [sys.executable, __file__, "--tell", str(claims)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def main() -> int:
    """Compare the two checkouts answer by answer."""
    claims = int(sys.argv[2]) if len(sys.argv) > 2 else CLAIMS
    if sys.argv[1] == "--tell":
        for asked, told in answers(claims):
            print(asked, told, sep="\t")
        return 0
    ours, theirs = (_told_by(each, claims) for each in (HERE, Path(sys.argv[1]).resolve()))
    assert ours.stdout is not None  # noqa: S101 - both are piped
    assert theirs.stdout is not None  # noqa: S101 - both are piped
    count, wrong = 0, 0
    for here, there in itertools.zip_longest(ours.stdout, theirs.stdout):
        count += 1
        if here != there:
            wrong += 1
            if wrong <= SHOWN:
                print(f"here:  {here}there: {there}")
    failed = ours.wait() or theirs.wait()
    print(f"{count:,} answers, {wrong:,} differ")
    return int(bool(wrong or failed or not count))


if __name__ == "__main__":
    sys.exit(main())
