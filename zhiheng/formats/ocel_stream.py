"""The JSON of OCEL 2.0 as a stream: one section at a time, item by item, each checked for its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from zhiheng.core.errors import LogError
from zhiheng.formats.log_bytes import chunks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zhiheng.formats.log_bytes import Seen

_PIECE = 1 << 16
_STEEPEST = 200  # how many times its size a compressed file may unpack to; JSON of logs comes to 30
_ALWAYS = 16 << 20


class Value(msgspec.Struct, frozen=True):
    """An attribute of an event: text, number or yes and no."""

    name: str
    value: Any = None


class TimedValue(msgspec.Struct, frozen=True):
    """An attribute of an object, from a moment on."""

    name: str
    value: Any = None
    time: str = "1970-01-01T00:00:00Z"


class Relationship(msgspec.Struct, frozen=True):
    """To which object, and as what."""

    objectId: str  # noqa: N815 - the standard's own name
    qualifier: str = ""


class OcelEvent(msgspec.Struct, frozen=True):
    """One event."""

    id: str
    type: str
    time: str
    attributes: tuple[Value, ...] = ()
    relationships: tuple[Relationship, ...] = ()


class OcelObject(msgspec.Struct, frozen=True):
    """One object."""

    id: str
    type: str
    attributes: tuple[TimedValue, ...] = ()
    relationships: tuple[Relationship, ...] = ()


class AttributeType(msgspec.Struct, frozen=True):
    """The name of an attribute that a type declares."""

    name: str


class OcelType(msgspec.Struct, frozen=True):
    """A type of events or objects, with the attributes that it declares."""

    name: str
    attributes: tuple[AttributeType, ...] = ()


Shape = TypeVar("Shape", OcelEvent, OcelObject)


def read_types(path: Path) -> tuple[list[OcelType], list[OcelType]]:
    """The types of events and of objects; the file is read until both are known.

    Raises LogError where the file is no OCEL 2.0, or damaged.
    """
    events: list[Any] = []
    objects: list[Any] = []
    for events, objects, old in _sections(path, ("eventTypes", "objectTypes", "ocel:global-log"), None):
        if old:
            raise LogError(
                str(path),
                en="this is OCEL 1.0, which has no qualified relationships; export the log as OCEL 2.0",
                zh="这是 OCEL 1.0，没有带限定语的关系；请导出为 OCEL 2.0",
            )
        if events and objects:
            break
    for name, found in (("eventTypes", events), ("objectTypes", objects)):
        if not found:
            raise LogError(
                str(path),
                en=f"no OCEL 2.0: the list {name!r} is missing; export the log as OCEL 2.0 JSON",
                zh=f"不是 OCEL 2.0：缺少列表“{name}”；请导出为 OCEL 2.0 JSON",
            )
    return _shaped(path, events[0], list[OcelType], "eventTypes"), _shaped(
        path, objects[0], list[OcelType], "objectTypes"
    )


def read_items(path: Path, section: str, shape: type[Shape], seen: Seen | None = None) -> Iterator[Shape]:
    """The items of ``events`` or ``objects``, one after the other. Raises LogError with the item's number."""
    count = 0
    for (items,) in _sections(path, (f"{section}.item",), seen):
        for item in items:
            count += 1
            yield _shaped(path, item, shape, f"{section}[{count - 1}]")


def _shaped(path: Path, item: Any, shape: Any, place: str) -> Any:
    try:
        return msgspec.convert(item, shape)
    except msgspec.ValidationError as reason:
        raise LogError(
            f"{path}: {place}",
            en=f"not as OCEL 2.0 has it ({reason}); export the log again",
            zh=f"不符合 OCEL 2.0（{reason}）；请重新导出日志",
        ) from None


def _sections(path: Path, prefixes: Sequence[str], seen: Seen | None) -> Iterator[list[list[Any]]]:
    """What has come under each prefix, after each piece of the file that brought something."""
    import ijson

    found: list[Any] = [ijson.sendable_list() for _ in prefixes]
    parsers = [ijson.items_coro(part, prefix) for part, prefix in zip(found, prefixes, strict=True)]
    fed = 0
    most = max(_STEEPEST * path.stat().st_size if path.exists() else 0, _ALWAYS)
    try:
        for chunk in chunks(path, seen):
            fed += len(chunk)
            if fed > most:
                raise _swollen(path)
            for start in range(0, len(chunk), _PIECE):
                for parser in parsers:
                    parser.send(chunk[start : start + _PIECE])
                if any(found):
                    yield found
                    if prefixes[0].endswith(".item"):
                        found[0].clear()
        for parser in parsers:
            parser.close()
    except StopIteration:
        raise _damaged(path, "something stands behind the end") from None
    except (ijson.JSONError, ValueError, OverflowError) as reason:
        raise _damaged(path, str(reason)) from None
    yield found


def _damaged(path: Path, reason: str) -> LogError:
    said = " ".join(reason.split())[:160]
    return LogError(
        str(path),
        en=f"not readable as JSON ({said}); export the log again as OCEL 2.0 JSON",
        zh=f"无法按 JSON 读取（{said}）；请重新导出为 OCEL 2.0 JSON",
    )


def _swollen(path: Path) -> LogError:
    return LogError(
        str(path),
        en=f"the file unpacks to more than {_STEEPEST} times its size, as a bomb does; give it uncompressed",
        zh=f"文件解压后超过原大小的 {_STEEPEST} 倍，形同压缩炸弹；请提供未压缩的文件",
    )
