"""From a control's measurements to findings: one SQL wrapper, the same text on every engine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from zhiheng.core.control import Control, level_bands
from zhiheng.core.finding import Level

DEFAULT_LADDER: Mapping[str, Level] = {"statutory": "red", "promised": "yellow", "step": "warning"}

# Separates the parts of a finding's id; no identifier holds it.
_SEPARATOR = "\x1f"
_HOUR = 3_600_000_000


class Adjustment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a city decides about one control."""

    use: bool = True
    bands: dict[Level, int] | None = None
    parameters: dict[str, int] = {}


@dataclass(frozen=True)
class Judgement:
    """How measurements become levels: the ladder of limit kinds and the city's adjustments."""

    ladder: Mapping[str, Level] = field(default_factory=lambda: dict(DEFAULT_LADDER))
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)

    def uses(self, control: Control) -> bool:
        """Whether the city uses the control."""
        return self._of(control).use

    def parameters(self, control: Control) -> dict[str, int]:
        """The control's own parameters, with the city's figures."""
        own = {name: p.default for name, p in control.header.parameters.items()}
        return own | {k: v for k, v in self._of(control).parameters.items() if k in own}

    def bands(self, control: Control) -> Mapping[Level, int]:
        """The control's bands, or the city's."""
        return self._of(control).bands or control.header.bands

    def _of(self, control: Control) -> Adjustment:
        return self.adjustments.get(control.id, Adjustment())


@dataclass(frozen=True)
class Moment:
    """As of when: civil microseconds, offset in minutes (None: unknown), day and working-day number."""

    now: int
    today: int
    today_n: int | None
    offset: int | None

    @property
    def given(self) -> dict[str, int | None]:
        """The parameters that every control may use."""
        return {"now": self.now, "today": self.today, "today_n": self.today_n, "now_offset": self.offset}


