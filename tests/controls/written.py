"""A small control of a city's own, written to a folder; tests break one thing in it at a time."""

from pathlib import Path

HEADER = """\
/*---
id: Q90
title: {zh: 休息日办理, en: Act on a rest day}
flags: {zh: 办理行为记在休息日。, en: An act is recorded on a rest day.}
why: {zh: 补录的日期不可信。, en: A date filled in later is not to be trusted.}
principle: {zh: 如实登记。, en: Acts are recorded truly.}
phase: after
scope: case
bands: {yellow: 1}
---*/
"""

SQL = """\
SELECT e.case_id, e.power_id, e.step_id AS subject_id, e.event_id, e.unit_id, e.official_id,
       e.occurred_at, NULL AS due_at,
       1 - w.is_workday AS measured, 0 AS allowed, 'flag' AS measure_unit
FROM events AS e
LEFT JOIN workdays AS w ON w.day = e.day
WHERE e.step_id IS NOT NULL
"""

EXAMPLES = """\
- name: {zh: 周日受理, en: accepted on a Sunday}
  shows: found
  calendar: cn
  power: {steps: [{id: accept}]}
  case: {events: [{step: accept, at: 2026-09-13}]}
  as_of: 2026-09-30
  finds: [{subject_id: accept, measured: 1}]
- name: {zh: 周五受理, en: accepted on a Friday}
  shows: clean
  calendar: cn
  power: {steps: [{id: accept}]}
  case: {events: [{step: accept, at: 2026-09-18}]}
  as_of: 2026-09-30
  finds: []
- name: {zh: 调休的周日, en: a Sunday that is worked}
  shows: boundary
  calendar: cn
  power: {steps: [{id: accept}]}
  case: {events: [{step: accept, at: 2026-09-20}]}
  as_of: 2026-09-30
  finds: []
- name: {zh: 没有日历, en: without a calendar}
  shows: not_checkable
  power: {steps: [{id: accept}]}
  case: {events: [{step: accept, at: 2026-09-13}]}
  as_of: 2026-09-30
  finds: []
  not_checkable: 1
"""


def changed(text: str, old: str, new: str) -> str:
    """The text with one thing changed; the thing has to be there."""
    assert old in text, f"{old!r} is not in the text"
    return text.replace(old, new)


def write_control(
    folder: Path, *, header: str = HEADER, sql: str = SQL, examples: str | None = EXAMPLES, name: str = "Q90_rest_day"
) -> Path:
    """The control's SQL file, its examples beside it."""
    place = folder / "controls" / "data"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.sql").write_text(header + sql, encoding="utf-8")
    if examples is not None:
        (place / f"{name}.examples.yaml").write_text(examples, encoding="utf-8")
    return place / f"{name}.sql"
