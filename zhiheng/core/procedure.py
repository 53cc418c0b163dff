"""The step model: what may happen next in a case, and why not.

A step may be taken when the power has it, it was not yet taken as often as it may be, its
predecessors are done (all, any or n of them), and the case is not closed, which it is while a closing
step is done; after the close only steps that come after a closing step and steps for any time. A step
that returns the case makes its target, and all that comes after the target, count as not done; how
often steps were taken is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from zhiheng.core.catalogue.compiling import after_close
from zhiheng.core.relations import RELATIONS

if TYPE_CHECKING:
    from zhiheng.core.catalogue import PowerVersion
    from zhiheng.core.errors import Language

Reason = Literal["unknown-step", "too-often", "too-early", "after-close", "unfinished"]
Row = Sequence[str | int | None]


class State(NamedTuple):
    """How far a case is: which steps are done (bits), and the times of those whose number is limited."""

    done: int
    times: tuple[int, ...]


@dataclass(frozen=True)
class Refusal:
    """Why a step may not be taken, or a case not be finished; ``steps`` are those that are lacking."""

    reason: Reason
    step_id: str | None
    en: str
    zh: str
    steps: tuple[str, ...] = ()

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class ModelStep:
    """A step as the model needs it; ``needed`` None: all of ``after``; ``after_close``: then too."""

    step_id: str
    zh: str
    en: str
    after: tuple[str, ...] = ()
    needed: int | None = None
    required: bool = False
    max_times: int | None = None
    closes: bool = False
    after_close: bool = False
    returns_to: str | None = None


class _Rule(NamedTuple):
    """A step in numbers: bits of other steps, and where in ``State.times`` it is counted."""

    before: int
    needed: int
    most: int
    counter: int | None
    after_close: bool
    undone: int


class StepModel:
    """The steps of a power in one version; it holds no case and never changes."""

    def __init__(self, steps: Iterable[ModelStep]) -> None:
        self._steps = tuple(steps)
        self._index = {step.step_id: number for number, step in enumerate(self._steps)}
        self._required = self._bits(step.step_id for step in self._steps if step.required)
        self._closing = self._bits(step.step_id for step in self._steps if step.closes)
        counters = [step.step_id for step in self._steps if step.max_times is not None]
        self._counted = len(counters)
        self._rules = tuple(
            _Rule(
                before=self._bits(step.after),
                needed=len(set(step.after)) if step.needed is None else step.needed,
                most=step.max_times or 0,
                counter=None if step.max_times is None else counters.index(step.step_id),
                after_close=step.after_close,
                undone=0 if step.returns_to is None else self._from(step.returns_to),
            )
            for step in self._steps
        )

    @classmethod
    def from_version(cls, version: PowerVersion) -> StepModel:
        """The model of a catalogue's version, with its titles."""
        late = after_close(version.power.steps)
        return cls(
            ModelStep(
                step.id, step.zh, step.en, step.after, step.needed, step.required, step.max_times,
                step.closes is not None, step.anytime or step.id in late, step.returns_to,
            )
            for step in version.power.steps
        )  # fmt: skip

    @classmethod
    def from_rows(
        cls, power_steps: Iterable[Row], step_order: Iterable[Row] = (), step_returns: Iterable[Row] = ()
    ) -> StepModel:
        """The model of one version's rows, in the relations' column order."""
        order = [_named("step_order", row) for row in step_order]
        returns = {r["step_id"]: r["to_step"] for r in (_named("step_returns", row) for row in step_returns)}
        made = []
        for step in sorted((_named("power_steps", row) for row in power_steps), key=_rank):
            name = str(step["step_id"])
            mine = [line for line in order if line["after_step"] == name]
            needed = next((int(line["needed"]) for line in mine if line["needed"] is not None), None)
            most, target = step["max_times"], returns.get(name)
            made.append(
                ModelStep(
                    step_id=name,
                    zh=name,
                    en=name,
                    after=tuple(str(line["before_step"]) for line in mine),
                    needed=needed,
                    required=step["required"] == 1,
                    max_times=None if most is None else int(most),
                    closes=step["closes"] is not None,
                    after_close=step["after_close"] == 1,
                    returns_to=None if target is None else str(target),
                )
            )
        return cls(made)

    @property
    def steps(self) -> tuple[ModelStep, ...]:
        """The steps, in the order of the document."""
        return self._steps

    def start(self) -> State:
        """A case in which nothing was done."""
        return State(0, (0,) * self._counted)

    def take(self, state: State, step_id: str | None) -> State | Refusal:
        """The state after the step, or why it may not be taken; the given state is left as it is."""
        number = None if step_id is None else self._index.get(step_id)
        reason = self.obstacle(state, number)
        if reason is None and number is not None:
            return self.after(state, number)
        return self._refusal(reason or "unknown-step", state, step_id, number)

    def next_steps(self, state: State) -> list[tuple[str, Refusal | None]]:
        """Every step, with None where it may be taken now and else with the reason why not."""
        answers = []
        for number, step in enumerate(self._steps):
            reason = self.obstacle(state, number)
            refusal = None if reason is None else self._refusal(reason, state, step.step_id, number)
            answers.append((step.step_id, refusal))
        return answers

    def unfinished(self, state: State) -> Refusal | None:
        """Why a case in this state may not be finished; None: it may."""
        lacking = self._required & ~state.done
        if not lacking:
            return None
        steps = self._named(lacking)
        en, zh = self._titles(steps)
        return Refusal(
            "unfinished",
            None,
            f"the case is not complete: {en} must be done",
            f"办件尚不完整：须完成{zh}",
            steps,
        )

    def number(self, step_id: str | None) -> int | None:
        """The step's place in the model; None: the power has no such step."""
        return None if step_id is None else self._index.get(step_id)

    def obstacle(self, state: State, number: int | None) -> Reason | None:
        """Why the step with this number may not be taken, as a code; None: it may."""
        if number is None:
            return "unknown-step"
        rule = self._rules[number]
        if rule.counter is not None and state.times[rule.counter] >= rule.most:
            return "too-often"
        if (rule.before & state.done).bit_count() < rule.needed:
            return "too-early"
        if state.done & self._closing and not rule.after_close:
            return "after-close"
        return None

    def after(self, state: State, number: int) -> State:
        """The state after the step with this number was taken, allowed or not."""
        rule = self._rules[number]
        done = (state.done | 1 << number) & ~rule.undone
        times = state.times
        if rule.counter is not None:
            times = (*times[: rule.counter], times[rule.counter] + 1, *times[rule.counter + 1 :])
        return State(done, times)

    def complete(self, state: State) -> bool:
        """Whether all required steps are done."""
        return not self._required & ~state.done

    def _from(self, target: str) -> int:
        """The bits of a step and of all that come after it, directly or further."""
        reached = {target}
        waiting = [target]
        while waiting:
            before = waiting.pop()
            later = {step.step_id for step in self._steps if before in step.after} - reached
            reached |= later
            waiting += later
        return self._bits(reached)

    def _bits(self, names: Iterable[str]) -> int:
        bits = 0
        for name in names:
            bits |= 1 << self._index[name]
        return bits

    def _named(self, bits: int) -> tuple[str, ...]:
        return tuple(step.step_id for number, step in enumerate(self._steps) if bits >> number & 1)

    def _titles(self, names: Iterable[str]) -> tuple[str, str]:
        steps = [self._steps[self._index[name]] for name in names]
        return ", ".join(f"'{step.en}'" for step in steps), "、".join(f"“{step.zh}”" for step in steps)

    def _refusal(self, reason: Reason, state: State, step_id: str | None, number: int | None) -> Refusal:
        if number is None:
            name, name_zh = ("the act", "该行为") if step_id is None else (f"'{step_id}'", f"“{step_id}”")
            return Refusal(reason, step_id, f"{name} is no step of this power", f"{name_zh}不是本职权的环节")
        rule, step = self._rules[number], self._steps[number]
        if reason == "too-often":
            en = f"'{step.en}' was done as often as it may be ({rule.most})"
            return Refusal(reason, step_id, en, f"“{step.zh}”至多 {rule.most} 次，次数已满")
        if reason == "too-early":
            return self._too_early(state, number)
        closing = self._named(state.done & self._closing)
        en, zh = self._titles(closing)
        return Refusal(
            reason,
            step_id,
            f"'{step.en}' may not follow {en}, which ended the case",
            f"{zh}已使办件终结，不得再有“{step.zh}”",
            closing,
        )

    def _too_early(self, state: State, number: int) -> Refusal:
        rule, step = self._rules[number], self._steps[number]
        lacking = self._named(rule.before & ~state.done)
        en, zh = self._titles(lacking)
        some = rule.needed - (rule.before & state.done).bit_count()
        if some < len(lacking):
            en, zh = f"{some} of {en}", f"{zh}中的 {some} 个"
        return Refusal(
            "too-early",
            step.step_id,
            f"'{step.en}' comes after {en}, not yet done",
            f"“{step.zh}”须在完成{zh}之后",
            lacking,
        )


def _rank(step: Mapping[str, str | int | None]) -> int:
    return int(step["rank"] or 0)


def _named(relation: str, row: Row) -> Mapping[str, str | int | None]:
    return dict(zip(RELATIONS[relation].names, row, strict=True))
