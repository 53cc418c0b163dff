"""The gate before an act on a version: its publication is a case, judged by the controls that block."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from zhiheng.catalogue.errors import GateError
from zhiheng.catalogue.models import Act
from zhiheng.core.catalogue import Catalogue, load_powers
from zhiheng.core.catalogue.reading import read_source
from zhiheng.core.control import SHIPPED, Control, load_controls
from zhiheng.core.finding import Finding
from zhiheng.core.live import LiveChecker
from zhiheng.core.moments import civil_in, microseconds

POWER = "catalogue.publication"
_DOCUMENT = Path(__file__).with_name("publication.yaml")


@cache
def _catalogue() -> Catalogue:
    return load_powers([read_source(_DOCUMENT, _DOCUMENT.name).data])


@cache
def _blocking() -> tuple[Control, ...]:
    """Those that block anyway, and the one that knows what a version that was sent back needs anew."""
    return tuple(control for control in load_controls([SHIPPED]) if control.header.blocks or control.id == "P07")


class Gate:
    """The controls at hand, for as many acts as are to be judged; for one thread."""

    def __enter__(self) -> Self:
        self._checker = LiveChecker(_catalogue(), _blocking(), days=(0, 0))
        return self

    def __exit__(self, *_error: object) -> None:
        self._checker.close()

    def refuse_flagged(self, case: str, past: Iterable[Act], *, step: str, official: str, at: datetime) -> None:
        """Raise GateError where a control would flag the act, with its rule and the line that it breaks."""
        events = [{"case_id": case, "event_id": str(act.pk), **_row(act.step, act.official, act.at)} for act in past]
        proposed = {"event_id": "proposed", **_row(step, official, at)}
        found = self._checker.check({"cases": [{"case_id": case, "power_id": POWER}], "events": events}, proposed)
        if found:
            raise _refusal(found)


def _row(step: str, official: str, at: datetime) -> dict[str, Any]:
    return {"step_id": step, "official_id": official, "occurred_at": microseconds(civil_in(at, settings.TIME_ZONE))}


def _refusal(found: tuple[Finding, ...]) -> GateError:
    titles = {control.id: control.header.title for control in _blocking()}
    document = _catalogue().versions[0].document
    lines = {s.id: s.title for s in document.separations} | {step.id: step.title for step in document.steps}
    said_zh, said_en = [], []
    for finding in found:
        title, line = titles[finding.control_id], lines.get(finding.subject_id or "")
        zh, en = (getattr(line, "zh", None), getattr(line, "en", None))
        said_zh.append(f"{finding.control_id} {title.zh}" + (f"（{zh}）" if zh else ""))
        said_en.append(f"{finding.control_id} {title.en}" + (f" ({en})" if en else ""))
    return GateError(
        en=f"this act would break a rule: {'; '.join(said_en)}."
        " Let somebody else take it, or take the step before it first",
        zh=f"此操作不符合规则：{'；'.join(said_zh)}。请由其他人办理，或先完成前一环节",
    )
