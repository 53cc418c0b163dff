"""Controls over history: derive what they share, run each, keep what was found and what was counted."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiheng.core import conformance, finding
from zhiheng.core.control import Control
from zhiheng.core.derivations import derivation, derivations, optional
from zhiheng.core.engines.duckdb import enumerate_texts
from zhiheng.core.errors import ControlError, QueryError
from zhiheng.core.judging import Judgement, Moment, findings_sql, judged_sql, laws_of, used_parameters
from zhiheng.core.relations import DERIVED, RELATIONS, Relation, create_table

if TYPE_CHECKING:
    import duckdb

    from zhiheng.core.procedure import StepModel

Progress = Callable[[str, int, int | None], None]

FINDINGS = Relation("findings", "derived", "what was found", "发现", finding.COLUMNS, ("finding_id",))


@dataclass
class Count:
    """What a control judged for one subject."""

    judged: int = 0
    found: int = 0
    not_checkable: int = 0
    levels: dict[str, int] = field(default_factory=dict)
    sides: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The form of summary.json."""
        counts = {
            "judged": self.judged, "found": self.found, "not_checkable": self.not_checkable, "levels": self.levels,
        }  # fmt: skip
        return counts | ({"sides": dict(sorted(self.sides.items()))} if self.sides else {})


    def add(self, other: Count) -> None:
        """Add what the control judged elsewhere."""
        self.judged += other.judged
        self.found += other.found
        self.not_checkable += other.not_checkable
        for mine, theirs in ((self.levels, other.levels), (self.sides, other.sides)):
            for name, many in theirs.items():
                mine[name] = mine.get(name, 0) + many


Counts = dict[str, dict[str, Count]]


def add_counts(counts: Counts, more: Counts) -> None:
    """Add what the same controls judged of other cases."""
    for control, subjects in more.items():
        mine = counts.setdefault(control, {})
        for subject, count in subjects.items():
            mine.setdefault(subject, Count()).add(count)


def derive(
    connection: duckdb.DuckDBPyConnection,
    *,
    moment: Moment,
    models: Mapping[tuple[str, str], StepModel],
    needs: frozenset[str] = frozenset(DERIVED),
    kept: bool = True,
) -> None:
    """Make the derived relations that the controls need from the record and the catalogue.

    They are tables of the database; with ``kept=False``, temporary ones of this connection alone.
    """
    without = without_rows(connection)
    for name in derivations(needs):
        _create(connection, name, derivation(name, optional(name) & without), moment, kept=kept)
    if "conformance" in needs:
        conformance.derive_history(connection, models, kept=kept)


def typed(sql: str) -> str:
    """Given values as BIGINT: DuckDB would take a small Python int for a narrower type and overflow."""
    return re.sub(r"\$[a-z_]\w*", r"CAST(\g<0> AS BIGINT)", sql)


def _create(connection: duckdb.DuckDBPyConnection, name: str, sql: str, moment: Moment, *, kept: bool) -> None:
    columns = ", ".join(RELATIONS[name].names)
    connection.execute(
        f"{_making(kept=kept)} {name} AS SELECT {columns} FROM (\n{typed(sql)}\n)",  # noqa: S608 - our own file
        used_parameters(sql, moment.given),
    )


def _making(*, kept: bool) -> str:
    return "CREATE OR REPLACE TABLE" if kept else "CREATE OR REPLACE TEMP TABLE"


def new_findings(connection: duckdb.DuckDBPyConnection, controls: Sequence[Control] = ()) -> None:
    """Make the table ``findings``, empty.

    For what ``controls`` find: what they have in common is then kept as numbers, and read as texts.
    """
    types = _known_texts(connection, controls) if controls else {}
    connection.execute(create_table(FINDINGS, types).replace("CREATE TABLE", "CREATE OR REPLACE TABLE"))


def _known_texts(connection: duckdb.DuckDBPyConnection, controls: Sequence[Control]) -> dict[str, str]:
    jurisdictions = _jurisdictions(connection)
    laws = {text for control in controls for text in laws_of(control, jurisdictions)}
    lines = connection.execute("SELECT DISTINCT basis FROM bases WHERE basis IS NOT NULL").fetchall()
    known = {
        "control_id": {control.id for control in controls},
        "control_hash": {control.hash for control in controls},
        "basis": {"", *laws, *(basis for (basis,) in lines)},
        "level": set(finding.LEVELS),
    }
    return {column: enumerate_texts(connection, f"known_{column}", texts) for column, texts in known.items()}


