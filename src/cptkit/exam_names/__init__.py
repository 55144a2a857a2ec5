"""From the name of an exam to its code: read the words, rank the codes, say what was assumed.

The words are data (`authored/lexicon`), the ranking a sum whose weights are data too (`fitted/suggest_weights.json`).
"""

from __future__ import annotations

from cptkit.exam_names.question import suggest

__all__ = ["suggest"]
