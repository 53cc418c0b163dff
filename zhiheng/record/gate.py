"""The gate before an act: what is done here is a case too, judged by the controls that block."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Self

from django.conf import settings

from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.catalogue.reading import read_source
from zhiheng.core.control import SHIPPED, Control, load_controls
from zhiheng.core.finding import Finding
from zhiheng.core.live import LiveChecker
from zhiheng.core.moments import civil_in, microseconds
from zhiheng.record.errors import RecordRefusalError


class GateError(RecordRefusalError):
    """A control stands before the act: its rule, and the line that it holds the act against."""


class Taken(NamedTuple):
    """An act of the case: the step, who took it, when."""

    step: str
    official: str
    at: datetime


class Gate:
    """The controls at hand, for as many acts under one power as are to be judged; for one thread."""

    def __init__(self, document: Path) -> None:
        self._catalogue = _catalogue(document)

    def __enter__(self) -> Self:
        self._checker = LiveChecker(self._catalogue, _blocking(), days=(0, 0))
        return self

    def __exit__(self, *_error: object) -> None:
        self._checker.close()

    def refuse_flagged(self, case: str, past: Iterable[Taken], proposed: Taken) -> None:
        """Raise GateError where a control would flag the act."""
        power = self._catalogue.versions[0].power_id
        events = [{"case_id": case, "event_id": str(number), **_row(act)} for number, act in enumerate(past)]
        found = self._checker.check(
            {"cases": [{"case_id": case, "power_id": power}], "events": events},
            {"event_id": "proposed", **_row(proposed)},
        )
        if found:
            raise self._refusal(found)

    def _refusal(self, found: tuple[Finding, ...]) -> GateError:
        titles = {control.id: control.header.title for control in _blocking()}
        document = self._catalogue.versions[0].document
        lines: Mapping[str, Any] = {
            line.id: line.title for line in (*document.separations, *document.steps)  # type: ignore[attr-defined]
        }
        said_zh, said_en = [], []
        for finding in found:
            title, line = titles[finding.control_id], lines.get(finding.subject_id or "")
            zh, en = getattr(line, "zh", None), getattr(line, "en", None)
            said_zh.append(f"{finding.control_id} {title.zh}" + (f"（{zh}）" if zh else ""))
            said_en.append(f"{finding.control_id} {title.en}" + (f" ({en})" if en else ""))
        return GateError(
            en=f"this act would break a rule: {'; '.join(said_en)}."
            " Let somebody else take it, or take the step before it first",
            zh=f"此操作不符合规则：{'；'.join(said_zh)}。请由其他人办理，或先完成前一环节",
        )


@cache
def _catalogue(document: Path) -> Catalogue:
    return load_powers([read_source(document, document.name).data])


@cache
def _blocking() -> tuple[Control, ...]:
    """Those that block anyway, and the one that knows what a case that was sent back needs anew."""
    return tuple(control for control in load_controls([SHIPPED]) if control.header.blocks or control.id == "P07")


def _row(act: Taken) -> dict[str, Any]:
    at = microseconds(civil_in(act.at, settings.TIME_ZONE))
    return {"step_id": act.step, "official_id": act.official, "occurred_at": at}
