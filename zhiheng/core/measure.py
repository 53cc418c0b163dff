"""A measure: one SQL file that publishes a table about the whole record, with a header that says what it holds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from zhiheng.core.catalogue.durations import NotADurationError, duration
from zhiheng.core.catalogue.misfits import misfit
from zhiheng.core.catalogue.nearest import hint
from zhiheng.core.catalogue.reading import lines_of, read_yaml
from zhiheng.core.control import GIVEN, MEASURES, Parameter, Words, checked_text, hash_of, split, text_of
from zhiheng.core.errors import ControlError, RecordError
from zhiheng.core.moments import DAY
from zhiheng.core.relations import PUBLISHED, RELATIONS, Column, Relation

# What a whole number counts; `month` is months since January 1970, `mixed` what a column beside it says.
Unit = Literal["", "count", "workday", "day", "microsecond", "month", "flag", "mixed"]

_TIMES = {"day": DAY, "hour": DAY // 24}


class OutputColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of what a measure publishes."""

    name: str
    type: Literal["text", "int", "flag"]
    title: Words
    unit: Unit = ""


class MeasureHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a measure says of itself."""

    id: str
    title: Words
    tells: Words
    why: Words
    measure: Words
    blind: Words
    scope: Literal["record"]
    columns: list[OutputColumn]
    parameters: dict[str, Parameter] = {}


@dataclass(frozen=True)
class Measure:
    """A measure as read from its file."""

    header: MeasureHeader
    family: str
    sql: str
    path: Path
    hash: str
    reads: frozenset[str]
    examples_path: Path = field(compare=False)

    @property
    def id(self) -> str:
        """The id: the name of the table that it publishes."""
        return self.header.id

    @property
    def relation(self) -> Relation:
        """The table that it publishes."""
        columns = tuple(Column(c.name, c.type, c.title.en, c.title.zh) for c in self.header.columns)
        return Relation(self.id, "published", self.header.tells.en, self.header.tells.zh, columns, ())

    @property
    def defaults(self) -> dict[str, int]:
        """The values of its parameters."""
        return {name: value.default for name, value in self.header.parameters.items()}


def load_measures(folders: Iterable[Path] = (MEASURES,), *, only: Sequence[str] | None = None) -> tuple[Measure, ...]:
    """All measures below the folders (those shipped, unless told), by id; ``only`` keeps the named ids.

    Raises ControlError for a file outside the contract, for two files with one id, and for an unknown id in ``only``.
    """
    found: dict[str, Measure] = {}
    for path in (path for folder in folders for path in sorted(folder.rglob("*.sql"))):
        measure = load_measure(path)
        if measure.id in found:
            raise ControlError(
                f"{path}:1",
                en=f"the id {measure.id} is taken by {found[measure.id].path}; give this measure another id",
                zh=f"编号 {measure.id} 已被 {found[measure.id].path} 使用；请换一个编号",
            )
        found[measure.id] = measure
    for name in only or ():
        if name not in found:
            near = hint(name, found)
            raise ControlError("measures", en=f"there is no measure {name!r}; {near.en}",
                               zh=f"没有指标 {name!r}；{near.zh}")  # fmt: skip
    return tuple(found[name] for name in sorted(found) if only is None or name in only)


def load_measure(path: Path) -> Measure:
    """One measure file, checked against the contract.

    Raises ControlError with file, line and remedy.
    """
    text = text_of(path)
    written, line, sql, first_line = split(text, path)
    header = _header(written, path, line)
    columns, reads, _ = checked_text(text, sql, path, first_line, header.parameters)
    named = [column.name for column in header.columns]
    if list(columns) != named:
        raise ControlError(
            f"{path}:{first_line}",
            en=f"the query returns {', '.join(columns)}; the header's columns are {', '.join(named)}; make them alike",
            zh=f"查询返回 {'、'.join(columns)}；头部 columns 为 {'、'.join(named)}；请使二者一致",
        )
    if published := sorted(reads & set(PUBLISHED)):
        raise ControlError(
            f"{path}:{first_line}",
            en=f"it reads {published[0]}, which a measure publishes; read the record instead",
            zh=f"它读取了由指标发布的 {published[0]}；请改为读取记录",
        )
    examples = path.with_name(path.stem + ".examples.yaml")
    if not examples.exists():
        raise ControlError(
            f"{path}:1",
            en=f"the measure has no examples; write {examples.name} beside it",
            zh=f"指标没有示例；请在其旁写 {examples.name}",
        )
    return Measure(header, path.parent.name, sql, path, hash_of(text, reads), reads, examples)


def _header(text: str, path: Path, line: int) -> MeasureHeader:
    # Blank lines in front keep the line numbers of the file.
    padded = "\n" * (line - 1) + text
    data = read_yaml(padded, str(path), error=ControlError)
    try:
        header = msgspec.convert(data, MeasureHeader)
    except msgspec.ValidationError as error:
        found = misfit(error, data, MeasureHeader)
        lines = lines_of(padded, str(path))
        at = next((found.at[:n] for n in range(len(found.at), 0, -1) if found.at[:n] in lines), None)
        key = ".".join(str(part) for part in found.at)
        raise ControlError(
            f"{path}:{line if at is None else lines[at]}",
            en=f"{key or 'the header'}: {found.en} (docs/measures.md lists the keys)",
            zh=f"{key or '头部'}：{found.zh}（各键见 docs/measures.md）",
        ) from None
    _check(header, path, line)
    return header


def _check(header: MeasureHeader, path: Path, line: int) -> None:
    if not re.fullmatch(r"[a-z][a-z_]*", header.id) or path.stem != header.id:
        raise ControlError(
            f"{path}:{line}",
            en=f"the id {header.id!r} must be small letters and underscores, and the file's name ({path.name})",
            zh=f"编号 {header.id!r} 须由小写字母与下划线组成，并与文件名（{path.name}）相同",
        )
    if header.id in RELATIONS and header.id not in PUBLISHED:
        raise ControlError(
            f"{path}:{line}",
            en=f"{header.id} is a relation of the record or the catalogue; give the measure another id",
            zh=f"{header.id} 是记录或清单中的表；请为指标另取编号",
        )
    for name in header.parameters:
        if name in GIVEN:
            raise ControlError(
                f"{path}:{line}",
                en=f"the parameter {name} is given by the runner; choose another name",
                zh=f"参数 {name} 由系统给定；请换一个名称",
            )


Published = Mapping[str, Sequence[Mapping[str, Any] | Sequence[Any]]]


def published_rows(given: Published, place: str = "published") -> dict[str, list[tuple[Any, ...]]]:
    """Rows of published tables in column order; a row may be a mapping, and a time in it "10 days" or "36 hours".

    Raises RecordError for a table or column that is not there, and for what is no time.
    """
    made: dict[str, list[tuple[Any, ...]]] = {}
    for name, rows in given.items():
        if name not in PUBLISHED:
            near = hint(str(name), PUBLISHED)
            raise RecordError(place, en=f"no measure publishes '{name}' to controls; {near.en}",
                              zh=f"没有指标向规则发布“{name}”；{near.zh}")  # fmt: skip
        made[name] = [_row(RELATIONS[name], row, f"{place}: {name}[{number}]") for number, row in enumerate(rows)]
    return made


def _row(relation: Relation, row: Mapping[str, Any] | Sequence[Any], place: str) -> tuple[Any, ...]:
    values = row if isinstance(row, Mapping) else dict(zip(relation.names, row, strict=False))
    if len(values) != len(row) or (not isinstance(row, Mapping) and len(row) != len(relation.names)):
        raise RecordError(
            place, en=f"a row has {len(relation.names)} values, this one {len(row)}; give a mapping or all of them",
            zh=f"每行应有 {len(relation.names)} 个值，此行有 {len(row)} 个；请给出映射或全部的值",
        )  # fmt: skip
    for name in values:
        if name not in relation.names:
            near = hint(str(name), relation.names)
            raise RecordError(place, en=f"there is no column '{name}'; {near.en}",
                              zh=f"没有名为“{name}”的列；{near.zh}")  # fmt: skip
    return tuple(_value(column, values.get(column.name), place) for column in relation.columns)


def _value(column: Column, value: Any, place: str) -> Any:
    wanted: tuple[type, ...] = (str,) if column.type == "text" else (int,)
    if value is None or (isinstance(value, wanted) and not isinstance(value, bool)):
        return value
    if isinstance(value, str):
        return microseconds_of(value, f"{place}.{column.name}")
    raise RecordError(
        f"{place}.{column.name}", en=f"{value!r} is no {wanted[0].__name__}; give one",
        zh=f"{value!r} 的类型不对；应为 {wanted[0].__name__}",
    )  # fmt: skip


def microseconds_of(text: str, place: str) -> int:
    """The microseconds of "10 days" or "36 hours".

    Raises RecordError for any other text.
    """
    try:
        amount, unit = duration(text)
    except NotADurationError as error:
        raise RecordError(place, en=error.en, zh=error.zh) from None
    if unit not in _TIMES:
        raise RecordError(place, en=f"'{text}' has no length in hours; write days or hours",
                          zh=f"“{text}”无法换算为小时；请写日或小时")  # fmt: skip
    return amount * _TIMES[unit]
