"""log.yaml: how a foreign log becomes relations; the same keys serve every input format.

Where a key takes an attribute, it takes its name or ``{attribute: …, placeholders: […]}`` with ``map:``
(for texts) or ``format:`` (for moments, strptime notation). ``case:X`` is the trace attribute X of XES and
the column called ``case:X`` elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from zhiheng.core.catalogue.reading import Place, Source, read_source, read_yaml
from zhiheng.core.errors import MappingError
from zhiheng.formats.mapping_entry import Attribute, Entry
from zhiheng.formats.text_encodings import is_text_encoding

Rounding = Literal["half-even", "half-up", "down"]
Order = Literal["file", "time"]

EVENT_TEXTS = ("activity", "event", "official", "unit", "site", "channel")
EVENT_MOMENTS = ("occurred", "recorded")
CASE_TEXTS = ("case_unit", "party", "region", "project", "series", "number", "status", "outcome")
CASE_MOMENTS = ("opened", "closed")
_OWN = (
    "power", "case", "case_dates", "money", "suspensions", "extensions", "publications",
    "keep", "order", "encoding", "delimiter", "sheet", "zone",
)  # fmt: skip
KEYS = (*_OWN, *EVENT_TEXTS, *EVENT_MOMENTS, *CASE_TEXTS, *CASE_MOMENTS)
NEEDED = ("power", "case", "activity", "occurred")


@dataclass(frozen=True)
class Amount:
    """Acts that charge or pay: the attribute with the amount, and what it is for.

    Without ``on`` every act that carries the attribute counts.
    """

    on: tuple[str, ...]
    amount: Attribute
    item: str | Attribute | None
    account: Attribute | None


@dataclass(frozen=True)
class Money:
    """Amounts in the log; ``digits`` of the minor unit, None where only the city says."""

    code: str | None = None
    digits: int | None = None
    rounding: Rounding = "half-even"
    charges: tuple[Amount, ...] = ()
    payments: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class Stop:
    """Acts that stop the clock, and acts of the same ground that let it run again."""

    from_: tuple[str, ...]
    to: tuple[str, ...]
    ground: str | Attribute | None
    notified_days: Attribute | None


@dataclass(frozen=True)
class Extension:
    """Acts that make a limit longer."""

    on: tuple[str, ...]
    limit: str
    days: int | Attribute
    unit: str
    ground: str | Attribute | None
    approved_by: Attribute | None
    noticed: Attribute | None
    path: Place


@dataclass(frozen=True)
class Publication:
    """Acts that make something public."""

    on: tuple[str, ...]
    duty: str
    path: Place


@dataclass(frozen=True)
class LogMapping:
    """log.yaml, checked. ``power`` is a power's id, or the attribute that tells it."""

    source: Source
    power: str | Attribute
    case: Attribute
    attributes: Mapping[str, Attribute]  # activity, occurred, official, party, opened, …
    case_dates: Mapping[str, Attribute] = field(default_factory=dict)
    money: Money = Money()
    suspensions: tuple[Stop, ...] = ()
    extensions: tuple[Extension, ...] = ()
    publications: tuple[Publication, ...] = ()
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Order = "file"
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    sheet: str | None = None
    zone: str | None = None

    @property
    def known_dates(self) -> tuple[str, ...]:
        """The names of the dates that a case carries, as limits may use them."""
        return tuple(self.case_dates)

    def refuse(self, path: Place, *, en: str, zh: str) -> MappingError:
        """The error for what lies at a path of the document, with its line."""
        return MappingError(self.source.at(*path), en=en, zh=zh)


_BEGIN = "power: …"


def load_mapping(path: Path) -> LogMapping:
    """The mapping in a file; raises MappingError with file, line and remedy."""
    return _mapping(read_source(path, str(path), error=MappingError, begin=_BEGIN))


def read_mapping(text: str, place: str = "log.yaml") -> LogMapping:
    """The mapping in a text; raises MappingError with place, line and remedy."""
    return _mapping(Source(place, read_yaml(text, place, error=MappingError, begin=_BEGIN), text))


