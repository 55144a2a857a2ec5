"""The value that `suggest` gives: a code for an exam's name, how sure it is, and what speaks for and against it."""

from __future__ import annotations

from decimal import Decimal

from cptkit import lazy_attrs as attrs
from cptkit.printing.value import Printed
from cptkit.values.code_expression import CodeExpression
from cptkit.values.typed import typed


@attrs.frozen(field_transformer=typed, repr=False)
class Suggestion(Printed):
    """A code that an exam's name may stand for.

    Attributes:
        code: The code.
        also: The other codes that the name stands for, in the order in which they are billed: further parts of the body,
            a study of the vessels beside one of the part, an add-on, the guidance that a procedure does not include.
        modifiers: What the name adds to it: 26 or TC, then 50, RT or LT.
        score: From 0 to 1: of all suggestions with about this score, about this share are right. A `Decimal` of
            three places rather than a float, so that equal names give equal values on every machine and in JSON.
        matched: What the name says and the code stands for.
        contradicted: What the name says and the code does not stand for.
        missing: What the name leaves open, what was assumed, and which code it would be otherwise.
        note: The code in our words, and what to mind.

    Example:
        >>> str(Suggestion("73721", modifiers=("RT",), score=Decimal("0.930"), matched=("MRI", "knee", "without contrast")))
        '73721-RT (0.930)'
    """

    _columns = ("code", "modifiers", "score", "also", "matched", "contradicted", "missing", "note")

    code: str
    also: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    score: Decimal = Decimal(0)
    matched: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""

    @property
    def expression(self) -> CodeExpression:
        """The code with its modifiers, as a claim line writes them; `ClaimLine.of` takes it.

        Example:
            >>> str(Suggestion("73721", modifiers=("RT",)).expression)
            '73721-RT'
        """
        return CodeExpression(self.code, self.modifiers)

    def __str__(self) -> str:
        said = f"{self.expression} {self.note}".rstrip()
        also = f" with {', '.join(self.also)}" if self.also else ""
        return f"{said}{also} ({self.score})"
