"""What differs between two releases, as values: one change a row, and the report that holds them all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting
from cptkit.printing.listing import framed
from cptkit.printing.table import table_html
from cptkit.printing.value import Printed
from cptkit.ranked import Ranked
from cptkit.values.typed import typed

_MOST = 20
"""So many rows of a topic are printed; the rest is counted."""
_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")
_MANY_CODES = 60


class ChangeTopic(Ranked):
    """What changed; the value is the title that reports use."""

    CODES = "codes"
    INDICATORS = "indicators"
    RELATIVE_VALUES = "relative values"
    PRICES = "national prices"
    LIMITS = "unit limits (MUE)"
    EDITS = "pairs (PTP)"
    ADD_ONS = "add-on edits"
    HOSPITAL = "hospital status and rates"
    PLACES = "localities and counties"
    AMOUNTS = "published amounts"
    LISTS = "other lists"


@attrs.frozen(field_transformer=typed, repr=False)
class Change(Printed):
    """One difference between two releases.

    Attributes:
        topic: What changed.
        code: The code, or what stands in its place, such as a locality; empty where a whole table changed.
        other: What tells the row apart beside the code: a modifier, column 2, a primary, a locality.
        field: The field; empty where a whole row came or went.
        before: As it was; None where it came.
        after: As it is; None where it went.
        setting: Whose table, where there is one for each.

    Example:
        >>> print(Change(ChangeTopic.INDICATORS, "71260", "26", "status", "A", "R"))
        71260-26 status: A -> R
    """

    topic: ChangeTopic
    code: str
    other: str = ""
    field: str = ""
    before: str | None = None
    after: str | None = None
    setting: Setting | None = None

    @property
    def moved(self) -> Decimal | None:
        """By how many percent a price moved, to a tenth; None for all else, and where it was nothing before."""
        prices = (ChangeTopic.PRICES, ChangeTopic.AMOUNTS)
        if self.topic not in prices or self.before is None or self.after is None:
            return None
        was = Decimal(self.before)
        return ((Decimal(self.after) - was) / was * _HUNDRED).quantize(_TENTH) if was else None

    @property
    def name(self) -> str:
        """What changed: code, and what tells the row apart."""
        mark = "/" if self.topic in (ChangeTopic.EDITS, ChangeTopic.ADD_ONS) else "-"
        return mark.join(each for each in (self.code, self.other) if each)

    def __str__(self) -> str:
        what = " ".join(each for each in (self.name, self.field) if each)
        whose = f" ({self.setting.value})" if self.setting else ""
        if self.before is None or self.after is None:
            sign, value = ("+", self.after) if self.before is None else ("-", self.before)
            return f"{sign} {what}{f' {value}' if value else ''}{whose}"
        percent = f" ({self.moved:+}%)" if self.moved is not None else ""
        return f"{what}: {self.before} -> {self.after}{percent}{whose}"


@attrs.frozen(repr=False, field_transformer=typed)
class ChangeReport(Printed):
    """Everything that differs between two releases, days or catalogs.

    ``str`` gives text, ``to_markdown`` and ``_repr_markdown_`` Markdown, ``_repr_html_`` HTML, ``records`` flat dicts.
    Long topics are cut in print with their count; `changes` holds all.

    Attributes:
        before: What is compared from.
        after: What is compared to.
        changes: The differences, by topic, in code order; prices by how far they moved.
        notes: What could not be compared, and why.
    """

    before: str
    after: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, topic: ChangeTopic) -> tuple[Change, ...]:
        """Give the changes of a topic.

        Example:
            >>> ChangeReport("a", "b").of(ChangeTopic.CODES)
            ()
        """
        return tuple(each for each in self.changes if each.topic is topic)

    @property
    def came(self) -> tuple[str, ...]:
        """The codes that came."""
        return tuple(each.code for each in self.of(ChangeTopic.CODES) if each.before is None)

    @property
    def went(self) -> tuple[str, ...]:
        """The codes that went."""
        return tuple(each.code for each in self.of(ChangeTopic.CODES) if each.after is None)

    def records(self) -> list[dict[str, str | None]]:
        """Give every change as a flat dict of plain values, for a data frame, JSON or csv."""
        return [
            {
                "topic": each.topic.value,
                "code": each.code,
                "other": each.other,
                "field": each.field,
                "before": each.before,
                "after": each.after,
                "setting": each.setting.value if each.setting else None,
                "moved_percent": None if each.moved is None else str(each.moved),
            }
            for each in self.changes
        ]

    def to_markdown(self, most: int = _MOST) -> str:
        """Give the report as a Markdown list.

        Args:
            most: How many rows of each topic; codes are all named.
        """
        lines = [f"**{self.before} → {self.after}**", ""]
        for topic, said in self._topics(most):
            lines += [f"- {topic}", *(f"  - {each}" for each in said)]
        lines += [f"- Not compared: {each}" for each in self.notes]
        return "\n".join([*lines, *([] if lines[2:] else ["- nothing differs"])])

    def _topics(self, most: int) -> Iterator[tuple[str, list[str]]]:
        """Give each topic with its counts, and the rows that are printed."""
        for topic in ChangeTopic:
            found = self.of(topic)
            if found:
                yield f"{topic.value}: {_counted(found)}", _printed(topic, found, most)

    def _rows(self) -> tuple[Change, ...]:
        return self.changes

    def __repr__(self) -> str:
        return f"<ChangeReport {self.before} -> {self.after}: {len(self.changes)} changes>"

    def __str__(self) -> str:
        lines = [f"{self.before} -> {self.after}"]
        for topic, said in self._topics(_MOST):
            lines += [topic, *(f"  {each}" for each in said)]
        lines += [f"not compared: {each}" for each in self.notes]
        return "\n".join([*lines, *([] if lines[1:] else ["nothing differs"])])

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def _repr_html_(self) -> str:
        columns = ("topic", "what", "field", "before", "after", "%")
        rows = [
            (each.topic.value, each.name, each.field, each.before, each.after, each.moved)
            for topic in ChangeTopic
            for each in self.of(topic)[:_MOST]
        ]
        counts = "; ".join(topic for topic, _ in self._topics(0)) or "nothing differs"
        return framed(table_html(columns, rows, f"{self.before} → {self.after}: {counts}"))


def _counted(found: tuple[Change, ...]) -> str:
    """Say how many came, went and changed."""
    came = sum(each.before is None for each in found)
    went = sum(each.after is None for each in found)
    counts = ((came, "came"), (went, "went"), (len(found) - came - went, "changed"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _printed(topic: ChangeTopic, found: tuple[Change, ...], most: int) -> list[str]:
    """Give the rows that are printed; codes stand together, and what is cut is counted."""
    if topic is ChangeTopic.CODES:
        came = [each.code for each in found if each.before is None]
        went = [each.code for each in found if each.after is None]
        return [
            f"{word} {', '.join(codes[:_MANY_CODES])}{_more(len(codes), _MANY_CODES)}"
            for word, codes in (("came:", came), ("went:", went))
            if codes and most
        ]
    rest = _more(len(found), most).strip(" ,") if most else ""
    return [*map(str, found[:most]), *([rest] if rest else [])]


def _more(count: int, most: int) -> str:
    return f", and {count - most} more" if count > most else ""
