"""What a mapping asks of a log: one field for each key that names an attribute."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zhiheng.formats.log_mapping import CASE_MOMENTS, CASE_TEXTS, Amount, LogMapping
from zhiheng.formats.mapping_entry import Attribute

OF_CASE = "case:"  # the prefix of a trace attribute


@dataclass(frozen=True)
class Field:
    """A key of log.yaml, the attribute that it names, and the column that holds what was read.

    ``of_case``: one value a case (the first that is not null), whoever asks for it.
    """

    key: str
    column: str
    attribute: Attribute
    kind: Literal["text", "moment"] = "text"
    of_case: bool = False

    @property
    def sql(self) -> str:
        """Where its value stands, given the acts as ``a`` and the cases in the making as ``m``."""
        return f"{'m' if self.of_case else 'a'}.{self.column}"

    @property
    def offset(self) -> str:
        """Where the minutes ahead of UTC of a moment stand."""
        return f"{self.sql}_offset"

    @property
    def unread(self) -> str:
        """Whether a moment has a value that could not be read."""
        return f"{self.sql}_unread"


Fields = Mapping[str, Field]


def fields_of(mapping: LogMapping) -> Fields:
    """Every field of a mapping, by key; the case's identity comes first."""
    return {field.key: field for field in (*_of_acts(mapping), *_of_cases(mapping), *_in_lists(mapping))}


def attribute_names(fields: Fields) -> list[str]:
    """The distinct attributes that the fields name, in order."""
    return list(dict.fromkeys(field.attribute.name for field in fields.values()))


def _of_acts(mapping: LogMapping) -> Iterator[Field]:
    """What makes an act: each row says it for itself. Who and where may also be said of the case."""
    yield Field("case", "case_id", mapping.case)
    for key in ("activity", "event", "occurred", "recorded"):
        if key in mapping.attributes:
            yield Field(key, key, mapping.attributes[key], "text" if key in {"activity", "event"} else "moment")
    for key in ("official", "unit", "site", "channel"):
        if key in mapping.attributes:
            yield _of_either(key, key, mapping.attributes[key])
    for i, name in enumerate(mapping.keep):
        yield Field(f"keep.{name}", f"keep_{i}", Attribute(name, ("keep", name)))


def _of_cases(mapping: LogMapping) -> Iterator[Field]:
    if isinstance(mapping.power, Attribute):
        yield Field("power", "power", mapping.power, of_case=True)
    for key in (*CASE_TEXTS, *CASE_MOMENTS):
        if key in mapping.attributes:
            kind: Literal["text", "moment"] = "moment" if key in CASE_MOMENTS else "text"
            yield Field(key, key, mapping.attributes[key], kind, of_case=True)
    for i, (name, attribute) in enumerate(mapping.case_dates.items()):
        yield Field(f"case_dates.{name}", f"case_date_{i}", attribute, "moment", of_case=True)


def _in_lists(mapping: LogMapping) -> Iterator[Field]:
    for i, amount in enumerate(mapping.money.charges):
        yield from _of_amount("charges", i, amount)
    for i, amount in enumerate(mapping.money.payments):
        yield from _of_amount("payments", i, amount)
    for i, stop in enumerate(mapping.suspensions):
        yield from _named("suspensions", i, ground=stop.ground, notified_days=stop.notified_days)
    for i, longer in enumerate(mapping.extensions):
        yield from _named(
            "extensions", i,
            days=longer.days, ground=longer.ground, approved_by=longer.approved_by, noticed=longer.noticed,
        )  # fmt: skip


def _of_amount(name: str, index: int, amount: Amount) -> Iterator[Field]:
    yield from _named(name, index, amount=amount.amount, item=amount.item, account=amount.account)


def _named(name: str, index: int, **values: object) -> Iterator[Field]:
    for key, value in values.items():
        if isinstance(value, Attribute):
            yield _of_either(f"{name}.{index}.{key}", f"{name}_{index}_{key}", value)


def _of_either(key: str, column: str, attribute: Attribute) -> Field:
    return Field(key, column, attribute, of_case=attribute.name.startswith(OF_CASE))
