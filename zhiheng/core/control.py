"""A control: one SQL file whose header says what it means and how it is judged."""

import difflib
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from zhiheng.core.catalogue.misfits import misfit
from zhiheng.core.catalogue.reading import read_yaml
from zhiheng.core.checked import Checked
from zhiheng.core.derivations import BY_QUERY, derivation
from zhiheng.core.errors import ControlError
from zhiheng.core.finding import LEVELS, Level
from zhiheng.core.relations import PUBLISHED

GIVEN = ("today", "today_n", "now", "now_offset")

REQUIRED_COLUMNS = (
    "case_id", "power_id", "subject_id", "event_id", "unit_id", "official_id",
    "occurred_at", "due_at", "measured", "allowed", "measure_unit",
)  # fmt: skip
OPTIONAL_COLUMNS = ("start_event_id", "kind", "state", "side", "provisional")

# The relations whose lines carry their own law.
SUBJECTS = (
    "allowed_extensions", "clock_stops", "disclosure_duties", "dues", "fee_items", "power_steps", "powers", "responses",
    "separations", "time_limits",
)  # fmt: skip

SHIPPED = Path(__file__).parent.parent / "controls"
MEASURES = Path(__file__).parent.parent / "measures"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same sentence in both languages."""

    zh: str
    en: str


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A law and its article."""

    law: str
    article: str = ""


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that a city may set."""

    type: Literal["int"]
    default: int
    unit: str = ""


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: Words
    flags: Words
    why: Words
    phase: Literal["before", "during", "after"]
    bands: dict[Level, int]
    scope: Literal["case", "record"] = "case"
    principle: Words | None = None
    basis: dict[str, list[Citation]] = {}
    named: str | tuple[str, ...] = msgspec.field(default=(), name="subject")
    measure: Words | None = None
    blind: Words | None = None
    blocks: bool = False
    parameters: dict[str, Parameter] = {}
    not_checkable: Words | None = None
    boundary: Words | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        """The lists of a power document whose lines the findings are about: they give the law."""
        return (self.named,) if isinstance(self.named, str) else self.named

    @property
    def subject(self) -> str | None:
        """The first of these lists, if any."""
        return self.subjects[0] if self.subjects else None


@dataclass(frozen=True)
class Control:
    """A control as read from its file: header, text, and what the text reads and returns."""

    header: _Header
    family: str
    sql: str
    path: Path
    hash: str
    columns: tuple[str, ...]
    reads: frozenset[str]
    needs: frozenset[str]
    examples_path: Path = field(compare=False)

    @property
    def id(self) -> str:
        """The id: for ever."""
        return self.header.id

    def optional(self, column: str) -> bool:
        """Whether the text returns one of the optional columns."""
        return column in self.columns


def load_controls(
    folders: Iterable[Path] = (SHIPPED,), *, only: Sequence[str] | None = None, drafts: Iterable[Path] = ()
) -> tuple[Control, ...]:
    """All controls below the folders (those shipped, unless told), by id; ``only`` keeps the named ids.

    ``drafts`` are files of controls that stand in for those with the same ids, or come beside them.
    Raises ControlError for a file outside the contract, for two files with one id, and for an
    unknown id in ``only``.
    """
    found: dict[str, Control] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.sql")):
            control = load_control(path)
            if control.id in found:
                raise ControlError(
                    f"{path}:1",
                    en=f"the id {control.id} is taken by {found[control.id].path}; give this control another id",
                    zh=f"编号 {control.id} 已被 {found[control.id].path} 使用；请换一个编号",
                )
            found[control.id] = control
    found |= {draft.id: draft for draft in map(load_control, drafts)}
    if only is not None:
        missing = [name for name in only if name not in found]
        if missing:
            raise ControlError(
                "--controls",
                en=f"there is no control {missing[0]!r}; choose from {', '.join(sorted(found))}",
                zh=f"没有规则 {missing[0]!r}；可选：{'、'.join(sorted(found))}",
            )
        found = {name: found[name] for name in only}
    return tuple(found[name] for name in sorted(found))


def load_control(path: Path) -> Control:
    """One control file, checked against the contract.

    Raises ControlError with file, line and remedy.
    """
    if not path.is_file():
        raise ControlError(
            str(path), en="it is no file but a folder or a pipe; rename or remove it",
            zh="它不是普通文件，而是目录或管道；请改名或移走",
        )  # fmt: skip
    text = text_of(path)
    written, line, sql, first_line = split(text, path)
    header = _header(written, path, line=line)
    columns, reads, needs = checked_text(text, sql, path, first_line, header.parameters)
    _check_columns(columns, path, first_line)
    examples = path.with_name(path.stem + ".examples.yaml")
    if not examples.exists():
        raise ControlError(
            f"{path}:1",
            en=f"the control has no examples; write {examples.name} beside it",
            zh=f"规则没有示例；请在其旁写 {examples.name}",
        )
    return Control(
        header=header,
        family=path.parent.name,
        sql=sql,
        path=path,
        hash=hash_of(text, reads),
        columns=columns,
        reads=reads,
        needs=needs,
        examples_path=examples,
    )


def checked_text(text: str, sql: str, path: Path, first_line: int, parameters: Iterable[str]) -> Checked:
    """The columns that a file's query returns, the relations it reads and those it cannot do without.

    Raises ControlError where it is outside the portable subset.
    """
    if seen := _seen().get(digest(text)):
        return seen
    from zhiheng.core.portable import checked

    return checked(sql, path=str(path), first_line=first_line, parameters=(*GIVEN, *parameters))


def digest(text: str) -> str:
    """SHA-256 of a control file's text: what a text that was checked before is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


