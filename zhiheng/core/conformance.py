"""Whole traces against the step model: exact, each distinct variant replayed once.

The automaton of a model is built as traces need it, one (state, step) pair at a time, so a model with
many parallel steps costs only what the log really did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from zhiheng.core.procedure import ModelStep, Reason, State, StepModel
from zhiheng.core.relations import RELATIONS

if TYPE_CHECKING:
    from zhiheng.core.catalogue import Catalogue

Models = Mapping[tuple[str, str], StepModel]
Row = tuple[str | int | None, ...]

# States that an automaton remembers (some 300 bytes each); then it forgets them and goes on.
MOST_STATES = 200_000


class Fit(NamedTuple):
    """Whether the model allows the trace; if not, the first act not allowed (None: it ended too early)."""

    fits: bool
    position: int | None = None
    reason: Reason | None = None


class Trace(NamedTuple):
    """A case's acts in their order; a step that the catalogue does not have is None."""

    case_id: str
    power_id: str
    version: str
    status: str | None
    steps: tuple[str | None, ...]
    event_ids: Sequence[str | None]
    sequences: Sequence[int]


class Automaton:
    """A model's states by number and where each step leads, found out once and remembered."""

    def __init__(self, model: StepModel, most_states: int = MOST_STATES) -> None:
        self._model = model
        self._most = most_states
        self._forget()

    def replay(self, steps: Iterable[str | None], *, finished: bool) -> Fit:
        """Whether the model allows the steps; ``finished``: all required ones must be among them."""
        here = self._number_of(self._model.start())
        for position, step in enumerate(steps):
            to = self._moves[here].get(step)
            if to is None:
                if len(self._states) > self._most:
                    here = self._forget(self._states[here])
                to = self._moves[here][step] = self._move(here, step)
            if isinstance(to, str):
                return Fit(fits=False, position=position, reason=to)
            here = to
        if finished and not self._model.complete(self._states[here]):
            return Fit(fits=False, reason="unfinished")
        return Fit(fits=True)

    @property
    def size(self) -> int:
        """How many states are remembered."""
        return len(self._states)

    def _forget(self, but: State | None = None) -> int:
        """Begin anew, with one state kept; its new number."""
        self._states: list[State] = []
        self._numbers: dict[State, int] = {}
        self._moves: list[dict[str | None, int | Reason]] = []
        return self._number_of(but or self._model.start())

    def _move(self, here: int, step: str | None) -> int | Reason:
        state = self._states[here]
        number = self._model.number(step)
        obstacle = self._model.obstacle(state, number)
        if obstacle is not None or number is None:
            return obstacle or "unknown-step"
        return self._number_of(self._model.after(state, number))

    def _number_of(self, state: State) -> int:
        number = self._numbers.setdefault(state, len(self._states))
        if number == len(self._states):
            self._states.append(state)
            self._moves.append({})
        return number


def replay(model: StepModel, steps: Sequence[str | None], closed: bool | None) -> Fit:  # noqa: FBT001 - has three values
    """Whether the model allows one trace; ``closed`` False: open or withdrawn, so steps may be lacking."""
    return Automaton(model).replay(steps, finished=closed is not False)


def must_be_finished(status: str | None) -> bool:
    """Whether a case with this status must have had all required steps; null: the log does not tell."""
    return status is None or status == "closed"


def models(catalogue: Catalogue) -> dict[tuple[str, str], StepModel]:
    """The step model of every version in a catalogue."""
    return {(v.power_id, v.version): StepModel.from_version(v) for v in catalogue.versions}


def conformance_rows(models: Models, traces: Iterable[Trace]) -> Iterator[Row]:
    """Rows of the relation ``conformance``; traces whose version has no model give none."""
    automata: dict[tuple[str, str], Automaton] = {}
    known: dict[tuple[str, str, tuple[str | None, ...], bool], Fit] = {}
    for trace in traces:
        key = (trace.power_id, trace.version)
        if key not in models:
            continue
        finished = must_be_finished(trace.status)
        variant = (*key, trace.steps, finished)
        fit = known.get(variant)
        if fit is None:
            automaton = automata.get(key) or automata.setdefault(key, Automaton(models[key]))
            fit = known[variant] = automaton.replay(trace.steps, finished=finished)
        at = fit.position
        event, sequence = (None, None) if at is None else (trace.event_ids[at], trace.sequences[at])
        yield (trace.case_id, *key, 1 if fit.fits else 0, event, sequence, fit.reason)


def rows_of_cases(models: Models, rows: Mapping[str, Sequence[Sequence[Any]]]) -> list[Row]:
    """Conformance of the cases in ``cases`` and ``events``, both in column order."""
    return list(conformance_rows(models, traces_of(rows)))


def traces_of(rows: Mapping[str, Sequence[Sequence[Any]]]) -> Iterator[Trace]:
    """The traces of the cases that have a version, each in the order of its sequence."""
    case = _places("cases", "case_id", "power_id", "version", "status")
    event = _places("events", "case_id", "sequence", "step_id", "event_id")
    acts: dict[str, list[tuple[int, str | None, str | None]]] = {}
    for row in rows.get("events", ()):
        acts.setdefault(row[event["case_id"]], []).append(
            (row[event["sequence"]], row[event["step_id"]], row[event["event_id"]])
        )
    for row in rows.get("cases", ()):
        case_id, power_id, version, status = (row[place] for place in case.values())
        if power_id is None or version is None:
            continue
        own = sorted(acts.get(case_id, ()), key=lambda act: act[0])
        yield Trace(
            case_id, power_id, version, status,
            tuple(step for _, step, _ in own), [name for _, _, name in own], [place for place, _, _ in own],
        )  # fmt: skip


