"""What a first suggestion reads is what the authored lexicon, the hints, the fitted weights and the code set give."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import cptkit
from builder import build, originals
from builder.bench import Bench
from cptkit.catalog.code_set import authored_codes
from cptkit.exam_names.candidates import is_suggested
from cptkit.exam_names.laying_out import layout_of
from cptkit.exam_names.lexicon_rows import KINDS, lexicon_from
from cptkit.exam_names.near_words import NearWords
from cptkit.exam_names.packed_layout import packaged_layout
from cptkit.exam_names.packed_lexicon import packaged_lexicon
from cptkit.exam_names.weights import packaged_tables
from cptkit.files.packaged import packaged_json
from cptkit.lazy_attrs import fields_written
from looped import some

DATA = Path(cptkit.__file__).parent / "data"
CURE = "run python tools/build_data.py --only suggest"


def test_the_packaged_files_are_what_the_authored_ones_give() -> None:
    """Byte for byte, with their rows of the manifest: a word, a hint or a weight that changed asks for a new build."""
    bench = Bench(
        None, DATA / "authored", originals.listed(), strict=True, at_hand=DATA / "derived"
    )
    manifest = (DATA / "derived" / build.MANIFEST).read_text(encoding="utf-8")
    made = dict(build.build(bench, only="suggest", before=manifest))
    assert len(made) == 4
    stale = [
        name
        for name, text in some(made.items())
        if (DATA / "derived" / name).read_bytes() != text.encode()
    ]
    assert stale == [], CURE


def test_the_packaged_lexicon_is_the_authored_one() -> None:
    """Read from its file, every part of it is equal to what is made from the rows."""
    packed = packaged_lexicon()
    made = lexicon_from(
        {"kind": kind, **row}
        for kind in some(KINDS)
        for row in packaged_json(f"authored/lexicon/{kind}.json")["rows"]
    )
    for part in some(("spelling", "words", "terms", "prefixes")):
        assert getattr(packed, part) == getattr(made, part), CURE
    for term, entry in some(made.entries.items(), 3_000):
        assert packed.entries[term] == entry, CURE
        for part in some(("shown", "first", "modalities")):
            assert getattr(packed.entries[term], part) == getattr(entry, part), CURE
    assert packed.near() is packed.near()
    for part in some(fields_written(NearWords)):
        assert getattr(packed.near(), part) == getattr(made.near(), part), CURE


def test_the_packaged_layout_is_that_of_the_code_set() -> None:
    """Read from its file, every code scores as by its profile, its hints and the weights."""
    packed = packaged_layout()
    codes = tuple(filter(is_suggested, authored_codes()))
    made = layout_of(codes, packaged_tables())
    assert packed.codes == tuple(code.code for code in codes)
    for part in some(fields_written(type(made))):
        if part != "candidates":
            assert getattr(packed, part) == getattr(made, part), part
    for place, candidate in some(made.candidates.items(), 1_000):
        for part in some(fields_written(type(candidate))):
            assert getattr(packed.candidates[place], part) == getattr(candidate, part), CURE
        assert packed.candidates[place] is packed.candidates[place]


def test_codes_of_a_day_are_those_in_force() -> None:
    """The days of the layout are the code set's own."""
    codes = tuple(filter(is_suggested, authored_codes()))
    turns = {day for code in codes for day in (code.effective, code.through) if day is not None}
    for day in some(turns, 10):
        in_force = tuple(place for place, code in enumerate(codes) if code.is_active(day))
        assert packaged_layout().in_force(day) == in_force


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("CT CHEST W CONTRAST", {"suggest_codes.json", "suggest_terms.json"}),
        ("MRI SHOLDER WO", {"suggest_codes.json", "suggest_slips.json", "suggest_terms.json"}),
    ],
)
def test_a_first_suggestion_reads_what_it_needs(name: str, files: set[str]) -> None:
    """Neither the lists of words nor the code set, the slips for an unknown word alone, and attrs writes no class for it."""
    script = (
        "import sys, cptkit\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == 'open' else None)\n"
        f"assert cptkit.suggest({name!r})\n"
        "read = {each.replace(chr(92), '/').partition('/cptkit/data/')[2] for each in opened}\n"
        "print(*sorted(each for each in read if each.startswith(('authored/lexicon', 'derived/'))))\n"
        "assert 'attr' not in sys.modules\n"
    )
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert set(told.stdout.split()) == {f"derived/{each}" for each in {*files, "manifest.json"}}


def test_no_term_is_shown_with_one_word_twice_in_a_row() -> None:
    """MR is spelled as two words and so is MAGNETIC, but what matched is told as people read it."""
    lexicon = packaged_lexicon()
    doubled = [
        term
        for term, is_whole in some(lexicon.terms.items(), 3_000)
        if is_whole and any(a == b for a, b in pairwise(lexicon.entries[term].shown.split()))
    ]
    assert doubled == []
    assert cptkit.suggest("MRI BRAIN W/WO CONTRAST")[0].matched[:2] == (
        "magnetic resonance",
        "brain",
    )
    assert cptkit.suggest("NM BONE SCAN WHOLE BODY")[0].matched[0] == "nuclear medicine"


def test_threads_that_ask_first_read_each_file_once() -> None:
    """Words, codes and slips are read by one thread, and all get the same answers."""
    script = (
        "import threading, cptkit\n"
        "from cptkit.exam_names import packed_layout, packed_lexicon\n"
        "read, told, start = [], [], threading.Barrier(12)\n"
        "def bytes_of(name, plain=packed_layout.packaged_bytes):\n"
        "    read.append(name)\n"
        "    return plain(name)\n"
        "packed_layout.packaged_bytes = packed_lexicon.packaged_bytes = bytes_of\n"
        "def ask():\n"
        "    start.wait()\n"
        "    told.append(cptkit.suggest('MRI SHOLDER RT WO'))\n"
        "threads = [threading.Thread(target=ask) for _ in range(12)]\n"
        "[each.start() for each in threads]\n"
        "[each.join() for each in threads]\n"
        "assert len(told) == 12 and all(each == told[0] != () for each in told), told\n"
        "print(*sorted(read))\n"
    )
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == [
        f"derived/suggest_{each}.json" for each in ("codes", "slips", "terms")
    ]
