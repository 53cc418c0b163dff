"""The tables out again, as the import takes them: nothing in them is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.db.models import Q, QuerySet

from zhiheng.record.actor import Actor
from zhiheng.units.actions.recording import record, told
from zhiheng.units.errors import refuse
from zhiheng.units.importing.reading import FORMULA
from zhiheng.units.importing.tables import TABLES, Table
from zhiheng.units.models import Post, Unit
from zhiheng.units.models.dated import Dated
from zhiheng.units.queries.units import SEE

_RISKY = re.compile(f"'*{FORMULA.pattern}")


@transaction.atomic
def export_csv(actor: Actor, *, at: datetime) -> bytes:
    """A zip with a CSV file for each table. That it was taken out is on record. Raises NotAllowedError."""
    _told(actor, "csv", at)
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for table in TABLES.values():
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(_columns(table))
            writer.writerows([_guarded(cell) for cell in row] for row in table_rows(actor, table))
            archive.writestr(f"{table.name}.csv", text.getvalue().encode("utf-8-sig"))
    return packed.getvalue()


@transaction.atomic
def export_xlsx(actor: Actor, *, at: datetime) -> bytes:
    """A workbook with a sheet for each table, every cell a text. On record, as `export_csv` is."""
    import xlsxwriter

    _told(actor, "xlsx", at)
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        head = book.add_format({"bold": True})
        for table in TABLES.values():
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(_columns(table)):
                sheet.write_string(0, place, column, head)
            sheet.set_column(0, len(_columns(table)) - 1, 18)
            for number, row in enumerate(table_rows(actor, table), start=1):
                for place, cell in enumerate(row):
                    sheet.write_string(number, place, cell)
    return packed.getvalue()


def table_rows(actor: Actor, table: Table) -> Iterator[list[str]]:
    """The rows that the actor may see, of all times, as texts; personal numbers stay where they are."""
    columns = _columns(table)
    fields = [f"{field}__code" if (field := table.field(column)) in ("official", "other") else field
              for column in columns]  # fmt: skip
    for values in _visible(actor, table).values_list(*fields):
        yield [_text(column, value) for column, value in zip(columns, values, strict=True)]


def _visible(actor: Actor, table: Table) -> QuerySet[Dated]:
    rows = table.model._default_manager.filter(city=actor.city)  # noqa: SLF001 - Django's public name
    if table.name == "units":
        return rows.filter(actor.scope(SEE)).order_by("path", "valid_from")
    order = {"officials": "code"}.get(table.name, "official__code")
    if actor.may(SEE):
        return rows.order_by(order, "valid_from", "pk")
    units = Unit.objects.filter(actor.scope(SEE), city=actor.city).values("code")
    if table.name in ("posts", "portfolios"):
        return rows.filter(Q(("unit_code__in", units))).order_by(order, "valid_from", "pk")
    officials = Post.objects.filter(city=actor.city, unit_code__in=units).values("official")
    mine = Q(pk__in=officials) if table.name == "officials" else Q(official__in=officials)
    return rows.filter(mine).order_by(order, "valid_from", "pk")


def _columns(table: Table) -> Sequence[str]:
    return [column for column in table.columns if column != "number"]


def _text(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return (value - timedelta(days=1) if column == "valid_to" else value).isoformat()
    return str(value)


def _guarded(cell: str) -> str:
    """With an apostrophe in front of what a spreadsheet would run; the import takes it off again."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def _told(actor: Actor, form: str, at: datetime) -> None:
    if not actor.rights.get(SEE):
        refuse(actor, SEE, "")
    record(actor, [told(actor, "file.open", "units/export", at, {"what": "export", "form": form})])
