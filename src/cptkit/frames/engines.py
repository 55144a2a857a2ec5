"""Which engine a frame is of."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from cptkit.errors import MissingExtraError
from cptkit.frames.questions import Cells, Gives, Question

if TYPE_CHECKING:
    from cptkit.frames.findings import Checking

Frame = TypeVar("Frame")
Made_co = TypeVar("Made_co", covariant=True)

_NEEDED = ("narwhals", "numpy", "pyarrow")


class Engine(Protocol, Generic[Made_co]):
    """What the rules need of an engine."""

    def with_answers(self, question: Question) -> Made_co:
        """Ask each distinct row of cells once, and give the frame with the answers beside its rows."""

    def with_findings(self, checking: Checking) -> Made_co:
        """Check the claims of the frame, and give the findings as a frame of its kind."""

    def made(self, gives: Sequence[tuple[str, Gives]], rows: Sequence[Cells]) -> Made_co:
        """Make a frame of this kind."""


def engine_of(df: Frame) -> Engine[Frame]:
    """Give the engine of a frame.

    Raises:
        DataError: It is none that is known, or two of its columns have one name.
        MissingExtraError: The extra is not installed.
    """
    if any(find_spec(name) is None for name in _NEEDED):
        raise MissingExtraError("frames")
    from cptkit.frames.engine_kinds import kind_of  # noqa: PLC0415 - needs the extra

    engine: Engine[Frame] = kind_of(df)
    return engine
