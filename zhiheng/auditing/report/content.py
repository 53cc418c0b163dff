"""What the caller tells the report beside the database: the controls' words, names, the currency."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.auditing.report.text import Text, both, shown


@dataclass(frozen=True)
class ControlText:
    """What a control says of itself (its header), and the hash of the text that was run.

    ``measure``: how it is measured; ``blind``: what it cannot see. ``subject`` is the catalogue list
    whose line sets the value (``time_limits``, ``separations``, ...); it tells what a ``subject_id`` is.
    """

    id: str
    title: Text
    flags: Text
    why: Text
    hash: str
    measure: Text | None = None
    blind: Text | None = None
    basis: Text | None = None
    principle: Text | None = None
    subject: str | None = None


@dataclass(frozen=True)
class ReportTitles:
    """Titles by id, where known; a thing without a title is shown by its id.

    Steps and lines (limits, responses, separations, dues) may be keyed ``power_id/id`` where one id
    means different things in different powers; that key goes before the bare id. Where no power is
    asked for, a title on which all powers agree is used.
    """

    powers: Mapping[str, Text] = field(default_factory=dict)
    steps: Mapping[str, Text] = field(default_factory=dict)
    limits: Mapping[str, Text] = field(default_factory=dict)
    units: Mapping[str, Text] = field(default_factory=dict)

    def power(self, power_id: str) -> Text:
        """The power's title, else its id."""
        return self.powers.get(power_id) or both(shown(power_id))

    def unit(self, unit_id: str) -> Text:
        """The unit's title, else its id."""
        return self.units.get(unit_id) or both(shown(unit_id))

    def step(self, power_id: str | None, step_id: str) -> Text | None:
        """The step's title, if there is one."""
        return _titled(self.steps, self._agreed_steps, power_id, step_id)

    def line(self, power_id: str | None, line_id: str) -> Text | None:
        """The title of a limit or other line, if there is one."""
        return _titled(self.limits, self._agreed_limits, power_id, line_id)

    @functools.cached_property
    def _agreed_steps(self) -> Mapping[str, Text]:
        return _agreed(self.steps)

    @functools.cached_property
    def _agreed_limits(self) -> Mapping[str, Text]:
        return _agreed(self.limits)


def _titled(
    titles: Mapping[str, Text], agreed: Mapping[str, Text], power_id: str | None, bare: str
) -> Text | None:
    title = titles.get(f"{power_id}/{bare}") or titles.get(bare)
    return agreed.get(bare) if title is None and power_id is None else title


def _agreed(titles: Mapping[str, Text]) -> dict[str, Text]:
    """Titles by the bare id, where every power that has it calls it the same."""
    said: dict[str, set[Text]] = {}
    for key, title in titles.items():
        said.setdefault(key.rpartition("/")[2], set()).add(title)
    return {bare: title for bare, (title, *others) in said.items() if not others}
