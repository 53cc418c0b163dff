"""Many examples at once on an engine where a query takes a second: each answered as if it were alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import msgspec

from zhiheng.core import conformance, elsewhere
from zhiheng.core.control import Control
from zhiheng.core.example_runs import Outcome, days_of, moment_of, place_of, tables_of
from zhiheng.core.examples import Example, documents_of, judgement_of, situation, stories_of
from zhiheng.core.finding import COLUMNS, Finding
from zhiheng.core.relations import DERIVED, INTERNAL, RELATIONS
from zhiheng.core.runner import FINDINGS, Count

Pair = tuple[Control, Example]


@dataclass(frozen=True)
class Batch:
    """Examples that share their calendar, moment and parameters, under names of their own."""

    pairs: tuple[Pair, ...]
    told: Example
    prefixes: tuple[str, ...]


# What an example may hold and still be told beside others; whatever else it holds could meet theirs.
_OWN = {
    "name", "as_of", "finds", "shows", "power", "powers", "case", "cases", "calendar", "zone", "parameters", "judged",
    "not_checkable", "sides",
}  # fmt: skip


def batches(pairs: Iterable[Pair]) -> Iterator[Batch]:
    """The examples in as few batches as their moments and calendars allow.

    An example that brings relations of its own, or of a control that compares cases, stays alone.
    """
    groups: dict[Any, list[Pair]] = {}
    for number, (control, example) in enumerate(pairs):
        key: tuple[Any, ...] = (example.calendar, example.zone, example.as_of.isoformat())
        if example.parameters:
            key += (control.id, *sorted(example.parameters.items()))
        if control.header.scope != "case" or _brings_more(example):
            key += (number,)
        groups.setdefault(key, []).append((control, example))
    for group in groups.values():
        prefixes = tuple(f"{number}." if len(group) > 1 else "" for number in range(len(group)))
        yield Batch(tuple(group), told_together([example for _, example in group], prefixes), prefixes)


def told_together(examples: Sequence[Example], prefixes: Sequence[str]) -> Example:
    """One example with the powers and cases of all, renamed; the first one's moment and calendar hold."""
    powers: list[dict[str, Any]] = []
    cases = []
    for prefix, example in zip(prefixes, examples, strict=True):
        documents = documents_of(example)
        names = {document["id"] for document in documents}
        for document in documents:
            parent = document.get("extends")
            renamed = {"extends": f"{prefix}{parent}"} if parent in names else {}
            powers.append({**document, "id": f"{prefix}{document['id']}", **renamed})
        first = documents[0]["id"] if documents else None
        for story in stories_of(example):
            power = story.power or first
            cases.append(
                msgspec.structs.replace(
                    story, id=f"{prefix}{story.id}", power=None if power is None else f"{prefix}{power}"
                )
            )
    return msgspec.structs.replace(examples[0], power=None, powers=powers, case=None, cases=cases)


def run_batch(batch: Batch, engine: elsewhere.Engine) -> Iterator[tuple[Control, Example, Outcome]]:
    """What each control says of its example on the engine."""
    told = batch.told
    control, example = batch.pairs[0]
    place = f"{control.examples_path}: {example.name.en}"
    controls = {one.id: one for one, _ in batch.pairs}
    found, counts = answer(engine, told, list(controls.values()), place)
    for prefix, (one, asked) in zip(batch.prefixes, batch.pairs, strict=True):
        own = [finding for finding in found if finding.control_id == one.id and _of(finding.case_id, prefix)]
        count = Count()
        for case, of_case in counts[one.id].items():
            if _of(case, prefix):
                _add(count, of_case)
        yield one, asked, Outcome(
            findings=tuple(sorted((_renamed(finding, prefix) for finding in own), key=place_of)),
            judged=count.judged, not_checkable=count.not_checkable, sides=count.sides,
        )  # fmt: skip


def answer(
    engine: elsewhere.Engine, told: Example, controls: Sequence[Control], place: str = "powers"
) -> tuple[list[Finding], dict[str, dict[str, Count]]]:
    """All findings of the controls in an example, and the counts by control and case."""
    story = situation(told, place)
    tables = tables_of(story, days_of(story))
    without = frozenset(name for name in RELATIONS if name not in DERIVED and not tables.get(name))
    for relation in (*RELATIONS.values(), *INTERNAL.values()):
        if relation.name not in DERIVED:
            engine.load(relation, tables.get(relation.name, ()))
    engine.load(FINDINGS, ())
    moment = moment_of(story, {row[0]: row[1] for row in tables["workdays"]})
    needs = frozenset().union(*(control.reads for control in controls))
    elsewhere.derive(engine, moment=moment, models=conformance.models(story.catalogue), needs=needs, without=without)
    judgement = judgement_of(controls[0], told)
    counts = elsewhere.run(engine, controls, moment=moment, judgement=judgement, per="case_id", without=without)
    rows = engine.rows(f"SELECT {', '.join(c.name for c in COLUMNS)} FROM findings")  # noqa: S608 - names of our own
    return [Finding(*row) for row in rows], counts


def _brings_more(example: Example) -> bool:
    return any(getattr(example, name) for name in example.__struct_fields__ if name not in _OWN)


def _of(case_id: str | None, prefix: str) -> bool:
    return (case_id or "").startswith(prefix)


def _renamed(finding: Finding, prefix: str) -> Finding:
    """The finding with the names that its example gave; its id is that of the batch."""
    if not prefix:
        return finding
    named: dict[str, Any] = {
        name: value.removeprefix(prefix) for name, value in asdict(finding).items() if isinstance(value, str)
    }
    return replace(finding, **named)


def _add(count: Count, more: Count) -> None:
    count.judged += more.judged
    count.not_checkable += more.not_checkable
    for side, many in more.sides.items():
        count.sides[side] = count.sides.get(side, 0) + many
