"""Tables for notebooks: the one place that writes HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


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
