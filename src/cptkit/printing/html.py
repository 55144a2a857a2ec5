"""A page of sections as HTML that needs nothing else: light and dark, in a browser and in a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from cptkit.printing.page import LEGEND, Page, Section, SectionRow, cited, mark

_STYLE = """
.cptkit{--paper:var(--jp-layout-color0,var(--vscode-editor-background,#fff));--ink:var(--jp-content-font-color1,var(--vscode-editor-foreground,#1b2330));--soft:var(--jp-content-font-color2,var(--vscode-descriptionForeground,#5b6675));
--accent:#0b6e75;--line:rgba(128,138,150,.28);--wash:rgba(128,138,150,.09);--chip:rgba(11,110,117,.12);
background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;max-width:64rem;margin:0 auto;padding:.5rem 1rem 1.5rem}
@media (prefers-color-scheme:dark){.cptkit{--paper:var(--jp-layout-color0,var(--vscode-editor-background,#14181e));--ink:var(--jp-content-font-color1,var(--vscode-editor-foreground,#e4e9ef));
--soft:var(--jp-content-font-color2,var(--vscode-descriptionForeground,#9aa7b5));--accent:#5cc8cf;--chip:rgba(92,200,207,.16)}}
[data-jp-theme-light="true"] .cptkit,.vscode-light .cptkit,[data-theme="light"] .cptkit{--accent:#0b6e75;--chip:rgba(11,110,117,.12)}
[data-jp-theme-light="false"] .cptkit,.vscode-dark .cptkit,[data-theme="dark"] .cptkit{--accent:#5cc8cf;--chip:rgba(92,200,207,.16)}
[data-theme="light"] .cptkit{--paper:#fff;--ink:#1b2330;--soft:#5b6675}[data-theme="dark"] .cptkit{--paper:#14181e;--ink:#e4e9ef;--soft:#9aa7b5}
.cptkit *{box-sizing:border-box}
.cptkit .path{color:var(--soft);font-size:.85em;margin:0}
.cptkit h1{font-size:1.65em;line-height:1.25;margin:.15em 0 .35em;font-weight:650;color:inherit;border:0;padding:0}
.cptkit h1 b{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--accent);font-weight:650;margin-right:.35em}
.cptkit .badges{display:flex;flex-wrap:wrap;gap:.4em;margin:0 0 1em;padding:0;list-style:none}
.cptkit .badges li{background:var(--chip);color:var(--accent);border-radius:999px;padding:.12em .75em;font-size:.82em;font-weight:550;margin:0}
.cptkit .cols{columns:2 21rem;column-gap:2.25rem}
.cptkit .cols section{break-inside:avoid;padding:.05rem 0 .35rem}.cptkit .cols h2{margin-top:.9em}
.cptkit h2{font-size:1.02em;font-weight:650;margin:1.5em 0 .45em;padding:0 0 .3em;border:0;border-bottom:1px solid var(--line);color:inherit}
.cptkit .note{color:var(--soft);font-size:.9em;margin:.2em 0 .6em}
.cptkit ul.said{margin:.2em 0;padding-left:1.15em}.cptkit ul.said li{margin:.28em 0}
.cptkit dl{display:grid;grid-template-columns:fit-content(40%) 1fr;gap:.3em 1.1em;margin:.2em 0}
.cptkit dt{color:var(--soft);font-weight:500;float:none;clear:none;width:auto;display:block}.cptkit dd{margin:0;width:auto}
.cptkit .scroll{overflow-x:auto}
.cptkit table{border-collapse:collapse;width:100%;font-size:.93em;margin:.2em 0;background:none;border:0;table-layout:auto}
.cptkit th{text-align:left;color:var(--soft);font-weight:600;font-size:.86em;padding:.3em .7em .3em 0;border:0;border-bottom:1px solid var(--line);white-space:nowrap;background:none}
.cptkit td{text-align:left;vertical-align:top;line-height:1.45;padding:.38em .7em .38em 0;border:0;border-bottom:1px solid var(--line);background:none;white-space:normal;max-width:34rem}
.cptkit tbody tr{background:none!important}.cptkit tbody tr:last-child td{border-bottom:0}
.cptkit td:first-child{font-weight:550}.cptkit td.key{font-weight:600;white-space:nowrap}
.cptkit td.same{font-weight:400;opacity:.38;white-space:nowrap}
.cptkit td.num{white-space:nowrap;font-variant-numeric:tabular-nums}
.cptkit .src{color:var(--soft);font-size:.74em;white-space:nowrap;margin-left:.15em;cursor:help}
.cptkit details{margin-top:1.6em;border-top:1px solid var(--line);padding-top:.7em;font-size:.88em;color:var(--soft)}
.cptkit summary{cursor:pointer;font-weight:600;color:var(--ink)}
.cptkit ol{padding-left:1.6em;margin:.5em 0}.cptkit ol li{margin:.15em 0}
@media print{.cptkit{max-width:none}}
""".replace(
    ".cptkit ", ".cptkit.cptkit.cptkit "
)  # notebooks style tables and lists with selectors of two classes
_KEY = 16
"""How long a first cell may be that is kept on one line."""


def page_html(page: Page) -> str:
    """Write a page as one HTML element with its own style; every text is escaped.

    Args:
        page: The page.

    Returns:
        A ``div`` of class ``cptkit``, its ``style`` inside.
    """
    numbers = cited(page.sections)
    chips = "".join(f"<li>{escape(each)}</li>" for each in page.badges)
    body = "".join(
        _group(tabular, list(each), numbers)
        for tabular, each in groupby(page.sections, key=lambda each: bool(each.columns))
    )
    return (
        f'<div class="cptkit"><style>{_STYLE}</style>'
        f'<p class="path">{escape(" › ".join(page.path))}</p><h1><b>{escape(page.code)}</b>{escape(page.label)}</h1>'
        f'<ul class="badges">{chips}</ul>{body}{_sources(numbers, page.footer)}</div>'
    )


def _sources(numbers: dict[str, int], footer: tuple[str, ...]) -> str:
    listed = "".join(f"<li>{escape(each)}</li>" for each in numbers)
    said = "".join(f"<li>{escape(each)}</li>" for each in footer)
    return f'<details><summary>Sources</summary><p>{escape(LEGEND)}</p><ol>{listed}</ol><ul class="said">{said}</ul></details>'


def _group(tabular: bool, sections: list[Section], numbers: dict[str, int]) -> str:  # noqa: FBT001 - a key of groupby
    """Tables take the whole width, lists stand in two columns where there is room."""
    body = "".join(_section(each, numbers) for each in sections)
    return body if tabular or len(sections) == 1 else f'<div class="cols">{body}</div>'


def _section(section: Section, numbers: dict[str, int]) -> str:
    note = f'<p class="note">{escape(section.note)}</p>' if section.note else ""
    return f"<section><h2>{escape(section.title)}</h2>{note}{_rows(section, numbers)}</section>"


def _rows(section: Section, numbers: dict[str, int]) -> str:
    if section.columns:
        head = "".join(f"<th>{escape(each)}</th>" for each in section.columns)
        before = (None, *(row.cells[0] for row in section.rows))
        body = "".join(
            f"<tr>{''.join(_cells(row, numbers, last))}</tr>"
            for row, last in zip(section.rows, before, strict=False)
        )
        return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    if all(len(row.cells) > 1 for row in section.rows):
        pairs = "".join(
            f"<dt>{escape(row.cells[0])}</dt><dd>{escape(row.cells[1])}{_source(row, numbers)}</dd>"
            for row in section.rows
        )
        return f"<dl>{pairs}</dl>"
    said = "".join(
        f"<li>{escape(': '.join(row.cells))}{_source(row, numbers)}</li>" for row in section.rows
    )
    return f'<ul class="said">{said}</ul>'


def _cells(row: SectionRow, numbers: dict[str, int], before: str | None) -> Iterator[str]:
    """Write the cells of a row; a first cell that repeats the one above is dimmed, numbers do not break."""
    last = len(row.cells) - 1
    for place, cell in enumerate(row.cells):
        kind = _kind(cell, before) if not place else "num" if _is_number(cell) else ""
        name = f' class="{kind}"' if kind else ""
        yield f"<td{name}>{escape(cell)}{_source(row, numbers) if place == last else ''}</td>"


def _kind(cell: str, before: str | None) -> str:
    if cell == before:
        return "same"
    return "key" if len(cell) <= _KEY else ""


def _is_number(cell: str) -> bool:
    return cell.lstrip("$").replace(".", "", 1).replace(",", "").isdigit()


def _source(row: SectionRow, numbers: dict[str, int]) -> str:
    text = escape(mark(row, numbers))
    return f'&#8239;<span class="src" title="{escape(row.citation)}">{text}</span>' if text else ""
