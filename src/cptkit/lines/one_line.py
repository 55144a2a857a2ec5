"""One seen line in its view: what a room of rules looks at extends it, and says its findings through it."""

from __future__ import annotations

import datetime as dt

from cptkit import lazy_attrs as attrs
from cptkit.indicators import Setting
from cptkit.lines.view import Seen, View
from cptkit.values.claim import Payer
from cptkit.values.code import Certainty, Code
from cptkit.values.finding import Finding, Outcome
from cptkit.values.table import Source


@attrs.frozen(eq=False)
class OneLine:
    """A seen line in its view.

    Attributes:
        view: The lines that it stands among, with the payer, the form and the tables.
        seen: The line.
    """

    view: View
    seen: Seen

    @property
    def code(self) -> Code:
        """What its code means on its day; only asked where the code is in force."""
        code = self.seen.code
        assert code is not None  # noqa: S101 - whoever asks knows that the code is in force
        return code

    @property
    def modifiers(self) -> tuple[str, ...]:
        """Its modifiers as billed, in order."""
        return self.seen.line.modifiers

    @property
    def on(self) -> dt.date:
        """The date of service."""
        return self.seen.on

    @property
    def setting(self) -> Setting:
        """The claim form."""
        return self.view.setting

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return self.view.claim.payer

    def told(self, message: str) -> str:
        """Give a message as a finding tells it: a room may say first what it is about."""
        return message

    def say(  # noqa: PLR0913 - a finding's own fields
        self,
        rule: str,
        outcome: Outcome,
        message: str,
        remedy: str = "",
        *,
        citation: str | None = None,
        certainty: Certainty | None = None,
        source: Source | None = None,
        medicare_only: bool | None = None,
    ) -> Finding:
        """Make a finding of a rule about the line: `View.say`."""
        return self.view.say(
            rule,
            outcome,
            (self.seen,),
            self.told(message),
            remedy,
            citation=citation,
            certainty=certainty,
            source=source,
            medicare_only=medicare_only,
        )
