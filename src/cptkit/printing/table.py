"""Tables of cells as HTML for notebooks and as text: the one place that writes them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from html import escape

_WIDTH = 118
_GAP = "  "
_LEAST = 8


def table_html(headers: Sequence[str], rows: Iterable[Sequence[object]], caption: str = "") -> str:
    """Write a table as HTML; every cell is escaped.

    Args:
        headers: The column titles.
        rows: The cells, row by row; each is shown by its ``str``, None as nothing.
        caption: What the table shows; empty for no caption.

    Returns:
        One ``<table>`` element.

    Example:
        >>> table_html(("code", "amount"), [("71260", None)], "a < b")
        '<table><caption>a &lt; b</caption><tr><th>code</th><th>amount</th></tr><tr><td>71260</td><td></td></tr></table>'
    """
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    body = "".join(_row("td", row) for row in rows)
    return f"<table>{title}{_row('th', headers)}{body}</table>"


def _row(tag: str, cells: Sequence[object]) -> str:
    return (
        "<tr>"
        + "".join(f"<{tag}>{'' if cell is None else escape(str(cell))}</{tag}>" for cell in cells)
        + "</tr>"
    )


def table_text(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table as text in columns; long cells are wrapped.

    Args:
        headers: The column titles.
        rows: The cells, row by row.

    Returns:
        The text, a rule below the titles; blanks at the ends of lines are left off.

    Example:
        >>> print(table_text(("code", "label"), [("71260", "CT of the chest"), ("71250", "")]))
        code   label
        -----  ---------------
        71260  CT of the chest
        71250
    """
    table = [[one_line(text) for text in row] for row in (headers, *rows)]
    widths = _fitting([max(map(len, column)) for column in zip(*table, strict=True)])
    head, *body = (_wrapped(row, widths) for row in table)
    rule = _GAP.join("-" * width for width in widths)
    return "\n".join((*head, rule, *(line for lines in body for line in lines)))


def one_line(text: str) -> str:
    r"""Keep line ends and what steers a terminal out of a line.

    Example:
        >>> one_line("two\nlines \x1b[31mred")
        'two lines [31mred'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def shortened(text: str, most: int = 100) -> str:
    r"""Keep a text on one line and short, as within a `repr`.

    Example:
        >>> shortened("two\nlines"), shortened("71260 " * 9, most=14)
        ('two lines', '71260 71260...')
    """
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 3].rstrip()}..."


def _fitting(widths: list[int]) -> list[int]:
    """Narrow the widest columns until the line is full and no fuller."""
    room = max(_WIDTH - len(_GAP) * (len(widths) - 1), _LEAST * len(widths))
    while sum(widths) > room:
        widest = widths.index(max(widths))
        widths[widest] = max(
            _LEAST, widths[widest] - max(1, min(sum(widths) - room, widths[widest] // 8))
        )
    return widths


def _wrapped(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Give the lines of one row."""
    columns = [
        textwrap.wrap(text, width, break_on_hyphens=False) or [""]
        for text, width in zip(cells, widths, strict=True)
    ]
    return [
        _GAP.join(
            f"{column[at] if at < len(column) else '':<{width}}"
            for column, width in zip(columns, widths, strict=True)
        ).rstrip()
        for at in range(max(map(len, columns)))
    ]
