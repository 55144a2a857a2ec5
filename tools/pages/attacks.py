"""The part of the page on checks that tells how the library itself is attacked, with figures and their commands."""

from __future__ import annotations

ATTACKS = """## How the library is attacked

What stands here was measured on 2026-11-28, on two cores that other work shared, with Python 3.11.7. Each line names
its command; what is short runs with the tests, the rest by hand.

| what | before | after | command |
|---|---|---|---|
| calls with ordinary and hostile values, of every public function, constructor and method: errors that are none of ours | 1 kind in 200,000 (seeds 101 to 104) | 0 in 200,000 (seeds 201 to 204) | `python tools/fuzz.py 50000 201` |
| spoilt tables of every engine, spoilt 837s, 835s, FHIR claims, JSON and packed bytes, words of the shell on spoilt files | 6 kinds | 0 in the same calls | the same, in which they take turns with the others |
| the same guided by coverage (atheris) | - | 0 in 113,568 calls of ten minutes | `python tools/fuzz_guided.py 600` |
| faults planted in rules, readers, kernel and arithmetic that tests see | 162 of 214, 75.7 % (95 %: 69.5 to 81.0) | 216 of 224 of the sample of 600, 96.4 % (93.1 to 98.2); the rest was not run yet | `nox -s mutants` |
| growth of the work of 22 entries that take several things: exponent, where 1 is linear | - | at most 1.2 | `python benchmarks/bench_growth.py` |
| an hour of mixed load on the example service, one client | - | memory flat; see below | `python tools/soak.py --seconds 3600 --clients 1` |
| one answer under `-OO`, `-bb`, `-W error`, any hash seed, locale, time zone and precision, a quarter of the depth of calls, from a zip, in eight threads that ask first at once, forked and spawned; no file opened but the package's, no socket | yes | yes | `pytest tests/test_any_python.py` |
| no public attribute of what the package gives can be set or deleted; a caller's list is copied | yes | yes | `pytest tests/test_immutable.py` |

What was found and mended, as kinds: Arrow's other ways to hold cells (views, runs, extensions, decimals of any width) failed
in Arrow's own functions; days and moments that Python has not (the year 148108, an infinite moment) ended a whole frame; a
prefix that no engine names columns with, and an attribute named twice, came out as the engine's error; half a character in
the shell's output could not be written; `suggest` counted a limit beyond Python's own counting.

**Mutants.** The sample stands in `tools/mutants_sample.json`, and what is gone from the code is drawn anew. A fault counts
where it is another program that can change an answer. Left out, for reasons that hold everywhere: type hints; what is no
Python, as when the star of `*, name` is taken for a product (20 of the first 241 that were drawn before this was seen);
`is` as `==` before None, a member of an enum or a constant; a decorator that only makes an answer faster. A survivor that
changes no answer stands with its reason in `tools/equivalent_mutants.json`. Tests that were written for survivors make the share of
the sample better than that of faults that were never drawn: 20 of 27 of those
(74 %, 95 %: 55 to 87), which is about what the first drawing showed, so that the whole sample will need more tests.

**Soak.** An hour at a load of 20: 21,076 requests, 50 % within 26 ms and 99 % within 653 ms; memory 131 MiB at the start and 148
at the end, the last quarter over the second 0.983; one of 1,539 bodies that are refused was given up by its client after 60
seconds, while other processes held the machine. Again over 38 minutes at a load of 8: 26,092 requests, 9 ms and 326 ms, no error,
131 and 143 MiB, 0.983.
"""
