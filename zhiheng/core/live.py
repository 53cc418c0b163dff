"""The live window: one case, checked in memory before or after an act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from zhiheng.core import conformance
from zhiheng.core.control import GIVEN, Control
from zhiheng.core.derivations import BY_QUERY, derivation, derivations
from zhiheng.core.engines.sqlite import STANDING, insert, open_live
from zhiheng.core.errors import RecordError
from zhiheng.core.finding import Finding
from zhiheng.core.judging import Judgement, Moment, findings_sql, judged_sql, used_parameters
from zhiheng.core.measure import Published, published_rows
from zhiheng.core.moments import civil_in, day_of, microseconds, offset_of, zone_offset
from zhiheng.core.record import CaseRows, Completer, check_row, check_rows
from zhiheng.core.relations import DERIVED, RELATIONS
from zhiheng.core.runner import Count, counted

if TYPE_CHECKING:
    from zhiheng.core.catalogue import Catalogue
    from zhiheng.core.workdays import Calendar

# Deadlines of cases checked live lie within these days (1970-01-01 to 2099-12-31).
_FIRST_DAY, _LAST_DAY = 0, 47_481


class LiveChecker:
    """Checks one case at a time on SQLite in memory; not safe for several threads at once.

    A case is given as rows by relation (`docs/relations.md`): mappings, which are completed, or
    sequences in column order, which are taken as they are. ``days`` (first and last day number) is
    how much of the calendar is kept at hand. With ``unplaced`` a case that no version of a power
    covers is passed over, as an audit does; otherwise it is an error. ``organisation`` holds rows of units,
    posts and so on, as a city's ``organisation()`` gives them; ``published`` rows of what measures published,
    as mappings or in column order, without which a control that looks peers up cannot check a case. Controls that
    need the whole record are left out, unless ``whole`` says that what is checked is one.
    """

    def __init__(  # noqa: PLR0913 - the rules, what they are read against, and how the cases come
        self,
        catalogue: Catalogue,
        controls: Sequence[Control],
        *,
        calendar: Calendar | None = None,
        judgement: Judgement | None = None,
        zone: str | None = None,
        organisation: Mapping[str, Sequence[Sequence[Any]]] | None = None,
        published: Published | None = None,
        days: tuple[int, int] = (_FIRST_DAY, _LAST_DAY),
        unplaced: bool = False,
        whole: bool = False,
    ) -> None:
        self._judgement = judgement or Judgement()
        self._controls = tuple(
            c for c in controls if self._judgement.uses(c) and (whole or c.header.scope == "case")
        )
        self._zone = zone
        self._unplaced = unplaced
        workdays = [] if calendar is None else calendar.rows(*days)
        self._n = {row[0]: row[1] for row in workdays}
        self._models = conformance.models(catalogue)
        self._completer = Completer(catalogue.rows, workdays, zone)
        standing = {**catalogue.rows, **(organisation or {}), **published_rows(published or {})}
        self._connection = open_live(standing, workdays, statements=2 * len(self._controls))
        jurisdictions = sorted({str(row[6]) for row in catalogue.rows.get("powers", ()) if row[6]})
        self._jurisdictions = jurisdictions
        self._derive = {
            name: f"INSERT INTO {name} SELECT {', '.join(RELATIONS[name].names)} FROM ({derivation(name)})"  # noqa: S608
            for name in BY_QUERY
        }
        self._needs = frozenset().union(*(c.reads for c in self._controls))
        self._judged = {c.id: judged_sql(c, self._judgement) for c in self._controls}
        without_rows = {r.name for r in RELATIONS.values() if r.group in STANDING and not standing.get(r.name)}
        self._texts = [self._text(control) for control in self._controls if not control.needs & without_rows]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the database."""
        self._connection.close()

    def check(
        self, case: CaseRows, proposed: Mapping[str, Any] | None = None, as_of: datetime | Moment | None = None
    ) -> tuple[Finding, ...]:
        """What is found in the case, or in several, with the proposed act as if it had been taken.

        ``proposed`` is an event's row (at least step_id or activity, and occurred_at); ``as_of``
        defaults to the last moment that the rows record. Raises RecordError where a row does not
        fit its relation, or no version of a power covers the case.
        """
        moment = self._load(case, proposed, as_of)
        given = moment.given
        try:
            found: list[Finding] = []
            for sql, parameters, asked in self._texts:
                values = {name: given[name] for name in asked} | parameters
                found += [Finding(*row) for row in self._connection.execute(sql, values)]
            return tuple(replace(finding, as_of=moment.now) for finding in found)
        finally:
            self._connection.execute("ROLLBACK")

    def count(self, case: CaseRows, *, as_of: datetime | None = None) -> dict[str, dict[str, Count]]:
        """What each control judged, found and could not check in the case, by subject."""
        moment = self._load(case, None, as_of)
        try:
            counts = {}
            for control in self._controls:
                sql = (
                    f"SELECT COALESCE(subject_id, ''), found, level, side, COUNT(*) FROM ({self._judged[control.id]})"  # noqa: S608
                    " GROUP BY 1, 2, 3, 4"
                )
                counts[control.id] = counted(
                    self._connection.execute(sql, self._values(control, sql, moment)).fetchall()
                )
            return counts
        finally:
            self._connection.execute("ROLLBACK")

    def _text(self, control: Control) -> tuple[str, dict[str, Any], tuple[str, ...]]:
        """The query for a control's findings, its own parameters, and the names of those that the moment gives."""
        sql = findings_sql(f"({self._judged[control.id]})", control, self._jurisdictions, as_of=0)
        parameters = used_parameters(sql, self._judgement.parameters(control))
        return sql, parameters, tuple(used_parameters(sql, dict.fromkeys(GIVEN)))

    def _values(self, control: Control, sql: str, moment: Moment) -> dict[str, Any]:
        return used_parameters(sql, moment.given | self._judgement.parameters(control))

    def _load(
        self, case: CaseRows, proposed: Mapping[str, Any] | None, as_of: datetime | Moment | None
    ) -> Moment:
        """Put the case's rows in place, within a transaction that the caller rolls back."""
        check_rows(case)
        given = case
        if proposed is not None:
            _check_proposed(proposed, case)
            case_id = proposed.get("case_id") or (_case_id(case) if case.get("cases") else None)
            given = {**case, "events": [*case.get("events", ()), {"case_id": case_id, **proposed}]}
        rows = self._completer.complete(given)
        if not self._unplaced:
            _refuse_unplaced(rows)
        moment = as_of if isinstance(as_of, Moment) else self._moment(rows, as_of)
        self._connection.execute("BEGIN")
        try:
            self._fill(rows, moment)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        return moment

    def _fill(self, rows: Mapping[str, Sequence[Sequence[Any]]], moment: Moment) -> None:
        connection = self._connection
        for name, list_ in rows.items():
            if list_:
                insert(connection, name, list_)
        for name in derivations(self._needs) if self._needs & set(DERIVED) else ():
            connection.execute(self._derive[name], used_parameters(self._derive[name], moment.given))
        if "conformance" in self._needs:
            insert(connection, "conformance", conformance.rows_of_cases(self._models, rows))

    def _moment(self, rows: Mapping[str, Sequence[Sequence[Any]]], as_of: datetime | None) -> Moment:
        if as_of is None:
            place = RELATIONS["events"].names.index("occurred_at")
            now = max((row[place] for row in rows["events"]), default=0)
            offset = zone_offset(now, self._zone)
        else:
            if not isinstance(as_of, datetime):
                raise RecordError(
                    "as_of",
                    en=f"{as_of!r} is no moment; give a datetime, as datetime(2026, 10, 15, 18)",
                    zh=f"{as_of!r} 不是时刻；请给出 datetime，例如 datetime(2026, 10, 15, 18)",
                )
            civil = civil_in(as_of, self._zone)
            now = microseconds(civil)
            offset = offset_of(civil) if civil.tzinfo else zone_offset(now, self._zone)
        return Moment(now=now, today=day_of(now), today_n=self._n.get(day_of(now)), offset=offset)


