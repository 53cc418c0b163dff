"""YAML text to plain data, with the line of everything, and nothing executed.

It reads libyaml's events and builds the tree itself, because libyaml's composer recurses in C and dies
on deep nesting. Only text, whole and decimal numbers, true, false, null and dates are known: an
activity called ``NO``, ``010`` or ``12:30`` stays text. Tags and aliases are refused, so a document
says what it says in its place and cannot blow up.
"""

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

from zhiheng.core.errors import CatalogueError, InputError

LARGEST = 4 * 1024 * 1024
DEEPEST = 24

Place = tuple[str | int | date, ...]

_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NO_KEY = object()


@dataclass(frozen=True)
class Source:
    """A document as data, and where it stands."""

    place: str
    data: dict[str, Any]
    text: str | None = None

    def at(self, *path: str | int | date) -> str:
        """The place of what lies at the path, or of the nearest thing around it: "powers/x.yaml:12"."""
        if self.text is None:
            return self.place
        if not path:
            return f"{self.place}:1"
        lines = lines_of(self.text, self.place)
        while path and path not in lines:
            path = path[:-1]
        return f"{self.place}:{lines.get(path, 1)}"


def read_source(
    path: Path, place: str, *, error: type[InputError] = CatalogueError, begin: str = "id: …"
) -> Source:
    """A YAML file whose top is a mapping; ``begin`` is how such a document begins, for the remedy.

    Raises ``error`` with file, line and remedy where the file cannot be read so.
    """
    return source_of_text(read_text(path, place, error), place, error=error, begin=begin)


def source_of_text(
    text: str, place: str, *, error: type[InputError] = CatalogueError, begin: str = "id: …"
) -> Source:
    """The same of a text at hand."""
    data = read_yaml(text, place, error=error, begin=begin)
    if not isinstance(data, dict):
        raise error(
            f"{place}:1",
            en=f"the document is not a mapping; begin with `key: value` lines such as `{begin}`",
            zh=f"文档不是键值形式；请以“键: 值”开头，例如 `{begin}`",
        )
    return Source(place, data, text)


def read_yaml(
    text: str, place: str, *, error: type[InputError] = CatalogueError, begin: str = "id: …"
) -> Any:
    """The data of one YAML document; ``begin`` is how such a document begins, for the remedy.

    Raises ``error`` with file, line and remedy where the text is not YAML or holds what is refused.
    """
    return _Builder(text, place, error, begin=begin).build()


def lines_of(text: str, place: str) -> dict[Place, int]:
    """The line of every key and list entry, by its path from the top."""
    lines: dict[Place, int] = {}
    _Builder(text, place, CatalogueError, lines).build()
    return lines