def used_parameters(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that the text names with a dollar sign: engines refuse the others."""
    named = set(re.findall(r"\$([a-z_]\w*)", sql))
    return {name: value for name, value in values.items() if name in named}


def judged_sql(control: Control, judgement: Judgement) -> str:
    """A query for every situation that the control judges, with level and state.

    Columns: the control's eleven, start_event_id, state, side, provisional, excess_found (1, 0 or
    null: not checkable) and level (null: neither found nor near).
    """
    return (
        f"SELECT j.case_id, j.power_id, j.subject_id, j.event_id, j.unit_id, j.official_id, j.occurred_at, j.due_at,"  # noqa: S608 - texts of our own
        f" CAST(j.measured AS BIGINT) AS measured, CAST(j.allowed AS BIGINT) AS allowed, j.measure_unit,"
        f" {_or('start_event_id', control, 'j.event_id')} AS start_event_id,"
        f" {_state(control)} AS state,"
        f" {_or('side', control, 'CAST(NULL AS VARCHAR)')} AS side,"
        f" {_or('provisional', control, '0')} AS provisional,"
        f" CASE WHEN j.measured IS NULL THEN NULL WHEN j.measured > j.allowed THEN 1 ELSE 0 END AS found,"
        f" {_level(control, judgement)} AS level"
        f" FROM (\n{control.sql.strip().rstrip(';')}\n) AS j"
    )


def findings_sql(source: str, control: Control, jurisdictions: Sequence[str], *, as_of: int) -> str:
    """A query for the findings among judged rows, in the column order of ``finding.COLUMNS``.

    ``source`` is a table name or a query in parentheses that gives the columns of `judged_sql`.
    """
    parts = [
        f"'{control.id}'", "COALESCE(j.case_id, '')", "COALESCE(j.subject_id, '')",
        "COALESCE(j.start_event_id, '')",
    ]  # fmt: skip
    identity = f" || '{_SEPARATOR}' || ".join(parts)
    basis = _basis(control, jurisdictions)
    lines = "".join(
        f" LEFT JOIN bases AS {name} ON {name}.power_id = c.power_id AND {name}.version = c.version"
        f" AND {name}.list = {_quoted(name)} AND {name}.line_id = j.subject_id"
        for name in control.header.subjects
    )
    own_line = "".join(f"{name}.basis, " for name in control.header.subjects)
    return (
        f"SELECT substr(sha256({identity}), 1, 32) AS finding_id, '{control.id}' AS control_id,"  # noqa: S608 - texts of our own
        f" '{control.hash}' AS control_hash, j.case_id, j.power_id, c.version, j.subject_id, j.event_id, j.unit_id,"
        f" j.official_id, j.occurred_at, j.due_at, j.measured, j.allowed, j.measure_unit, j.level, j.state,"
        f" j.provisional, COALESCE({own_line}{basis}, '') AS basis, {as_of} AS as_of, j.side"
        f" FROM {source} AS j LEFT JOIN cases AS c ON c.case_id = j.case_id"
        f" LEFT JOIN powers AS p ON p.power_id = c.power_id AND p.version = c.version{lines}"
        f" WHERE j.level IS NOT NULL"
    )


def _or(column: str, control: Control, otherwise: str) -> str:
    return f"j.{column}" if control.optional(column) else otherwise


def _state(control: Control) -> str:
    default = "CASE WHEN j.event_id IS NULL THEN 'pending' ELSE 'done' END"
    return f"COALESCE(j.state, {default})" if control.optional("state") else default


def _level(control: Control, judgement: Judgement) -> str:
    """The level of a row: by the kind of the limit where it decides, else by the bands.

    Microsecond measures count their bands in hours. Bands below zero speak of pending acts only.
    """
    bands = level_bands(judgement.bands(control))
    scale = f"CASE WHEN j.measure_unit = 'microsecond' THEN {_HOUR} ELSE 1 END"
    excess = "(j.measured - j.allowed)"
    passed = [(level, band) for level, band in bands if band > 0]
    near = [(level, band) for level, band in bands if band <= 0]
    lightest = passed[-1][0] if passed else "notice"
    cases = [f"WHEN {excess} >= {band} * {scale} THEN '{level}'" for level, band in passed]
    by_band = f"CASE {' '.join(cases)} ELSE '{lightest}' END" if cases else f"'{lightest}'"
    if control.optional("kind"):
        kinds = " ".join(f"WHEN {_quoted(kind)} THEN '{level}'" for kind, level in sorted(judgement.ladder.items()))
        by_band = f"CASE j.kind {kinds} ELSE {by_band} END"
    approaching = " ".join(
        f"WHEN {_state(control)} = 'pending' AND {excess} >= {band} * {scale} THEN '{level}'" for level, band in near
    )
    return f"CASE WHEN j.measured > j.allowed THEN {by_band} {approaching} END"


def laws_of(control: Control, jurisdictions: Sequence[str]) -> list[str]:
    """What a finding of the control may stand on besides the law of a document's line."""
    principle = _principle(control)
    return [*_laws(control, jurisdictions).values(), *([] if principle is None else [principle])]


def _basis(control: Control, jurisdictions: Sequence[str]) -> str:
    """SQL for the header's law in the power's jurisdiction, else its principle."""
    principle = _principle(control)
    otherwise = "NULL" if principle is None else _quoted(principle)
    laws = _laws(control, jurisdictions)
    whens = " ".join(f"WHEN {_quoted(name)} THEN {_quoted(text)}" for name, text in laws.items())
    return f"CASE p.jurisdiction {whens} ELSE {otherwise} END" if whens else otherwise


def _principle(control: Control) -> str | None:
    principle = control.header.principle
    return f"{principle.zh} / {principle.en}" if principle else None


def _laws(control: Control, jurisdictions: Sequence[str]) -> dict[str, str]:
    """The header's law in each of the jurisdictions that it names."""
    return {
        name: "；".join(f"{c.law} {c.article}".strip() for c in citations)
        for name, citations in sorted(control.header.basis.items())
        if name in jurisdictions
    }


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
