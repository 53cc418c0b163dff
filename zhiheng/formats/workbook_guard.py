"""What a workbook may be before a library opens it: whole, without a password, and of a size that it says itself.

A workbook is a zip of XML parts. openpyxl keeps a row and a shared string in memory at a time, and every other
part whole; so a part is at most small, or it is made of rows or strings that are each small.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from zhiheng.core.errors import LogError

TINY = 1 << 20  # a part that needs no look
SMALL = 16 << 20  # a part that may be held whole, and the most that a row or a string may be
MOST_ELEMENTS = 500_000  # of a row; Excel's widest has a fifth of it
LARGEST = 4 << 30
LARGEST_STRINGS = 512 << 20
STEEPEST = 200  # a part unpacks to at most so many times its size; tables of text come to 30
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECES = ("row", "si")
_XML = (b"<", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # how XML begins; pictures do not


def check_workbook(path: Path) -> None:
    """Raises LogError for what is no workbook, has a password or macros, is damaged, or would swell."""
    with _readable(path):
        with path.open("rb") as file:
            if file.read(len(_OLE)) == _OLE:
                raise _locked_or_old(path)
        with ZipFile(path) as archive:
            for part in archive.infolist():
                _check_part(path, archive, part)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError, ValueError) as reason:
        raise damaged(path, str(reason)) from None
    except RuntimeError as reason:  # zipfile's word for a part that is encrypted
        raise damaged(path, str(reason)) from None
    except expat.ExpatError as reason:
        raise damaged(path, f"{expat.ErrorString(reason.code)}, line {reason.lineno}") from None
    except OSError as reason:
        raise LogError(
            str(path),
            en=f"the file cannot be read ({reason.strerror or reason}); check its path and rights",
            zh=f"无法读取文件（{reason.strerror or reason}）；请检查路径与权限",
        ) from None


def damaged(path: Path, reason: str) -> LogError:
    """The error for a file that is no workbook, or no longer a whole one."""
    said = " ".join(reason.split())[:160]
    return LogError(
        str(path),
        en=f"not readable as an Excel workbook ({said}); open it in a spreadsheet and save it again as .xlsx",
        zh=f"无法按 Excel 工作簿读取（{said}）；请用表格软件打开后另存为 .xlsx",
    )


def _check_part(path: Path, archive: ZipFile, part: ZipInfo) -> None:
    if part.filename.lower().endswith("vbaproject.bin"):
        raise LogError(
            str(path),
            en="the workbook holds macros, which are not opened here; save it as .xlsx without macros",
            zh="工作簿含有宏，此处不予打开；请另存为不含宏的 .xlsx",
        )
    if part.file_size <= TINY:
        return
    with archive.open(part) as source:
        if not source.read(_CHUNK).lstrip().startswith(_XML):
            return
    most = LARGEST_STRINGS if "sharedstrings" in part.filename.lower() else LARGEST
    steep = part.file_size > SMALL and part.file_size > STEEPEST * max(part.compress_size, 1)
    if part.file_size > most or steep:
        raise LogError(
            str(path),
            en=f"the part {part.filename} unpacks to {part.file_size >> 20} MiB, as a zip bomb does;"
            " save only the table in a new workbook, or give the log as CSV",
            zh=f"其中的 {part.filename} 解压后达 {part.file_size >> 20} MiB，形同压缩炸弹；"
            "请只把表格另存为新的工作簿，或改用 CSV",
        )
    _check_pieces(path, archive, part)


def _check_pieces(path: Path, archive: ZipFile, part: ZipInfo) -> None:
    """A part is small, or nothing but rows or strings that are: read once by expat, which keeps nothing."""
    parser = expat.ParserCreate(namespace_separator=" ")
    last = elements = 0

    def end(tag: str) -> None:
        nonlocal last, elements
        elements += 1
        if tag.rpartition(" ")[2] in _PIECES:
            last, elements = parser.CurrentByteIndex, 0

    def doctype(*_: object) -> None:
        raise LogError(
            str(path),
            en=f"the part {part.filename} has a DOCTYPE; no workbook needs one, save it again as .xlsx",
            zh=f"其中的 {part.filename} 含 DOCTYPE 声明，工作簿并不需要；请重新另存为 .xlsx",
        )

    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    fed = 0
    with archive.open(part) as source:
        while piece := source.read(_CHUNK):
            parser.Parse(piece)
            fed += len(piece)
            if fed - last > SMALL + _CHUNK or elements > MOST_ELEMENTS:
                raise LogError(
                    str(path),
                    en=f"the part {part.filename} has a row of more than {SMALL >> 20} MiB or {MOST_ELEMENTS:,} cells;"
                    " save only the table in a new workbook, or give the log as CSV",
                    zh=f"其中的 {part.filename} 有一行超过 {SMALL >> 20} MiB 或 {MOST_ELEMENTS:,} 个单元格；"
                    "请只把表格另存为新的工作簿，或改用 CSV",
                )
    parser.Parse(b"", True)  # noqa: FBT003 - pyexpat takes it by position only


def _locked_or_old(path: Path) -> LogError:
    return LogError(
        str(path),
        en="the workbook has a password, or is of the old .xls kind; save it as .xlsx without a password",
        zh="工作簿设有密码，或为旧式 .xls；请去掉密码并另存为 .xlsx",
    )