def _refuse_unplaced(rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Silence would look like innocence: a case that nothing can be held against is an error."""
    names = RELATIONS["cases"].names
    places = [names.index(name) for name in ("case_id", "power_id", "version")]
    if not rows["cases"]:
        raise RecordError(
            "case", en="there is no row in `cases`; give one with case_id and power_id", zh="cases 中没有行；请给出办件"
        )
    for case_id, power_id, version in ([row[place] for place in places] for row in rows["cases"]):
        if version is None:
            raise RecordError(
                f"case {case_id}",
                en=f"the power {power_id!r} has no version in force for it; correct power_id or its first act",
                zh=f"职权 {power_id!r} 没有适用于该办件的版本；请更正 power_id 或首个行为的时刻",
            )


def _check_proposed(proposed: Mapping[str, Any], case: CaseRows) -> None:
    """An act is a mapping, and there is a case for it."""
    if not isinstance(proposed, Mapping):
        raise RecordError(
            "proposed",
            en=f"{proposed!r} is no act; give a mapping with step_id and occurred_at",
            zh=f"{proposed!r} 不是行为；请给出含 step_id 与 occurred_at 的映射",
        )
    if case.get("cases"):
        check_row("events", {"case_id": _case_id(case), **proposed}, "proposed")


def _case_id(case: CaseRows) -> str:
    row = case["cases"][0]
    return str(row["case_id"] if isinstance(row, Mapping) else row[0])
