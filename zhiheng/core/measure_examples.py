"""The examples beside a measure: small records, and what must be published of them, on both engines."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from zhiheng.core import conformance
from zhiheng.core.catalogue.misfits import misfit
from zhiheng.core.catalogue.reading import lines_of, read_text, read_yaml
from zhiheng.core.control import Words
from zhiheng.core.derivations import BY_QUERY, derivation
from zhiheng.core.engines.duckdb import load, open_history
from zhiheng.core.engines.sqlite import insert, open_live
from zhiheng.core.errors import ControlError
from zhiheng.core.example_runs import days_of, moment_of, tables_of
from zhiheng.core.examples import Example, Situation, Story, When, situation
from zhiheng.core.judging import Moment, used_parameters
from zhiheng.core.measure import Measure, microseconds_of
from zhiheng.core.measuring import publish
from zhiheng.core.relations import DERIVED, INTERNAL, RECORD, RELATIONS, create_table
from zhiheng.core.runner import derive

Engine = Literal["sqlite", "duckdb"]
Rows = list[dict[str, Any]]


class MeasureExample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record and every row that must be published of it; only the columns named are compared."""

    name: Words
    as_of: When
    gives: list[dict[str, Any]]
    power: dict[str, Any] | None = None
    powers: list[dict[str, Any]] = []
    case: Story | None = None
    cases: list[Story] = []
    calendar: str | None = None
    zone: str | None = None
    organisation: dict[str, list[dict[str, Any]]] = {}


def load_measure_examples(measure: Measure) -> tuple[MeasureExample, ...]:
    """A measure's examples, one at least.

    Raises ControlError with file, line and remedy.
    """
    place = str(measure.examples_path)
    text = read_text(measure.examples_path, place, ControlError)
    data = read_yaml(text, place, error=ControlError, begin="- name: {zh: …, en: …}")
    if not data or not isinstance(data, list):
        raise ControlError(
            f"{place}:1",
            en="there is no example; begin one with `- name: {zh: …, en: …}` and end it with `gives: […]`",
            zh="没有示例；请以 `- name: {zh: …, en: …}` 开始，以 `gives: […]` 结束",
        )
    try:
        return tuple(msgspec.convert(data, list[MeasureExample], dec_hook=_when))
    except msgspec.ValidationError as error:
        found = misfit(error, data, list[MeasureExample], dec_hook=_when)
        lines = lines_of(text, place)
        at = next((found.at[:n] for n in range(len(found.at), 0, -1) if found.at[:n] in lines), None)
        raise ControlError(
            f"{place}:{1 if at is None else lines[at]}",
            en=f"the example does not fit the form: {found.en} (docs/measures.md shows the form)",
            zh=f"示例不合格式：{found.zh}（格式见 docs/measures.md）",
        ) from None


def _when(_: type, value: Any) -> When:
    return When.of(value)


def run_measure_example(measure: Measure, example: MeasureExample, engine: Engine) -> Rows:
    """The rows that the measure publishes of the example, in no order."""
    fields = {name: getattr(example, name) for name in example.__struct_fields__ if name != "gives"}
    story = situation(Example(finds=[], **fields), f"{measure.examples_path}: {example.name.en}")
    tables = tables_of(story, days_of(story))
    moment = moment_of(story, {row[0]: row[1] for row in tables["workdays"]})
    made = (_on_sqlite if engine == "sqlite" else _on_duckdb)(measure, story, tables, moment)
    return [dict(zip(measure.relation.names, row, strict=True)) for row in made]


_Tables = Mapping[str, Sequence[Sequence[Any]]]


def _on_sqlite(measure: Measure, story: Situation, tables: _Tables, moment: Moment) -> list[tuple[Any, ...]]:
    standing = {name: rows for name, rows in tables.items() if name not in RECORD and name != "workdays"}
    connection = open_live(standing, tables["workdays"], statements=1)
    try:
        for name in RECORD:
            insert(connection, name, tables.get(name, ()))
        for name in BY_QUERY:
            sql = derivation(name)
            columns = ", ".join(RELATIONS[name].names)
            connection.execute(
                f"INSERT INTO {name} SELECT {columns} FROM ({sql})", used_parameters(sql, moment.given)  # noqa: S608 - our own files
            )
        record = {name: tables.get(name, ()) for name in RECORD}
        insert(connection, "conformance", conformance.rows_of_cases(conformance.models(story.catalogue), record))
        values = used_parameters(measure.sql, moment.given | measure.defaults)
        return connection.execute(measure.sql, values).fetchall()
    finally:
        connection.close()


def _on_duckdb(measure: Measure, story: Situation, tables: _Tables, moment: Moment) -> list[tuple[Any, ...]]:
    with open_history(memory_gib=1, threads=1) as connection:
        for relation in (*RELATIONS.values(), *INTERNAL.values()):
            if relation.name not in DERIVED:
                connection.execute(create_table(relation))
                load(connection, relation, tables.get(relation.name, ()))
        derive(connection, moment=moment, models=conformance.models(story.catalogue))
        publish(connection, [measure], moment=moment)
        return connection.execute(f"SELECT * FROM {measure.id}").fetchall()  # noqa: S608 - a checked name


def measure_differences(measure: Measure, example: MeasureExample, rows: Rows) -> list[str]:
    """Where the rows are not what the example expects, a sentence each; none if all is as expected."""
    types = {column.name: column.type for column in measure.header.columns}
    told = []
    left = list(rows)
    for number, wanted in enumerate(example.gives):
        expected = {
            name: microseconds_of(value, f"gives[{number}].{name}")
            if isinstance(value, str) and types.get(name) != "text"
            else value
            for name, value in wanted.items()
        }
        fit = next((row for row in left if expected.items() <= row.items()), None)
        if fit is None:
            told.append(f"{wanted} was not published")
        else:
            left.remove(fit)
    return [*told, *(f"{row} was published and is not expected" for row in left)]
