"""A log judged twice, by a city as it is and with drafts in place: what would have been found more and less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from zhiheng.auditing.city import City, load_city
from zhiheng.auditing.differences import Differences
from zhiheng.auditing.drafts import DraftCity, draft_city
from zhiheng.auditing.output_folder import OutputFolder
from zhiheng.auditing.run import audit
from zhiheng.core.errors import Language

if TYPE_CHECKING:
    from zhiheng.core.control import Control, Words

Progress = Callable[[str, int, int | None], None]

PARQUET, SUMMARY = "replay.parquet", "replay.json"
REPLAY_FILES = (PARQUET, SUMMARY)

_SIDES = ("more", "less", "changed")
_JUDGED = ("judged", "found", "not_checkable")


@dataclass(frozen=True)
class Replay:
    """What drafts would change: the counts, each difference, and the titles of the controls."""

    summary: dict[str, Any]
    differences: Differences
    titles: dict[str, Words]


def replay(
    log: str | Path | Sequence[str | Path],
    *,
    city: str | Path | City,
    draft: str | Path | Sequence[str | Path],
    as_of: str | date | datetime | None = None,
    controls: Sequence[str] | None = None,
    out: str | Path | None = None,
    language: Language = "zh",
    progress: Progress | None = None,
) -> Replay:
    """Audit a log with a city as it is and with drafts in place, and compare the findings.

    ``draft`` is a power document, a control with its examples beside it, a file such as city.yaml, or a folder laid
    over the city folder; or several of these. The log is read twice, since what a record says of steps and versions
    depends on the documents. With ``out`` replay.parquet and replay.json are written into that folder.
    Raises InputError for bad input, and where the drafts change nothing.
    """
    place = city if isinstance(city, City) else load_city(city)
    drafts = [Path(part) for part in ([draft] if isinstance(draft, str | Path) else draft)]
    folder = None if out is None else OutputFolder(Path(out), REPLAY_FILES)
    differences = Differences(writes=None if folder is None else folder / PARQUET)
    with draft_city(place, drafts) as other:
        asked = _asked(place, other, controls)
        judged: dict[str, dict[str, Any]] = {}
        titles: dict[str, Words] = {}

        def judge(name: Literal["present", "draft"], where: City) -> None:
            result = audit(log, city=where, as_of=as_of, controls=asked[name], language=language, progress=progress)
            differences.take(name, result.findings)
            judged[name] = result.summary
            titles.update({control.id: control.header.title for control in result.controls})
            result.connection.close()

        judge("present", place)
        with other.naming():
            judge("draft", other.city)
    differences.compare()
    summary = _summary(judged, differences, other)
    if folder is not None:
        _write(folder, differences, summary)
    return Replay(summary, differences, titles)


def _asked(place: City, other: DraftCity, controls: Sequence[str] | None) -> dict[str, Sequence[str] | None]:
    """The ids to run on either side; a control that only one side has is run there."""
    if controls is None:
        return {"present": None, "draft": None}
    present, draft = place.controls(), other.city.controls()
    known = {control.id for control in (*present, *draft)}
    unknown = [name for name in controls if name not in known]
    if unknown:
        other.city.controls(unknown)  # says which there are

    def of(side: Sequence[Control]) -> list[str]:
        return [control.id for control in side if control.id in controls]

    return {"present": of(present), "draft": of(draft)}


def _summary(judged: dict[str, dict[str, Any]], differences: Differences, other: DraftCity) -> dict[str, Any]:
    present, draft = judged["present"], judged["draft"]
    by_control = differences.by_control()
    ids = sorted({*present["controls"], *draft["controls"]})
    counted = {
        name: {side: _total(summary["controls"].get(name)) for side, summary in judged.items()} for name in ids
    }
    return {
        "city": present["city"],
        "drafts": [{"path": str(one.path), "place": one.place, "new": one.new} for one in other.laid],
        "files": present["files"],
        "as_of": {"present": present["as_of"], "draft": draft["as_of"]},
        "cases": {"present": present["cases"], "draft": draft["cases"]},
        "unmatched": {"present": present["unmatched"], "draft": draft["unmatched"]},
        "differences": {side: sum(row[side] for row in by_control.values()) for side in _SIDES},
        "controls": {
            name: {**counted[name], **{side: by_control.get(name, {}).get(side, 0) for side in (*_SIDES, *_GRAVITY)}}
            for name in ids
            if name in by_control or counted[name]["present"] != counted[name]["draft"]
        },
        "units_and_months": differences.by_unit_and_month(),
        "warnings": list(dict.fromkeys((*present["warnings"], *map(other.named, draft["warnings"])))),
    }


_GRAVITY = ("graver", "lighter")


def _total(control: dict[str, Any] | None) -> dict[str, int]:
    """What a control judged, over all its subjects; zeros where it did not run."""
    subjects = [] if control is None else control["subjects"].values()
    return {name: sum(count[name] for count in subjects) for name in _JUDGED}


def _write(folder: OutputFolder, differences: Differences, summary: dict[str, Any]) -> None:
    import duckdb

    with folder.writing():
        try:
            differences.write_parquet(folder / PARQUET)
        except duckdb.IOException as error:
            raise OSError(str(error).strip().partition("\n")[0]) from None
        (folder / SUMMARY).write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=1) + b"\n")
        folder.put_in_place()