def run(
    connection: duckdb.DuckDBPyConnection,
    controls: Sequence[Control],
    *,
    moment: Moment,
    judgement: Judgement,
    progress: Progress | None = None,
    barren: frozenset[str] = frozenset(),
) -> Counts:
    """Run each control over the relations of the connection and add to the table ``findings``.

    ``barren``: ids of controls that probably find nothing, which are only counted unless they do. Returns what was
    judged, found and not checkable, by control and subject.
    """
    jurisdictions = _jurisdictions(connection)
    used = [control for control in controls if judgement.uses(control)]
    without = without_rows(connection)
    counts: Counts = {}
    for number, control in enumerate(used):
        if progress:
            progress(control.id, number, len(used))
        if control.needs & without:
            counts[control.id] = {}
            continue
        with trouble_with(control.path):
            counts[control.id] = _run_one(
                connection, control, moment=moment, judgement=judgement, jurisdictions=jurisdictions,
                barren=control.id in barren,
            )  # fmt: skip
    return counts


@contextlib.contextmanager
def trouble_with(path: Path) -> Iterator[None]:
    """What an engine says against the text of a control or measure, as a sentence about its file."""
    import duckdb

    try:
        yield
    except (duckdb.Error, QueryError) as error:
        problem = str(error).strip().partition("\n")[0]
        raise ControlError(
            f"{path}:1",
            en=f"the query cannot be run ({problem}); mend its types, figures or joins",
            zh=f"查询无法运行（{problem}）；请检查其类型、数值或连接",
        ) from None


def found_by(
    connection: duckdb.DuckDBPyConnection, control: Control, *, moment: Moment, judgement: Judgement
) -> list[tuple[Any, ...]]:
    """The rows of one control's findings, in the order of ``finding.COLUMNS``; nothing is counted or kept."""
    sql = typed(judged_sql(control, judgement))
    text = findings_sql(f"({sql})", control, _jurisdictions(connection), as_of=moment.now)
    values = used_parameters(text, moment.given | judgement.parameters(control))
    with trouble_with(control.path):
        return connection.execute(text, values).fetchall()


def _jurisdictions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    named = connection.execute("SELECT DISTINCT jurisdiction FROM powers WHERE jurisdiction IS NOT NULL ORDER BY ALL")
    return [str(row[0]) for row in named.fetchall()]


def without_rows(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Relations of which the database holds no row: to plan a query over them takes longer than to know its answer."""
    held = connection.execute("SELECT table_name FROM duckdb_tables() GROUP BY ALL HAVING MAX(estimated_size) = 0")
    return frozenset(name for (name,) in held.fetchall())


def _run_one(
    connection: duckdb.DuckDBPyConnection,
    control: Control,
    *,
    moment: Moment,
    judgement: Judgement,
    jurisdictions: Sequence[str],
    barren: bool,
) -> dict[str, Count]:
    sql = typed(judged_sql(control, judgement))
    values = used_parameters(sql, moment.given | judgement.parameters(control))
    clocks_only = control.reads == {"clocks"}
    if clocks_only or barren:
        # To count takes far fewer columns than to find.
        rows = connection.execute(
            f"SELECT COALESCE(j.subject_id, '') AS subject, j.found, j.level, j.side, COUNT(*) AS many"  # noqa: S608
            f" FROM ({sql}) AS j GROUP BY ALL ORDER BY ALL",
            values,
        ).fetchall()
        if not _any_finding(rows):
            return counted(rows)
    if clocks_only:
        # Derived already: reading them twice is cheaper than setting rows aside.
        source, bound = f"({sql})", values
    else:
        # One pass: only the rows of findings are set aside, beside the counts of all.
        source, bound = "judged", {}
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE counted AS"  # noqa: S608 - the control was checked when it was loaded
            " SELECT COALESCE(j.subject_id, '') AS subject, j.found, j.level, j.side,"
            f" COUNT(*) AS many, LIST(j) FILTER (WHERE j.level IS NOT NULL) AS kept FROM ({sql}) AS j GROUP BY ALL",
            values,
        )
        rows = connection.execute("SELECT subject, found, level, side, many FROM counted ORDER BY ALL").fetchall()
        if not _any_finding(rows):
            return counted(rows)
        # A table of its own, since the planner cannot tell how many rows a list holds and joins them badly.
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE judged AS SELECT UNNEST(row) FROM (SELECT UNNEST(kept) AS row FROM counted)"
        )
    text = f"INSERT INTO findings {findings_sql(source, control, jurisdictions, as_of=moment.now)}"
    connection.execute(text, used_parameters(text, bound))
    return counted(rows)


_CountRow = tuple[str, int | None, str | None, str | None, int]  # subject, found, level, side, how many


def _any_finding(rows: Sequence[_CountRow]) -> bool:
    return any(level for _, _, level, _, _ in rows)


def counted(rows: Sequence[_CountRow]) -> dict[str, Count]:
    """Counts by subject from rows (subject, found, level, side, how many)."""
    counts: dict[str, Count] = {}
    for subject, found, level, side, many in rows:
        count = counts.setdefault(subject, Count())
        if found is None:
            count.not_checkable += many
            continue
        count.judged += many
        count.found += many * found
        if level:
            count.levels[level] = count.levels.get(level, 0) + many
        if side:
            count.sides[side] = count.sides.get(side, 0) + many
    return counts
