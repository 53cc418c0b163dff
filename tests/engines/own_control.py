"""A city's own control whose text is in the portable subset, but cannot be run."""

from pathlib import Path

_TEXT = """/*---
id: Q90
title: {{zh: 不能运行, en: Cannot be run}}
flags: {{zh: 一。, en: One.}}
why: {{zh: 二。, en: Two.}}
principle: {{zh: 三。, en: Three.}}
measure: {{zh: 四。, en: Four.}}
blind: {{zh: 五。, en: Five.}}
phase: after
scope: case
bands: {{warning: 1}}
boundary: {{zh: 无。, en: None.}}
not_checkable: {{zh: 无。, en: None.}}
---*/
SELECT e.case_id, e.power_id, e.step_id AS subject_id, e.event_id, e.unit_id, e.official_id,
       e.occurred_at, CAST(NULL AS BIGINT) AS due_at,
       {measured} AS measured, 0 AS allowed, 'count' AS measure_unit
FROM events AS e
"""
_EXAMPLES = """
- name: {zh: 一件办件, en: a case}
  shows: found
  power: {steps: [{id: accept}]}
  case: {events: [{step: accept, at: 2026-09-18, official: 李娜}]}
  as_of: 2026-09-30
  finds: [{subject_id: accept, measured: 1}]
- name: {zh: 没有办件, en: no case}
  shows: clean
  power: {steps: [{id: accept}]}
  cases: []
  as_of: 2026-09-30
  finds: []
"""

# What the engine meets only when it reads the text, and what only when it reads the rows.
CANNOT_RUN = {
    "a text where a number belongs": "ABS(e.step_id)",
    "a number too great": "9223372036854775807 * (e.sequence + 2)",
}


def write_own_control(city: Path, measured: str) -> Path:
    """The control Q90 with its examples in the city's folder; returns its SQL file."""
    folder = city / "controls" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Q90_cannot_be_run.sql"
    path.write_text(_TEXT.format(measured=measured), "utf-8")
    path.with_suffix(".examples.yaml").write_text(_EXAMPLES, "utf-8")
    return path
