"""Lists of items as the national model has them: every row is kept, and what it lacks is told."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
import yaml
from django.db import transaction
from stdnum.cn import uscc

from zhiheng.catalogue.errors import ItemListError, NotEntitledError
from zhiheng.catalogue.models import Item, ItemList
from zhiheng.record import eventlog
from zhiheng.record.actor import Actor
from zhiheng.record.eventlog import NewEvent

MOST_ROWS = 100_000
TWICE = "twice"


class Field(msgspec.Struct, frozen=True):
    """A field of the model, and what lists call it."""

    names: tuple[str, ...]
    zh: str
    en: str


class Need(msgspec.Struct, frozen=True, rename={"without": "not"}):
    """What an item needs of a field: that it is there, that it has a form, that it is right."""

    id: str
    field: str
    pattern: str = ""
    without: str = ""
    check: str = ""
    zh: str = ""
    en: str = ""


class Model(msgspec.Struct, frozen=True):
    """items.yaml."""

    fields: Mapping[str, Field]
    needs: tuple[Need, ...]
    types: Mapping[str, str]

    def named(self, need: str, *, english: bool) -> str:
        """What a lack is called."""
        if need == TWICE:
            return "listed twice" if english else "编码重复"
        line = next(one for one in self.needs if one.id == need)
        field = self.fields[line.field]
        return (line.en or f"without {field.en}") if english else (line.zh or f"缺{field.zh}")


@cache
def model() -> Model:
    """The national model, as it is held here."""
    return msgspec.yaml.decode(Path(__file__).with_name("items.yaml").read_bytes(), type=Model)


@dataclass(frozen=True)
class Row:
    """A row of a list: the cells as they came, by column; the fields of the model; what is lacking."""

    number: int
    cells: Mapping[str, str]
    fields: Mapping[str, str]
    lacks: tuple[str, ...]


def read_items(content: bytes) -> list[Row]:
    """The rows of a CSV file. Raises ItemListError where it cannot be read or names nothing of the model."""
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError:
        raise ItemListError(
            en="the file is not UTF-8; save it as CSV UTF-8", zh="文件不是 UTF-8 编码；请另存为 CSV UTF-8"
        ) from None
    except csv.Error as error:
        raise ItemListError(
            en=f"this is not CSV ({error}); save the list as CSV with commas",
            zh=f"不是有效的 CSV（{error}）；请另存为以逗号分隔的 CSV",
        ) from None
    head = [cell.strip() for cell in lines[0]] if lines else []
    columns = {name: column for name, field in model().fields.items() for column in head if column in field.names}
    if "title" not in columns or len(lines) > MOST_ROWS:
        raise ItemListError(
            en=f"the first row has to name its columns, {model().fields['title'].names} among them,"
            f" and there may be {MOST_ROWS:,} rows; {len(lines):,} are here",
            zh=f"首行须写列名，其中应有 {'、'.join(model().fields['title'].names)} 之一，且不超过 {MOST_ROWS:,} 行；"
            f"现有 {len(lines):,} 行",
        )
    given = []
    for number, line in enumerate(lines[1:], start=2):
        cells = dict(zip(head, (cell.strip() for cell in (*line, *[""] * (len(head) - len(line)))), strict=False))
        if any(cells.values()):
            given.append((number, cells, {name: cells[column] for name, column in columns.items()}))
    many = Counter(fields.get("code", "") for _, _, fields in given)
    return [
        Row(number, cells, fields, tuple(_lacks(fields, twice=many[fields.get("code", "")] > 1)))
        for number, cells, fields in given
    ]


def _lacks(fields: Mapping[str, str], *, twice: bool) -> list[str]:
    found: list[str] = []
    without: set[str] = set()
    for need in model().needs:
        value = fields.get(need.field, "")
        if need.field in without:
            continue  # what is not there has no form
        if not value or value == need.without:
            without.add(need.field)
            found.append(need.id)
        elif (need.pattern and not re.fullmatch(need.pattern, value)) or (need.check and not _right(value)):
            found.append(need.id)
    return [*found, TWICE] if twice and "code" not in without else found


def _right(code: str) -> bool:
    """A unified social credit code (GB 32100-2015), or the code of nine characters that it holds (GB 11714-1997)."""
    return bool(uscc.is_valid(code)) or bool(re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", code))


@transaction.atomic
def keep_items(actor: Actor, *, title: str, rows: Sequence[Row], at: datetime) -> ItemList:
    """Keep every row of a list. Raises NotEntitledError."""
    if not actor.may("catalogue.draft"):
        raise NotEntitledError("catalogue.draft", "")
    kept = ItemList.objects.create(city=actor.city, title=title, kept_by=actor.name, kept_at=at)
    Item.objects.bulk_create(
        [
            Item(
                list=kept, row=row.number, code=row.fields.get("code", "")[:120],
                title=row.fields.get("title", "")[:300], unit=row.fields.get("unit", "")[:120],
                type=model().types.get(row.fields.get("type", ""), ""), cells=dict(row.cells),
                lacks="".join(f" {lack} " for lack in row.lacks),
            )
            for row in rows
        ],
        batch_size=500,
    )  # fmt: skip
    body = {"list": kept.pk, "title": title, "rows": len(rows)}
    eventlog.append(actor, [NewEvent(
        kind="catalogue.items", object_id=f"items/{kept.pk}", organ=actor.organ, source="catalogue",
        source_id=f"items/{kept.pk}", happened_at=at, body=body,
    )])  # fmt: skip
    return kept


def beginning_of(item: Item) -> str:
    """The text of a draft as far as the item tells it; what is missing is for the lint to say."""
    known = {
        "id": f"{item.type or 'other'}.item-{item.list_id}-{item.row}", "title": {"zh": item.title},
        "type": item.type or "other", "jurisdiction": "cn",
        "note": f"{item.list.title} 第 {item.row} 行 {item.code}".strip(),
    }  # fmt: skip
    return str(yaml.safe_dump(known, allow_unicode=True, sort_keys=False)) + "steps: []\n"