@functools.cache
def _seen() -> Mapping[str, Checked]:
    """What the check said of the shipped texts, so that the SQL parser is only loaded for others."""
    try:
        return msgspec.json.decode((SHIPPED / "checked.json").read_bytes(), type=dict[str, Checked])
    except OSError:
        return {}


def text_of(path: Path) -> str:
    """A file's text; raises ControlError where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ControlError(
            f"{path}:1",
            en=f"the file is not UTF-8 (byte {error.start}); save it as UTF-8",
            zh=f"文件不是 UTF-8 编码（第 {error.start} 字节）；请另存为 UTF-8",
        ) from None


def split(text: str, path: Path) -> tuple[str, int, str, int]:
    """A file's header and the line where it begins, and its SQL and the line where that begins.

    Raises ControlError where there is no header.
    """
    match = re.match(r"\s*/\*---\n(.*?)\n---\*/", text, re.DOTALL)
    if match is None:
        raise ControlError(
            f"{path}:1",
            en="the header is missing; begin the file with /*--- and end the header with ---*/",
            zh="缺少头部；文件须以 /*--- 开始，头部以 ---*/ 结束",
        )
    end = match.end()
    return match.group(1), text.count("\n", 0, match.start(1)) + 1, text[end:], text.count("\n", 0, end) + 1


def _header(text: str, path: Path, *, line: int) -> _Header:
    # Blank lines in front keep the line numbers of the file.
    data = read_yaml("\n" * (line - 1) + text, str(path), error=ControlError)
    try:
        header = msgspec.convert(data, _Header)
    except msgspec.ValidationError as error:
        words = _misfit(error, data)
        raise ControlError(
            f"{path}:{_line_of(text, str(error)) + line}",
            en=f"the header does not fit the contract: {words.en} (docs/controls.md lists the keys)",
            zh=f"头部不合约定：{words.zh}（各键见 docs/controls.md）",
        ) from None
    _check_header(header, path, line)
    return header


_CHOICES = {
    "phase": "before, during, after", "scope": "case, record", "bands": ", ".join(LEVELS), "parameters": "int",
}  # fmt: skip


def _misfit(error: msgspec.ValidationError, data: Any) -> Words:
    """A validation error in words, with the remedy."""
    what, _, where = str(error).partition(" - at ")
    path = re.sub(r"^`key` in |[`$]", "", where).strip(".")
    key = re.search(r"field `(\w+)`", what)
    place = path or (key[1] if key else "")
    if key and "unknown" in what:
        near = _nearest(key[1], ("zh", "en") if path else _Header.__struct_encode_fields__)
        return Words(
            en=f"there is no key '{key[1]}'; the nearest is '{near}'", zh=f"没有名为“{key[1]}”的键；最接近的是“{near}”"
        )
    if key and path and key[1] in ("zh", "en"):
        return Words(
            en=f"{path} lacks {key[1]}; every text is in zh and in en",
            zh=f"{path} 缺少 {key[1]}；每段文字须有 zh 与 en",
        )
    if key:
        return Words(en=f"{key[1]} is missing; add it", zh=f"缺少 {key[1]}；请补上")
    choices = _CHOICES.get(place.split(".")[0], "")
    value = re.search(r"Invalid enum value '?([^']*)'?", what)
    if value and choices:
        return Words(
            en=f"{place}: '{value[1]}' is not one of {choices}; choose one",
            zh=f"{place}：“{value[1]}”不在可选之列（{choices}）；请选用其一",
        )
    found = misfit(error, data, _Header)
    place = ".".join(str(part) for part in found.at)
    return Words(en=f"{place or 'the header'}: {found.en}", zh=f"{place or '头部'}：{found.zh}")


def _nearest(word: str, known: Iterable[str]) -> str:
    return difflib.get_close_matches(word, list(known), n=1, cutoff=0.0)[0]


def _line_of(text: str, message: str) -> int:
    """The header's line, from 0, of the first key that a validation message names."""
    path = re.search(r"`\$\.?([\w.]*)", message)
    quoted = re.search(r"field `(\w+)`", message)
    for name in [quoted.group(1) if quoted else "", path.group(1).split(".")[0] if path else ""]:
        for number, row in enumerate(text.splitlines()):
            if name and re.match(rf"\s*{name}\s*:", row):
                return number
    return 0


