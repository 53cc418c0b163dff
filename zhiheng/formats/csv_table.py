"""CSV with a header, in the encoding and with the delimiter that log.yaml states; an empty cell is null."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from zhiheng.core.errors import LogError
from zhiheng.formats.log_bytes import Seen, chunks
from zhiheng.formats.rows import BATCH, Rows

LONGEST_LINE = 16 << 20


def csv_header(path: Path, *, encoding: str, delimiter: str) -> list[str]:
    """The column names in the first line; raises LogError where there are none, or one stands twice."""
    try:
        header = next(_records(path, encoding, delimiter, None), None)
    except LogError:
        refuse_other_delimiter(path, encoding, delimiter)
        raise
    if not header:
        raise LogError(
            f"{path}:1",
            en="there is no header line; write the column names in the first line",
            zh="缺少表头；请在首行写明列名",
        )
    twice = [name for i, name in enumerate(header) if name in header[:i]]
    if twice:
        raise LogError(
            f"{path}:1",
            en=f"the column {twice[0]!r} stands twice in the header; give each its own name",
            zh=f"表头中列名“{twice[0]}”重复；请使用不同的列名",
        )
    return header


# As log.yaml writes them.
_DELIMITERS = {";": "';'", "\t": '"\\t"', "|": "'|'", ",": "','"}


def refuse_other_delimiter(path: Path, encoding: str, delimiter: str) -> None:
    """Raises LogError where the header is one cell, or none, and another delimiter makes it several."""
    if len(_first(path, encoding, delimiter)) > 1:
        return
    for other, written in _DELIMITERS.items():
        if other != delimiter and len(_first(path, encoding, other)) > 1:
            raise LogError(
                f"{path}:1",
                en=f"the columns are separated by {other!r} and not by {delimiter!r}; write `delimiter: {written}`"
                " in log.yaml",
                zh=f"各列以 {other!r} 而非 {delimiter!r} 分隔；请在 log.yaml 中写 `delimiter: {written}`",
            )


def _first(path: Path, encoding: str, delimiter: str) -> list[str]:
    try:
        return next(_records(path, encoding, delimiter, None), [])
    except LogError:
        return []


def read_csv(
    path: Path, attributes: Sequence[str], *, encoding: str, delimiter: str, seen: Seen | None = None
) -> Iterator[Rows]:
    """The rows in batches, one column for each attribute; an attribute that the file lacks is null.

    Raises LogError with line and remedy.
    """
    header = csv_header(path, encoding=encoding, delimiter=delimiter)
    places = [header.index(name) if name in header else None for name in attributes]
    records = _records(path, encoding, delimiter, seen)
    next(records)
    while batch := list(islice(records, BATCH)):
        rows = [row for row in batch if row] if not all(batch) else batch
        if not rows:
            continue
        if set(map(len, rows)) != {len(header)}:
            raise _ragged(path, encoding, delimiter, len(header))
        cells = list(zip(*rows, strict=True))
        nothing = ("",) * len(rows)
        yield Rows([nothing if place is None else cells[place] for place in places], len(rows))


def _records(path: Path, encoding: str, delimiter: str, seen: Seen | None) -> Iterator[list[str]]:
    # As long as a line may be: the reader's own limit is 128 KiB a cell.
    csv.field_size_limit(LONGEST_LINE)
    lines = chain.from_iterable(_blocks(path, encoding, seen))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise LogError(
            f"{path}:{reader.line_num}",
            en=f"not readable as CSV ({error}); look for a quotation mark that is not closed or not doubled",
            zh=f"无法按 CSV 读取（{error}）；请检查未闭合或未成对的引号",
        ) from None


def _blocks(path: Path, encoding: str, seen: Seen | None) -> Iterator[io.StringIO]:
    """Whole lines, many at a time, so that the lines themselves are split in C."""
    decoder = codecs.getincrementaldecoder(encoding)()
    held = ""
    lines = 0
    for piece in chain(chunks(path, seen), (b"",)):
        try:
            text = held + decoder.decode(piece, final=not piece)
        except UnicodeError as error:
            raise _wrong_encoding(path, encoding, error, lines + 1) from None
        if "\0" in text:
            raise _nul(f"{path}:{lines + text.count(chr(10), 0, text.index(chr(0))) + 1}")
        cut = _last_line_end(text) if piece else len(text)
        held = text[cut:]
        if len(held) > LONGEST_LINE:
            raise _endless_line(f"{path}:{lines + 1}")
        lines += text.count("\n", 0, cut)
        yield io.StringIO(text[:cut], newline="")


def _last_line_end(text: str) -> int:
    """Where the last whole line ends; a carriage return at the very end may still belong to a line feed."""
    cut = text.rfind("\n") + 1
    return cut or text.rfind("\r", 0, len(text) - 1) + 1


def _wrong_encoding(path: Path, encoding: str, error: UnicodeError, line: int) -> LogError:
    if isinstance(error, UnicodeDecodeError):
        line += error.object.count(b"\n", 0, error.start)
    return LogError(
        f"{path}:{line}",
        en=f"the text is not {encoding} ({getattr(error, 'reason', error)}); state its encoding in log.yaml,"
        " as `encoding: gb18030`",
        zh=f"文字不是 {encoding} 编码（{getattr(error, 'reason', error)}）；"
        "请在 log.yaml 中注明编码，例如 encoding: gb18030",
    )


def _nul(place: str) -> LogError:
    return LogError(
        place,
        en="the line holds a NUL character: this is no text, or in another encoding; state it in log.yaml",
        zh="该行含有空字符，可能不是文本或编码不符；请在 log.yaml 中注明编码",
    )


def _endless_line(place: str) -> LogError:
    return LogError(
        place,
        en=f"a line is longer than {LONGEST_LINE >> 20} Mi characters; this is no CSV table",
        zh=f"单行超过 {LONGEST_LINE >> 20} Mi 字符，不是 CSV 表格；请更换文件",
    )


def _ragged(path: Path, encoding: str, delimiter: str, width: int) -> LogError:
    """The first row that is too short or too long: read once more, now line by line."""
    reader = csv.reader(chain.from_iterable(_blocks(path, encoding, None)), delimiter=delimiter, strict=True)
    cells, line = next((len(row), reader.line_num) for row in reader if row and len(row) != width)
    return LogError(
        f"{path}:{line}",
        en=f"the row has {cells} cells, the header {width}; quote cells that hold the delimiter {delimiter!r},"
        " or state another under `delimiter:` in log.yaml",
        zh=f"该行有 {cells} 个单元格，而表头有 {width} 个；含分隔符 {delimiter!r} 的单元格请加引号，"
        "或在 log.yaml 的 delimiter 中改用其他分隔符",
    )
