"""XML fed to expat piece by piece, with everything refused that could swell, reach out or hide."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from zhiheng.core.errors import LogError
from zhiheng.formats.log_bytes import Seen, chunks
from zhiheng.formats.text_encodings import is_text_encoding

LARGEST_TOKEN = 16 << 20
_NATIVE = {"utf-8", "utf-16", "iso8859-1", "ascii"}  # Python's names of what expat reads itself
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'>]{0,80})["']""")


def feed(parser: expat.XMLParserType, path: Path, seen: Seen | None = None) -> Iterator[None]:
    """Parses a file, pausing after each piece.

    Raises LogError with line and column: malformed, hostile, cut off or in an unknown encoding.
    """
    parser.StartDoctypeDeclHandler = lambda *_: _refuse_doctype(path, parser)
    parser.EntityDeclHandler = lambda *_: _refuse_doctype(path, parser)
    fed = 0
    try:
        for piece in _readable(path, seen):
            parser.Parse(piece)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LARGEST_TOKEN:
                _refuse_giant(path, parser)
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - pyexpat takes it by position only
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise LogError(
            f"{path}:{error.lineno}",
            en=f"not well-formed XML at column {error.offset + 1} ({problem}); export the log again",
            zh=f"第 {error.offset + 1} 列起不是合法的 XML（{problem}）；请重新导出日志",
        ) from None
    except UnicodeError as error:
        raise LogError(
            f"{path}:{parser.CurrentLineNumber}",
            en=f"text that is not in the encoding the file declares ({error}); export the log again as UTF-8",
            zh=f"文字与文件声明的编码不符（{error}）；请以 UTF-8 重新导出",
        ) from None


def refuse(path: Path, parser: expat.XMLParserType, *, en: str, zh: str) -> LogError:
    """The error for what the parser has just met, with its line."""
    return LogError(f"{path}:{parser.CurrentLineNumber}", en=en, zh=zh)


def _readable(path: Path, seen: Seen | None) -> Iterator[bytes]:
    """The file's bytes in an encoding that expat reads; others are turned into UTF-8 on the way."""
    pieces = chunks(path, seen)
    first = next(pieces, b"")
    declared = _DECLARED.match(first[:400])
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    if not is_text_encoding(name):
        raise LogError(
            f"{path}:1",
            en=f"the XML declares the encoding '{name}', which nobody knows; export the log as UTF-8",
            zh=f"XML 声明的编码“{name}”无法识别；请以 UTF-8 重新导出",
        )
    if codecs.lookup(name).name in _NATIVE:
        yield from chain((first,), pieces)
        return
    decoder = codecs.getincrementaldecoder(name)()
    head = decoder.decode(first)
    yield head.replace(declared[1].decode("ascii"), "utf-8", 1).encode() if declared else head.encode()
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


def _refuse_doctype(path: Path, parser: expat.XMLParserType) -> NoReturn:
    raise refuse(
        path, parser,
        en="a DOCTYPE stands here: entities and outside files are refused, XES needs none; remove it",
        zh="此处有 DOCTYPE 声明：拒绝实体与外部文件，XES 并不需要；请删除",
    )  # fmt: skip


def _refuse_giant(path: Path, parser: expat.XMLParserType) -> NoReturn:
    raise refuse(
        path, parser,
        en=f"one piece of markup is longer than {LARGEST_TOKEN >> 20} MiB; no log needs that, export it again",
        zh=f"单个标记超过 {LARGEST_TOKEN >> 20} MiB，日志无此需要；请重新导出",
    )  # fmt: skip
