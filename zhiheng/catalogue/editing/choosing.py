"""The form's fields as the page shows them: what each is called and what may be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhiheng.catalogue.editing.fields import FLAGS, ROWS, TOP
from zhiheng.catalogue.editing.pane import Line, Pane
from zhiheng.catalogue.flaws import Flaw
from zhiheng.catalogue.names import TIERS, TYPES
from zhiheng.core.catalogue.lineage import LAW

Label = str | Promise
_LABELS: Mapping[str, Label] = {
    "title_zh": _("中文名称"), "title_en": _("英文名称"), "type": _("类型"), "extends": _("继承模板"),
    "valid_from": _("生效日"), "law": _("法律"), "article": _("条款"), "unit": _("单位"), "tier": _("层级"),
    "by": _("来源"), "since": _("起始日"), "document": _("文号"), "id": _("代号"), "kind": _("性质"), "to": _("至环节"),
    "within": _("期限"), "role": _("由谁"), "after": _("在何之后"), "required": _("必经"),
}  # fmt: skip
_FROM: Mapping[str, Label] = {"basis": _("施行日"), "limits": _("自环节")}
_TITLES: Mapping[str, Label] = {
    "basis": _("依据"), "holders": _("行使主体"), "limits": _("时限"), "steps": _("环节"),
}  # fmt: skip
_BY: Mapping[str, Label] = {
    "statutory": _("法定"), "transfer": _("下放"), "entrustment": _("委托"), "agency_intake": _("代收"),
}  # fmt: skip
_KINDS: Mapping[str, Label] = {
    "statutory": _("法定"), "promised": _("承诺"), "step": _("环节"), "minimum": _("最短间隔"),
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A field: its name on the page, what it is called, says and may say, and what is wrong with it."""

    name: str
    label: Label
    value: str
    flaws: Sequence[Flaw]
    choices: Sequence[tuple[str, Label]] = ()
    flag: bool = False
    suggests: str = ""


@dataclass(frozen=True)
class ShownLine:
    """A row: its fields, its place in the text's list, and whether it is to go."""

    name: str
    number: int
    was: int | None
    gone: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Section:
    """A list of the document; ``too_long`` for the form."""

    name: str
    title: Label
    lines: Sequence[ShownLine]
    too_long: bool


def sections(pane: Pane) -> tuple[Sequence[Cell], Sequence[Section]]:
    """The document's own fields, and its lists."""
    top = [_cell("", key, key, pane.top.get(key, ""), pane) for key in TOP]
    return top, [
        Section(
            name, _TITLES[name], [_line(name, line, pane) for line in pane.lists.get(name, ())], name in pane.too_long
        )
        for name in ROWS
    ]


@cache
def templates() -> tuple[str, ...]:
    """The documents of law that ship, as `extends` names them."""
    return tuple(sorted({f"law/{path.stem}" for path in LAW.glob("*/*.yaml")}))


def _line(name: str, line: Line, pane: Pane) -> ShownLine:
    cells = [
        _cell(name, column, f"{name}-{line.number}-{column}", line.row.cells.get(column, ""), pane)
        for column in ROWS[name]
    ]
    return ShownLine(name, line.number, line.row.was, line.gone, cells)


def _cell(section: str, column: str, name: str, value: str, pane: Pane) -> Cell:
    label = _FROM[section] if column == "from" else _LABELS[column]
    choices: Mapping[str, Label] = {
        ("", "type"): TYPES, ("holders", "tier"): TIERS, ("holders", "by"): _BY,
        ("limits", "kind"): _KINDS,
    }.get((section, column), {})  # fmt: skip
    offered = [("", _("未写")), *choices.items(), *([(value, value)] if value and value not in choices else [])]
    suggests = {"extends": "templates", "after": "step-names", "to": "step-names"}.get(column, "")
    if (section, column) == ("limits", "from"):
        suggests = "step-names"
    return Cell(
        name, label, value, pane.wrong.get(name, ()), offered if choices else (), column in FLAGS, suggests
    )