def read_text(path: Path, place: str, error: type[InputError]) -> str:
    """The text of a UTF-8 file.

    Raises ``error`` where there is no such file, or it is too large, or no file but a folder or a pipe.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise error(
                place,
                en="it is no file but a folder, a pipe or a device; rename or remove it",
                zh="它不是普通文件，而是目录、管道或设备；请改名或移走",
            )
        size = status.st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as reason:
        raise error(
            place,
            en=f"the file cannot be read ({reason.strerror}); check its path and rights",
            zh=f"无法读取文件（{reason.strerror}）；请检查路径与权限",
        ) from None
    if size > LARGEST:
        power = error is CatalogueError
        raise error(
            place,
            en=f"the file has {size} bytes, more than {LARGEST}; "
            + ("split it, one power a file" if power else "shorten it"),
            zh=f"文件有 {size} 字节，超过 {LARGEST}；" + ("请拆分，一项职权一个文件" if power else "请精简内容"),
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = raw.count(b"\n", 0, reason.start) + 1
        raise error(
            f"{place}:{line}",
            en=f"byte {raw[reason.start]:#04x} is not UTF-8; save the file as UTF-8",
            zh=f"字节 {raw[reason.start]:#04x} 不是 UTF-8 编码；请将文件另存为 UTF-8",
        ) from None


class _Builder:
    """Builds the tree of one document from events.

    A frame is an open container, the key or index in it that comes next, and that key's line.
    ``lines`` is filled where it is asked for.
    """

    def __init__(
        self,
        text: str,
        place: str,
        error: type[InputError],
        lines: dict[Place, int] | None = None,
        *,
        begin: str = "id: …",
    ) -> None:
        self._text = text
        self._begin = begin
        self._place = place
        self._error = error
        self._frames: list[list[Any]] = []
        self._root: Any = None
        self._documents = 0
        self.lines = lines

    def build(self) -> Any:
        control = _CONTROL.search(self._text)
        if control:
            self._fail(
                self._text.count("\n", 0, control.start()),
                en=f"a control character (U+{ord(control[0]):04X}) is no text; remove it",
                zh=f"含有控制字符（U+{ord(control[0]):04X}）；请删除",
            )
        try:
            self._run()
        except yaml.YAMLError as reason:
            self._not_yaml(reason)
        if not self._documents:
            self._fail(
                0, en=f"the file is empty; begin with `{self._begin}`", zh=f"文件为空；请以 `{self._begin}` 开头"
            )
        return self._root

    def _run(self) -> None:
        # Typed as Any: which attributes an event has depends on its kind.
        parser: Any = yaml.CSafeLoader(self._text)
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                plain = event.style is None or event.style == ""
                self._refuse_tag(event)
                self._scalar(event.value, event.start_mark.line, plain=plain)
            elif kind is yaml.MappingStartEvent:
                self._open({}, event)
            elif kind is yaml.SequenceStartEvent:
                self._open([], event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._frames.pop()
                self._advance()
            elif kind is yaml.AliasEvent:
                self._fail(
                    event.start_mark.line,
                    en=f"the alias *{event.anchor} is not accepted; write the value out, or use `extends`",
                    zh=f"不接受别名 *{event.anchor}；请写出完整内容，或使用 extends 继承",
                )
            elif kind is yaml.DocumentStartEvent:
                self._documents += 1
                if self._documents > 1:
                    self._fail(
                        event.start_mark.line,
                        en="a second document begins with `---`; give each its own file",
                        zh="此处以 `---` 开始了第二个文档；请一个文件只写一个",
                    )

    def _open(self, container: dict[Any, Any] | list[Any], event: Any) -> None:
        self._refuse_tag(event)
        line = event.start_mark.line
        if len(self._frames) >= DEEPEST:
            self._fail(
                line,
                en=f"nested deeper than {DEEPEST} levels; no document needs that, remove brackets",
                zh=f"嵌套超过 {DEEPEST} 层；文档无此需要，请去掉多余的括号",
            )
        if self._frames and self._frames[-1][1] is _NO_KEY:
            self._fail(
                line,
                en="a list or mapping stands where a key should be; write a word before the colon",
                zh="键的位置上出现了列表或映射；冒号前请写文字",
            )
        self._put(container, line)
        self._frames.append([container, _NO_KEY if isinstance(container, dict) else 0, line])

    def _scalar(self, value: str, line: int, *, plain: bool) -> None:
        if self._frames and self._frames[-1][1] is _NO_KEY:
            frame = self._frames[-1]
            key = self._date(value, line) if plain and _DATE.fullmatch(value) else value
            if key in frame[0]:
                self._fail(
                    line,
                    en=f"the key '{value}' is written twice in one entry; keep one",
                    zh=f"同一条目中键“{value}”重复；请只保留一个",
                )
            frame[1], frame[2] = key, line
        else:
            self._put(self._value(value, line) if plain else value, line)
            self._advance()

    def _put(self, value: Any, line: int) -> None:
        if not self._frames:
            self._root = value
            return
        frame = self._frames[-1]
        container, key, key_line = frame
        if self.lines is not None:
            path = tuple(f[1] for f in self._frames)
            self.lines[path] = (line if isinstance(container, list) else key_line) + 1
        if isinstance(container, list):
            container.append(value)
        else:
            container[key] = value

    def _advance(self) -> None:
        """What was put is complete: on to the next key or index."""
        if self._frames:
            frame = self._frames[-1]
            frame[1] = frame[1] + 1 if isinstance(frame[0], list) else _NO_KEY

    def _value(self, text: str, line: int) -> str | int | bool | Decimal | date | None:
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "+-0123456789":
            return text
        if _INT.fullmatch(text):
            return int(text)
        if _DATE.fullmatch(text):
            return self._date(text, line)
        return Decimal(text) if _DECIMAL.fullmatch(text) else text

    def _date(self, text: str, line: int) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._fail(
                line,
                en=f"there is no day {text}; write year-month-day, or quote it if it is no date",
                zh=f"没有 {text} 这一天；请写“年-月-日”，若非日期请加引号",
            )

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            self._fail(
                event.start_mark.line,
                en=f"the tag {event.tag} is not accepted; leave it out, and quote what is to stay text",
                zh=f"不接受标签 {event.tag}；请删去，需要保持为文字的请加引号",
            )

    def _not_yaml(self, reason: yaml.YAMLError) -> NoReturn:
        mark = getattr(reason, "problem_mark", None)
        line = mark.line if mark else 0
        rows = self._text.splitlines() or [""]
        row = rows[min(line, len(rows) - 1)]
        if "\t" in row[: len(row) - len(row.lstrip())]:
            self._fail(
                line,
                en="the line is indented with a tab; indent with spaces",
                zh="该行以制表符缩进；请改用空格",
            )
        problem = getattr(reason, "problem", None) or "unreadable"
        self._fail(
            line,
            en=f"this is not YAML ({problem}); check colons, quotes, brackets and indentation here and above",
            zh=f"不是合法的 YAML（{problem}）；请检查此处及上文的冒号、引号、括号与缩进",
        )

    def _fail(self, line: int, *, en: str, zh: str) -> NoReturn:
        raise self._error(f"{self._place}:{line + 1}", en=en, zh=zh)
