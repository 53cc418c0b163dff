"""A plan without faults, written: whole sets of rows, and one event for each unit and each official it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhiheng.record.actor import Actor
from zhiheng.units.actions.officials import sealed_number
from zhiheng.units.actions.recording import record, told
from zhiheng.units.errors import TableError
from zhiheng.units.importing.planning import Change, Plan, full_values
from zhiheng.units.importing.tables import TABLES, Table
from zhiheng.units.models import Official, Unit
from zhiheng.units.models.dated import Dated

# The event that tells of a table's rows, and the column that names what it is about.
_KINDS: Mapping[str, tuple[str, str]] = {
    "units": ("unit.change", "unit_id"),
    "officials": ("official.change", "official_id"),
    "kinships": ("official.change", "official_id"),
    "interests": ("official.change", "official_id"),
    "posts": ("post.change", "official_id"),
    "portfolios": ("post.change", "official_id"),
}
_BATCH = 500


@transaction.atomic
def write_plan(actor: Actor, plan: Plan, *, at: datetime) -> int:
    """Write the changes and put them on record; the number of rows written. Raises TableError for a plan with faults.

    The rights were checked row by row when the plan was made, and must have been within this transaction.
    """
    if plan.faults:
        raise TableError(plan.faults)
    changes = [change for change in plan.changes if change.status != "unchanged"]
    officials: dict[str, int] = {}
    for table in TABLES.values():
        own = [change for change in changes if change.table == table.name]
        if own and not officials and table.name not in ("units", "officials"):
            officials = dict(Official.objects.filter(city=actor.city).values_list("code", "pk"))
        _update(actor, table, [change for change in own if change.pk is not None], officials)
        if table.name == "units":
            _move(plan)
        table.model._default_manager.bulk_create(  # noqa: SLF001 - Django's public name
            [_made(actor, plan, table, change, officials) for change in own if change.pk is None]
        )
    events = [told(actor, kind, code, at, {"act": "import", "rows": rows}) for (kind, code), rows in _told(changes)]
    record(actor, events)
    return len(changes)


def _update(actor: Actor, table: Table, changes: Sequence[Change], officials: Mapping[str, int]) -> None:
    """What differs, column set by column set: most often it is an end alone."""
    by_columns: dict[tuple[str, ...], list[Dated]] = {}
    for change in changes:
        values = {column: change.values[column] for column in change.was}
        fields = _fields(actor, table, values, officials)
        row = table.model(**fields)
        row.pk = change.pk
        by_columns.setdefault(tuple(fields), []).append(row)
    for names, rows in by_columns.items():
        table.model._default_manager.bulk_update(rows, list(names), batch_size=_BATCH)  # noqa: SLF001


def _move(plan: Plan) -> None:
    """The paths of those below a unit whose place was corrected."""
    moved = [Unit(pk=pk, path=path) for pk, path in plan.paths.items()]
    Unit.objects.bulk_update(moved, ["path"], batch_size=_BATCH)


def _made(actor: Actor, plan: Plan, table: Table, change: Change, officials: Mapping[str, int]) -> Dated:
    values = full_values(change)
    if change.values.get("number"):
        values["number"] = change.values["number"]
    fields = _fields(actor, table, values, officials)
    if table.name == "units":
        fields["path"] = plan.tree.nodes[change.key].path
    return table.model(city=actor.city, **fields)


def _fields(actor: Actor, table: Table, values: Mapping[str, Any], officials: Mapping[str, int]) -> dict[str, Any]:
    """Columns as the model has them."""
    fields: dict[str, Any] = {}
    for column, value in values.items():
        name = table.field(column)
        if column == "number":
            fields |= sealed_number(actor, value)
        elif name in ("official", "other"):
            fields[f"{name}_id"] = officials[value]
        else:
            fields[name] = value
    return fields


def _told(changes: Iterable[Change]) -> Iterable[tuple[tuple[str, str], list[dict[str, Any]]]]:
    """What is said of each unit and each official, in the order of the tables."""
    told_of: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for change in changes:
        kind, column = _KINDS[change.table]
        body = {"table": change.table, "status": change.status}
        body |= {name: _said(name, value) for name, value in change.values.items()}
        told_of.setdefault((kind, str(change.values[column])), []).append(body)
    return told_of.items()


def _said(column: str, value: Any) -> Any:
    if column == "number":
        return "***" if value else ""  # that it was taken down, not what it is
    return value.isoformat() if isinstance(value, date) else value