def _places(relation: str, *columns: str) -> dict[str, int]:
    names = RELATIONS[relation].names
    return {column: names.index(column) for column in columns}


class Connection(Protocol):
    """What is needed of a DuckDB connection."""

    def execute(self, query: str, parameters: Any = ...) -> Any:
        """Run one statement; its result can be fetched."""


def derive_history(connection: Connection, models: Models, *, kept: bool = True) -> None:
    """Fill the table ``conformance`` from ``cases``, ``events`` and ``power_steps``.

    With ``kept=False`` it is a temporary table of this connection alone. The models are those of the
    catalogue that filled ``power_steps``. Each variant is replayed once.
    """
    met = connection.execute("SELECT DISTINCT power_id, version FROM cases ORDER BY ALL").fetchall()
    shapes = _shapes([key for key in met if key in models], models)
    connection.execute(_SHAPES, [*map(list, zip(*shapes, strict=True))] if shapes else [[], [], []])
    connection.execute(_TRACES)
    connection.execute(_VARIANTS)
    variants = connection.execute("SELECT variant, shape, finished, acts FROM variants").fetchall()
    connection.execute(_ANSWERS, _answers(variants, {shape: models[power, v] for power, v, shape in shapes}))
    connection.execute(_CONFORMANCE if kept else _CONFORMANCE.replace(" TABLE ", " TEMP TABLE ", 1))
    connection.execute("DROP TABLE shapes; DROP TABLE traces; DROP TABLE variants; DROP TABLE answers")


def _shapes(keys: Iterable[tuple[str, str]], models: Models) -> list[tuple[str, str, int]]:
    """Powers and versions with a number that those whose steps are alike have in common."""
    known: dict[tuple[ModelStep, ...], int] = {}
    return [(*key, known.setdefault(models[key].steps, len(known))) for key in keys]


def _answers(
    variants: Iterable[tuple[int, int, bool, list[int] | None]], models: Mapping[int, StepModel]
) -> list[list[int | str | None]]:
    """Columns of the answers: variant, fits, the sequence of the first act not allowed, and the reason."""
    automata = {shape: Automaton(model) for shape, model in models.items()}
    names = {shape: [None, *(step.step_id for step in model.steps)] for shape, model in models.items()}
    answers: list[tuple[int | str | None, ...]] = []
    for variant, shape, finished, acts in variants:
        steps = [names[shape][act & _CODES - 1] for act in acts or ()]
        fit = automata[shape].replay(steps, finished=finished)
        at = None if fit.position is None or acts is None else acts[fit.position] // _CODES
        answers.append((variant, 1 if fit.fits else 0, at, fit.reason))
    return [[answer[column] for answer in answers] for column in range(4)]


# An act as one number, so that traces sort and compare quickly: its sequence, then the step's rank + 1
# (0: not in the catalogue).
_CODES = 1 << 16

_SHAPES = """
CREATE OR REPLACE TEMP TABLE shapes AS
SELECT unnest($1::VARCHAR[]) AS power_id, unnest($2::VARCHAR[]) AS version, unnest($3::BIGINT[]) AS shape
"""

_TRACES = f"""
CREATE OR REPLACE TEMP TABLE traces AS
WITH acts AS (
  SELECT e.case_id, list_sort(list(e.sequence * {_CODES} + COALESCE(s.rank + 1, 0))) AS acts
  FROM events AS e
  LEFT JOIN power_steps AS s ON s.power_id = e.power_id AND s.version = e.version AND s.step_id = e.step_id
  WHERE e.version IS NOT NULL
  GROUP BY e.case_id
)
SELECT c.case_id, c.power_id, c.version, s.shape, c.status IS NULL OR c.status = 'closed' AS finished, a.acts
FROM cases AS c
JOIN shapes AS s ON s.power_id = c.power_id AND s.version = c.version
LEFT JOIN acts AS a ON a.case_id = c.case_id
"""  # noqa: S608 - a number of our own

_VARIANTS = """
CREATE OR REPLACE TEMP TABLE variants AS
SELECT row_number() OVER () AS variant, shape, finished, acts
FROM (SELECT DISTINCT shape, finished, acts FROM traces)
"""

_ANSWERS = """
CREATE OR REPLACE TEMP TABLE answers AS
SELECT unnest($1::BIGINT[]) AS variant, unnest($2::BIGINT[]) AS fits, unnest($3::BIGINT[]) AS sequence,
       unnest($4::VARCHAR[]) AS reason
"""

_CONFORMANCE = """
CREATE OR REPLACE TABLE conformance AS
WITH judged AS (
  SELECT t.case_id, t.power_id, t.version, a.fits, a.sequence, a.reason
  FROM traces AS t
  JOIN variants AS v ON v.shape = t.shape AND v.finished = t.finished AND v.acts IS NOT DISTINCT FROM t.acts
  JOIN answers AS a ON a.variant = v.variant
)
SELECT j.case_id, j.power_id, j.version, j.fits, e.event_id, j.sequence, j.reason
FROM judged AS j LEFT JOIN events AS e ON e.case_id = j.case_id AND e.sequence = j.sequence
"""
