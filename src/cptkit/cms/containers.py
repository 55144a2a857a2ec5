"""What CMS ships its files in: zip, gzip and spreadsheets unpacked into named texts.

Nothing is unpacked without a limit, and no archive within an archive. Documents are passed over by name.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from os import PathLike

import attrs

from cptkit.cms.text import no_source
from cptkit.errors import DataError, MissingExtraError, shown
from cptkit.values.raw import in_any_order, unboxed

_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DOCUMENTS = (".pdf", ".html", ".htm", ".docx", ".doc", ".rtf", ".pptx")
_MOST_BYTES = 1_000_000_000
_MOST_MEMBERS = 200
_PATH = re.compile(r"[^\n,\t]{1,1000}\.(csv|txt|zip|xlsx?|gz)", re.IGNORECASE)
_PATH_CURE = "is a path, not a table: give the file's bytes, and its name as name="


@attrs.frozen
class Member:
    """A text and the names under which it came, the nearest first.

    Attributes:
        names: Of the member, its archive, and what the caller said.
        data: The text or its bytes.
    """

    names: tuple[str, ...]
    data: str | bytes


def members(source: object, names: tuple[str, ...]) -> Iterator[Member]:
    """Unpack a source.

    Args:
        source: Text, bytes, or an iterable of lines of either.
        names: The names that it bears.

    Yields:
        Every text in it; documents are left out.

    Raises:
        DataError: It is a path, an old spreadsheet, damaged, too large, or an archive within an archive.
        MissingExtraError: A spreadsheet, and the extra ``excel`` is not installed.
    """
    data = _joined(source)
    if isinstance(data, str):
        yield Member(names, data)
    elif data.startswith(_GZIP):
        yield from _inside(_gunzipped(data, names), names)
    elif data.startswith(_ZIP):
        yield from _spreadsheet_or_archive(data, names)
    elif data.startswith(_OLD_EXCEL):
        raise DataError((f"{_said(names)} is an old spreadsheet (xls): save it as xlsx or csv",))
    else:
        yield Member(names, data)


def _said(names: tuple[str, ...]) -> str:
    return names[0] if names else "the source"


def _joined(source: object) -> str | bytes:
    """Make one text or one run of bytes of a source."""
    source = unboxed(source)
    if isinstance(source, str):
        if _PATH.fullmatch(source):
            raise DataError((f"{shown(source)} {_PATH_CURE}",))
        return source
    if isinstance(source, (bytes, bytearray)):
        return bytes(source)
    if isinstance(source, PathLike):
        raise DataError((f"{shown(source)} {_PATH_CURE}",))
    lines = in_any_order(source, "give the file's text, bytes or lines", no_source)
    if lines and all(isinstance(line, bytes) for line in lines):
        return b"".join(line for line in lines if isinstance(line, bytes))
    if lines and all(isinstance(line, str) for line in lines):
        texts = [line for line in lines if isinstance(line, str)]
        return "".join(line if line.endswith("\n") else line + "\n" for line in texts)
    raise DataError((f"{shown(source)} is no source: give the file's text, bytes or lines",))


def _gunzipped(data: bytes, names: tuple[str, ...]) -> bytes:
    """Unpack gzip up to the limit."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise DataError((f"{_said(names)} is no whole gzip file ({error})",)) from None
    if not unpacker.eof:
        raise DataError((f"{_said(names)} is a gzip file that is cut, or larger than it may be",))
    return text


def _inside(data: bytes, names: tuple[str, ...]) -> Iterator[Member]:
    """Give what an archive held; archives within archives are refused, spreadsheets are no archives."""
    if data.startswith(_ZIP) and _is_spreadsheet(data):
        yield from _sheets(data, names)
    elif data.startswith((_ZIP, _GZIP)):
        raise DataError((f"{_said(names)} is an archive within an archive: unpack the outer one",))
    else:
        yield Member(names, data)


def _is_spreadsheet(data: bytes) -> bool:
    try:
        return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return False


def _spreadsheet_or_archive(data: bytes, names: tuple[str, ...]) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if any(info.filename == "xl/workbook.xml" for info in infos):
            yield from _sheets(data, names)
            return
        _hold_small(infos, names)
        for info in infos:
            if not info.filename.lower().endswith(_DOCUMENTS):
                yield from _inside(archive.read(info), (info.filename, *names))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DataError((f"{_said(names)} is no whole zip file ({error})",)) from None


def _hold_small(infos: list[zipfile.ZipInfo], names: tuple[str, ...]) -> None:
    """Refuse what is encrypted, or would unpack to more than any quarter holds."""
    if any(info.flag_bits & 1 for info in infos):
        raise DataError((f"{_said(names)} is encrypted: CMS's files are not",))
    if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > _MOST_BYTES:
        raise DataError((f"{_said(names)} would unpack to more than any file of CMS holds",))


def _sheets(data: bytes, names: tuple[str, ...]) -> Iterator[Member]:
    """Give each sheet as csv text; numbers as CMS would write them where that is certain."""
    try:
        import python_calamine  # noqa: PLC0415 - an extra, asked for by those who need it
    except ImportError:
        raise MissingExtraError("excel") from None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _hold_small(archive.infolist(), names)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError) as error:
        raise DataError((f"{_said(names)} is no whole spreadsheet ({error})",)) from None
    for rows in sheets:
        if rows:
            out = io.StringIO()
            csv.writer(out).writerows([_cell(cell) for cell in row] for row in rows)
            yield Member(names, out.getvalue())


def _cell(value: object) -> str:
    """Write a cell: a whole number without decimals, a number in as few digits as it has."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
