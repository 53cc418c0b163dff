"""XES (IEEE 1849) as a stream: only the attributes asked for are kept, memory does not grow with the file.

An attribute inside an attribute belongs to that attribute, not to the event; lists and containers have no
value and are passed over. Any DOCTYPE, and with it every entity, is refused.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.parsers import expat

from zhiheng.core.errors import LogError
from zhiheng.formats.fields import OF_CASE
from zhiheng.formats.log_bytes import Seen
from zhiheng.formats.rows import BATCH, LogCounts, Rows
from zhiheng.formats.xml_stream import feed, refuse

_LOG, _TRACE, _INSIDE_TRACE, _INSIDE_EVENT = 1, 2, 3, 4
_DEEPEST = 200


def read_xes(
    path: Path, attributes: Sequence[str], *, case: str, counts: LogCounts, seen: Seen | None = None
) -> Iterator[Rows]:
    """The events of a log in batches, one column for each attribute; a trace without events gives one row.

    ``case`` is the attribute that names the case. Raises LogError with line and remedy.
    """
    parser = expat.ParserCreate()
    trace = _Traces(path, parser, attributes, case, counts)
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = trace.handlers()
    for _ in feed(parser, path, seen):
        if len(trace.rows) >= BATCH:
            yield trace.take()
    trace.close()
    yield trace.take()


class _Traces:
    """Gathers rows: the cells of each event, and beside them those of its trace (shared, filled as they come)."""

    def __init__(
        self, path: Path, parser: expat.XMLParserType, attributes: Sequence[str], case: str, counts: LogCounts
    ) -> None:
        self.rows: list[list[str | None]] = []
        self._path = path
        self._parser = parser
        self._counts = counts
        own = [name for name in attributes if not name.startswith(OF_CASE)]
        shared = [name for name in attributes if name.startswith(OF_CASE)]
        self._slots = {name: i for i, name in enumerate(own)}
        self._shared = {name.removeprefix(OF_CASE): i for i, name in enumerate(shared)}
        self._order = [own.index(n) if n in own else len(own) + shared.index(n) for n in attributes]
        self._case = self._shared.get(case.removeprefix(OF_CASE)) if case.startswith(OF_CASE) else None
        self._traces: list[list[str | None]] = []
        self._eventless: list[int] = []
        self._begun = 0
        self._open = False

    def handlers(self) -> tuple[Callable[[str, list[str]], None], Callable[[str], None]]:  # noqa: C901 - see below
        """What expat calls; closures over plain locals, because they run ten million times."""
        depth = 0
        event: list[str | None] | None = None
        trace: list[str | None] | None = None
        slots, shared = self._slots, self._shared
        blank: list[str | None] = [None] * len(slots)
        rows, traces = self.rows, self._traces

        def start(tag: str, pairs: list[str]) -> None:  # noqa: C901 - a call for each depth would cost seconds
            nonlocal depth, event, trace
            key: str | None
            value: str | None
            depth += 1
            if depth == _INSIDE_EVENT:
                if event is not None:
                    try:
                        first, key, second, value = pairs
                    except ValueError:  # more than a key and a value, or less
                        first = second = ""
                    if first != "key" or second != "value":
                        key, value = _value(pairs, "key"), _value(pairs, "value")
                    if key in slots:
                        event[slots[key]] = value
            elif depth == _INSIDE_TRACE:
                event = None
                if trace is not None:
                    if tag == "event" or tag.endswith(":event"):
                        event = blank.copy()
                        rows.append(event)
                        traces.append(trace)
                    elif pairs and (key := _value(pairs, "key")) in shared:
                        trace[shared[key]] = _value(pairs, "value")
            elif depth == _TRACE:
                event = None
                trace = self._begin(tag)
            elif depth == _LOG:
                self._check_root(tag)
            elif depth > _DEEPEST:
                raise self._too_deep()

        def end(_tag: str) -> None:
            nonlocal depth, trace
            depth -= 1
            if depth == _LOG and trace is not None:
                self._finish(trace)
                trace = None

        return start, end

    def take(self) -> Rows:
        """The rows gathered so far, except those of a trace that may still grow (unless it alone is a batch)."""
        ready = len(self.rows)
        if self._open:
            ready = self._begun or max(ready - 1, 0)
        columns = [*_columns(self.rows[:ready], len(self._slots)), *_columns(self._traces[:ready], len(self._shared))]
        taken = Rows([columns[i] for i in self._order], ready, [i for i in self._eventless if i < ready])
        del self.rows[:ready], self._traces[:ready]
        self._eventless = [i - ready for i in self._eventless if i >= ready]
        self._begun = max(self._begun - ready, 0)
        return taken

    def close(self) -> None:
        """Everything has been read."""
        self._open = False

    def _check_root(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "log":
            raise refuse(
                self._path, self._parser,
                en=f"the root element is <{tag}>, not <log>: this XML is no XES log; give an event log in XES",
                zh=f"根元素是 <{tag}> 而不是 <log>，这份 XML 不是 XES 日志；请提供 XES 事件日志",
            )  # fmt: skip

    def _too_deep(self) -> LogError:
        return refuse(
            self._path, self._parser,
            en=f"elements lie more than {_DEEPEST} deep in each other; no log needs that, export it again",
            zh=f"元素嵌套超过 {_DEEPEST} 层，日志无此需要；请重新导出",
        )  # fmt: skip

    def _begin(self, tag: str) -> list[str | None] | None:
        name = tag.rpartition(":")[2]
        if name != "trace":
            self._counts.loose_events += name == "event"
            return None
        self._counts.traces += 1
        self._begun = len(self.rows)
        self._open = True
        return [None] * len(self._shared)

    def _finish(self, trace: list[str | None]) -> None:
        self._open = False
        if not self._traces or self._traces[-1] is not trace:
            self._eventless.append(len(self.rows))
            self.rows.append([None] * len(self._slots))
            self._traces.append(trace)
        if self._case is not None and not trace[self._case]:
            name = next(name for name, slot in self._shared.items() if slot == self._case)
            raise refuse(
                self._path, self._parser,
                en=f"trace {self._counts.traces}, which ends here, has no attribute {name!r} to name its case;"
                " add it, or name another attribute under `case:` in log.yaml",
                zh=f"在此结束的第 {self._counts.traces} 条轨迹没有标识办件的属性“{name}”；"
                "请补上，或在 log.yaml 的 case 中改用其他属性",
            )  # fmt: skip


def _value(pairs: list[str], name: str) -> str | None:
    """The value of one XML attribute in expat's list of names and values."""
    return dict(zip(pairs[::2], pairs[1::2], strict=True)).get(name)


def _columns(rows: list[list[str | None]], width: int) -> list[Sequence[str | None]]:
    return list(zip(*rows, strict=True)) if rows else [() for _ in range(width)]