def _mapping(source: Source) -> LogMapping:
    top = Entry(source, (), source.data, known=KEYS, needed=NEEDED)
    attributes: dict[str, Attribute] = {}
    for key in (*EVENT_TEXTS, *CASE_TEXTS):
        if found := top.attribute(key):
            attributes[key] = found
    for key in (*EVENT_MOMENTS, *CASE_MOMENTS):
        if found := top.attribute(key, moment=True):
            attributes[key] = found
    case = top.needed_attribute("case")
    if "activity" in attributes and attributes["activity"].name == case.name:
        raise MappingError(
            source.at("case"),
            en=f"`case` and `activity` both name {case.name!r}; in XES the name of a trace is case:concept:name",
            zh=f"case 与 activity 都是 {case.name!r}；XES 中轨迹的名称为 case:concept:name",
        )
    dates = top.named_entries("case_dates")
    return LogMapping(
        source=source,
        power=top.text_or_attribute("power"),
        case=case,
        attributes=attributes,
        case_dates={name: dates.needed_attribute(name, moment=True) for name in dates.keys},
        money=_money(top.entry("money", known=("currency", "charges", "payments"))),
        suspensions=tuple(_stop(entry) for entry in top.entries("suspensions", known=_STOP, needed=("from",))),
        extensions=tuple(_extension(e) for e in top.entries("extensions", known=_EXTENSION, needed=_EXTENSION[:3])),
        publications=tuple(
            _publication(e) for e in top.entries("publications", known=_PUBLICATION, needed=_PUBLICATION)
        ),
        keep={name: kept.texts(name) for kept in (top.named_entries("keep"),) for name in kept.keys},
        order=top.choice("order", ("file", "time"), "file"),
        encoding=_encoding(top),
        delimiter=_delimiter(top),
        sheet=top.text("sheet"),
        zone=top.text("zone"),
    )


_AMOUNT = ("attribute", "on", "item", "account", "placeholders")
_STOP = ("from", "to", "ground", "notified_days")
_EXTENSION = ("on", "limit", "days", "unit", "ground", "approved_by", "noticed")
_PUBLICATION = ("on", "duty")
_UNITS = ("workday", "day", "month", "hour")
_LARGEST_DIGITS = 6


def _money(entry: Entry | None) -> Money:
    if entry is None:
        return Money()
    currency = entry.entry("currency", known=("code", "digits", "rounding"))
    charges = tuple(_amount(e) for e in entry.entries("charges", known=_AMOUNT, needed=("attribute",)))
    payments = tuple(_amount(e) for e in entry.entries("payments", known=_AMOUNT, needed=("attribute",)))
    if currency is None:
        return Money(charges=charges, payments=payments)
    rounding: Rounding = currency.choice("rounding", ("half-even", "half-up", "down"), "half-even")
    digits = currency.whole("digits")
    if digits is not None and not 0 <= digits <= _LARGEST_DIGITS:
        raise currency.refuse(
            "digits",
            en=f"digits is {digits}; write how many decimals the currency has, 0 to {_LARGEST_DIGITS}",
            zh=f"digits 为 {digits}；请填写币种的小数位数，0 至 {_LARGEST_DIGITS}",
        )
    return Money(currency.text("code"), digits, rounding, charges, payments)


def _amount(entry: Entry) -> Amount:
    return Amount(
        on=entry.texts("on"),
        amount=entry.own_attribute(),
        item=entry.text_or_attribute("item") if "item" in entry.keys else None,
        account=entry.attribute("account"),
    )


def _stop(entry: Entry) -> Stop:
    ground = entry.text_or_attribute("ground") if "ground" in entry.keys else None
    return Stop(entry.texts("from"), entry.texts("to"), ground, entry.attribute("notified_days"))


def _extension(entry: Entry) -> Extension:
    return Extension(
        on=entry.texts("on"),
        limit=entry.needed_text("limit"),
        days=entry.count_or_attribute("days"),
        unit=entry.choice("unit", _UNITS, "workday"),
        ground=entry.text_or_attribute("ground") if "ground" in entry.keys else None,
        approved_by=entry.attribute("approved_by"),
        noticed=entry.attribute("noticed"),
        path=entry.path,
    )


def _publication(entry: Entry) -> Publication:
    return Publication(entry.texts("on"), entry.needed_text("duty"), entry.path)


def _encoding(top: Entry) -> str:
    encoding = top.text("encoding") or "utf-8-sig"
    if not is_text_encoding(encoding):
        raise top.refuse(
            "encoding",
            en=f"there is no encoding '{encoding}'; write utf-8, gb18030, gbk, utf-16, cp1252 or another one",
            zh=f"没有名为“{encoding}”的编码；请写 utf-8、gb18030、gbk、utf-16、cp1252 等",
        )
    return encoding


def _delimiter(top: Entry) -> str:
    delimiter = top.text("delimiter") or ","
    if len(delimiter) != 1 or delimiter in '"\r\n ':
        raise top.refuse(
            "delimiter",
            en=f"the delimiter {delimiter!r} is not one character; write ',', ';', '|' or \"\\t\"",
            zh=f"分隔符 {delimiter!r} 不是单个字符；请写 ','、';'、'|' 或 \"\\t\"",
        )
    return delimiter
