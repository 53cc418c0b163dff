"""The audit's summary (summary.json) as the report reads it; what is missing counts as nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.auditing.report.queries import Levels
from zhiheng.auditing.report.text import Text, both, shown
from zhiheng.formats.oddities import ODDITIES


@dataclass(frozen=True)
class SubjectCounts:
    """What one control judged on one subject."""

    subject_id: str
    judged: int
    found: int
    not_checkable: int
    levels: Levels
    sides: Mapping[str, int]


@dataclass(frozen=True)
class ControlCounts:
    """What one control judged, subject by subject, the most found first."""

    control_id: str
    hash: str
    subjects: Sequence[SubjectCounts]

    @property
    def judged(self) -> int:
        """Situations judged."""
        return sum(one.judged for one in self.subjects)

    @property
    def found(self) -> int:
        """Situations outside what is allowed."""
        return sum(one.found for one in self.subjects)

    @property
    def not_checkable(self) -> int:
        """Situations that lack what is needed to judge them."""
        return sum(one.not_checkable for one in self.subjects)


@dataclass(frozen=True)
class Summary:
    """The numbers of the whole audit."""

    city: str
    as_of: str
    engine: str
    cases: int
    events: int
    unmatched_cases: int
    unmatched_activities: Sequence[tuple[str, int]]
    odd: Sequence[tuple[Text, int]]
    warnings: Sequence[str]
    files: Sequence[str]
    seconds: Sequence[tuple[str, float]]
    controls: Mapping[str, ControlCounts]

    @property
    def judged(self) -> int:
        """Situations judged by all controls."""
        return sum(one.judged for one in self.controls.values())

    @property
    def found(self) -> int:
        """Situations outside what is allowed, under all controls."""
        return sum(one.found for one in self.controls.values())

    @property
    def not_checkable(self) -> int:
        """Situations that no control could judge."""
        return sum(one.not_checkable for one in self.controls.values())


def read_summary(given: Mapping[str, Any]) -> Summary:
    """The dict of ``contracts.md`` (summary.json) in the shape that the page needs."""
    unmatched = given.get("unmatched") or {}
    activities = dict(unmatched.get("activities") or {})
    return Summary(
        city=str(given.get("city", "")),
        as_of=str(given.get("as_of") or ""),
        engine=str(given.get("engine", "")),
        cases=int(given.get("cases", 0)),
        events=int(given.get("events", 0)),
        unmatched_cases=int(unmatched.get("cases", 0)),
        unmatched_activities=sorted(activities.items(), key=lambda one: (-one[1], one[0])),
        odd=[(_oddity(name), int(count)) for name, count in dict(given.get("odd") or {}).items()],
        warnings=[str(warning) for warning in given.get("warnings") or ()],
        files=[str(name) for name in given.get("files") or ()],
        seconds=[(str(name), float(value)) for name, value in dict(given.get("seconds") or {}).items()],
        controls={name: _control(name, one) for name, one in dict(given.get("controls") or {}).items()},
    )


def _control(name: str, given: Mapping[str, Any]) -> ControlCounts:
    subjects = [_subject(one, counts) for one, counts in dict(given.get("subjects") or {}).items()]
    subjects.sort(key=lambda one: (-one.found, -one.judged, one.subject_id))
    return ControlCounts(name, str(given.get("hash", "")), subjects)


def _subject(name: str, given: Mapping[str, Any]) -> SubjectCounts:
    levels = {level: int(count) for level, count in dict(given.get("levels") or {}).items()}
    return SubjectCounts(
        subject_id=name,
        judged=int(given.get("judged", 0)),
        found=int(given.get("found", 0)),
        not_checkable=int(given.get("not_checkable", 0)),
        levels=Levels(*(levels.get(level, 0) for level in Levels._fields)),
        sides={str(side): int(count) for side, count in dict(given.get("sides") or {}).items()},
    )


def _oddity(name: str) -> Text:
    if name not in ODDITIES:
        return both(shown(name))
    en, zh = ODDITIES[name]
    return Text(zh, en)
