"""Shorthand of exam names in which signs carry the meaning: "C-/C+", "+-", "R/O", "-PROF", "B1"; written out in words."""

from __future__ import annotations

import re

_WRITTEN_OUT = (
    (r"\bC ?- ?[/&] ?C ?\+|\bC ?\+ ?[/&] ?C ?-", " WITHOUT THEN WITH "),
    (r"\bC ?- ?(?=MAT|$|[,;)])|\bC- (?!SP|S\b|T\b|L\b|ARM|SECT|\d)", " WITHOUT CONTRAST "),
    (r"\bC ?\+ ?(?=MAT|$|[\s,;)])", " WITH CONTRAST "),
    (r"\+ ?/? ?-|- ?/? ?\+", " W OR WO "),
    (
        r"\bR ?/ ?O\b|\bRO(?= (?:FB|FX|FRACTURE|FOREIGN|PE|DVT|MASS|TUMOR|STONE|ABSCESS)\b)",
        " RULEOUT ",
    ),
    (r"- ?PROF\b|\bPROF$", " PRO FEE "),
    (r"- ?TECH\b", " TECH "),
    (r"\bW/ ?(?=W\b)", " W "),
    (r"\bR-T\b", " REAL TIME "),
    (r"\bF/ ?B(?= ?(?:W|WITH|C|CON|CONT|CONTRAST|CM)\b)", " FOLLOWED BY "),
    (r"(?<=W/O )FB(?= W)", " FOLLOWED BY "),
    (r"\bC ?(?:AND|&|/|,|\+|-) ?(?=[TL] ?-?SP)", " CERVICAL SPINE AND "),
    (r"\bT ?(?:AND|&|\+) ?(?=L ?-?SP)", " THORACIC SPINE AND "),
    (r"(?<!PET[ -/])\bC ?/ ?T(?= (?:\d|EA|ADD|SIN?GL|LE?VL?)|$)", " CERVICAL THORACIC "),
    (r"\bB1(?=S\b|\b|&)", " BONE "),
    (r"\b1 ?/ ?1ST\b", " FIRST "),
    (r"\bF/ ?ARM", " FOREARM"),
    (r"\bT ?\. ?M ?\. ?(?=JOINT|JT|$)", " TMJ "),
    (r"\b[UL]/?E ?/ ?[UL]/?E\b", " EXTREMITY "),
)
"""What is written with signs, and the words for it; read in this order."""
_RULES = tuple((re.compile(pattern), words) for pattern, words in _WRITTEN_OUT)
_SIGN = re.compile(r"[-+/.&,]|B1|PROF|\b[CT] AND\b")


def written_out(name: str) -> str:
    """Write out the shorthand of a name in capitals.

    Example:
        >>> " ".join(written_out("CT HEAD C-/C+").split())
        'CT HEAD WITHOUT THEN WITH'
        >>> written_out("C-SPINE")
        'C-SPINE'
    """
    if not _SIGN.search(name):
        return name
    for pattern, words in _RULES:
        name = pattern.sub(words, name)
    return name
