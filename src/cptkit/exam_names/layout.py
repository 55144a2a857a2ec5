"""The codes that names can ask for, of every day, laid out for ranking: which codes a word speaks for, and how much.

What stands here depends on no day and on no name. It is worked out when the package is built, by `layout_of`, and read from
``derived/suggest_codes.json`` (`cptkit.exam_names.packed_layout`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from cptkit import lazy_attrs as attrs
from cptkit.exam_names.candidates import Candidate, Facets


@attrs.frozen(eq=False)
class Layout:
    """Codes in all their meanings, each at its place in code order.

    Attributes:
        codes: The five characters, by place.
        spans: First and last day as ISO texts, by place; "" for one that is open.
        facets: Every different set of facets, by number.
        facet_numbers: The number of a code's facets, by place.
        bases: What a code scores before a word is read, by place.
        given: Evidence that counts for or against a code alone, with what it is worth; of the codes that have any.
        anywhere: Places of the codes that stand for any part of the body.
        partless: Places of the codes for one part of which a hint says that names leave the part out.
        needy: Places of the codes with parts of the body that must all be named.
        by_region: Region to the codes that name it, or a wider or narrower part, with what that is worth.
        by_technique: Technique to the codes that name it, likewise.
        contrasts: Codes that differ in contrast alone, for each of them.
        view_counts: Codes that differ in the number of views alone, for each of them.
        candidates: What else is known of a code, by place.
    """

    codes: tuple[str, ...]
    spans: tuple[tuple[str, str], ...]
    facets: tuple[Facets, ...]
    facet_numbers: Sequence[int]
    bases: Sequence[float]
    given: Mapping[int, tuple[tuple[frozenset[str], float], ...]]
    anywhere: frozenset[int]
    partless: frozenset[int]
    needy: frozenset[int]
    by_region: Mapping[str, Mapping[int, float]]
    by_technique: Mapping[str, Mapping[int, float]]
    contrasts: Mapping[int, tuple[int, ...]]
    view_counts: Mapping[int, tuple[int, ...]]
    candidates: Mapping[int, Candidate]

    def in_force(self, on: dt.date) -> tuple[int, ...]:
        """Give the places of the codes that are in force on a day."""
        day = on.isoformat()
        return tuple(
            place
            for place, (first, last) in enumerate(self.spans)
            if first <= day and (not last or day <= last)
        )
