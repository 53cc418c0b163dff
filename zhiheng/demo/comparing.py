"""What was planted against what was found: recall and precision, control by control."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiheng.core.finding import Finding
from zhiheng.demo.planting import Planted

Key = tuple[str, str, str]  # control, case, subject


@dataclass(frozen=True)
class ControlComparison:
    """One control. ``near`` counts notices of limits that are near, not passed; ``missed`` has these too."""

    control: str
    planted: int
    found: int
    missed: tuple[Key, ...]
    unexpected: tuple[Key, ...]
    near: int


@dataclass(frozen=True)
class Comparison:
    """All controls that were to find something or did."""

    controls: tuple[ControlComparison, ...]

    @property
    def recall(self) -> float:
        """The share of what was planted that was found; 1 where nothing was planted."""
        planted = sum(row.planted for row in self.controls)
        return sum(row.found for row in self.controls) / planted if planted else 1.0

    @property
    def precision(self) -> float:
        """The share of what was found that was planted; 1 where nothing was found."""
        found = sum(row.found for row in self.controls)
        wrong = sum(len(row.unexpected) for row in self.controls)
        return found / (found + wrong) if found + wrong else 1.0


def compare(planted: Sequence[Planted], findings: Iterable[Finding]) -> Comparison:
    """Per control what was planted, found, missed and unexpected; a subject of a case counts once."""
    wanted = {(line.control, line.case, line.subject) for line in planted if line.role != "near"}
    awaited = {(line.control, line.case, line.subject) for line in planted if line.role == "near"}
    made: set[Key] = set()
    near: set[Key] = set()
    for finding in findings:
        key = (finding.control_id, finding.case_id or "", finding.subject_id or "")
        (made if finding.measured > finding.allowed else near).add(key)
    controls = sorted({key[0] for key in wanted | awaited | made | near})
    return Comparison(tuple(
        ControlComparison(
            control=name,
            planted=len(_of(name, wanted)),
            found=len(_of(name, wanted & made)),
            missed=_of(name, (wanted - made) | (awaited - near)),
            unexpected=_of(name, made - wanted),
            near=len(_of(name, near)),
        )
        for name in controls
    ))  # fmt: skip


def _of(control: str, keys: set[Key]) -> tuple[Key, ...]:
    return tuple(sorted(key for key in keys if key[0] == control))