def _check_header(header: _Header, path: Path, line: int) -> None:
    if not re.fullmatch(r"[A-Z]\d{2,3}", header.id) or not path.name.startswith(header.id + "_"):
        raise ControlError(
            f"{path}:{line}",
            en=f"the id {header.id!r} must be a letter and digits and begin the file's name ({path.name})",
            zh=f"编号 {header.id!r} 须为一个字母加数字，并作为文件名的开头（{path.name}）",
        )
    if not header.basis and header.principle is None:
        raise ControlError(
            f"{path}:{line}",
            en="neither a legal basis nor a principle is given; add basis: or principle: to the header",
            zh="既无法律依据也无原则；请在头部加上 basis: 或 principle:",
        )
    if not header.bands:
        raise ControlError(
            f"{path}:{line}",
            en="no bands are given; add for instance bands: {yellow: 1}",
            zh="没有 bands；请加上，例如 bands: {yellow: 1}",
        )
    for name in header.subjects:
        if name not in SUBJECTS:
            near = _nearest(name, SUBJECTS)
            raise ControlError(
                f"{path}:{line}",
                en=f"subject: '{name}' is no relation whose lines carry a law; the nearest is '{near}'",
                zh=f"subject：“{name}”不是载有依据的表；最接近的是“{near}”",
            )
    for name in header.parameters:
        if name in GIVEN:
            raise ControlError(
                f"{path}:{line}",
                en=f"the parameter {name} is given by the runner; choose another name",
                zh=f"参数 {name} 由系统给定；请换一个名称",
            )


def _check_columns(columns: tuple[str, ...], path: Path, first_line: int) -> None:
    for name in REQUIRED_COLUMNS:
        if name not in columns:
            raise ControlError(
                f"{path}:{first_line}",
                en=f"the query does not return {name}; every control returns {', '.join(REQUIRED_COLUMNS)}",
                zh=f"查询没有返回 {name}；每条规则须返回 {'、'.join(REQUIRED_COLUMNS)}",
            )
    for name in columns:
        if name not in REQUIRED_COLUMNS + OPTIONAL_COLUMNS:
            raise ControlError(
                f"{path}:{first_line}",
                en=f"the query returns {name}, which is no column of a control; drop it"
                f" (optional ones are {', '.join(OPTIONAL_COLUMNS)})",
                zh=f"查询返回了规则所没有的列 {name}；请删去（可选列：{'、'.join(OPTIONAL_COLUMNS)}）",
            )


def hash_of(text: str, reads: frozenset[str]) -> str:
    """SHA-256 of a file and of the texts that make what it reads: derived relations (all read steps), measures."""
    digest = hashlib.sha256(text.encode())
    derived = reads & set(BY_QUERY)
    for name in sorted({*derived, "steps"}) if derived else ():
        digest.update(derivation(name).encode())
    for name in sorted(reads & set(PUBLISHED)):
        for source in MEASURES.rglob(f"{name}.sql"):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def level_bands(bands: Mapping[Level, int]) -> list[tuple[Level, int]]:
    """Bands from the gravest to the lightest."""
    return [(level, bands[level]) for level in reversed(LEVELS) if level in bands]
