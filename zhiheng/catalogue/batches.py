"""Writes on many versions at once, as lists are taken over: the same rights, gate and record, in few queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from zhiheng.catalogue.actions import PUBLICATION, RIGHTS
from zhiheng.catalogue.checking import check_all, extended_by
from zhiheng.catalogue.errors import FlawedDocumentError, NotEntitledError
from zhiheng.catalogue.models import Act, Gram, Holding, Power, Version
from zhiheng.catalogue.searching import grams
from zhiheng.catalogue.summary import holdings_of, summary_of
from zhiheng.core.catalogue import PowerVersion
from zhiheng.record import eventlog
from zhiheng.record.actor import Actor
from zhiheng.record.eventlog import NewEvent
from zhiheng.record.gate import Gate, Taken

Progress = Callable[[str, int, int], None]
_AT_ONCE = 500


@dataclass(frozen=True)
class Given:
    """A document as it came: the power's id as far as it is known, and the unit's path."""

    code: str
    text: str
    path: str = ""


@transaction.atomic
def draft_versions(
    actor: Actor, *, documents: Sequence[Given], at: datetime, progress: Progress | None = None
) -> list[Version]:
    """A draft of each document, flaws and all. Raises NotEntitledError before anything is written."""
    _check_rights(actor, "catalogue.draft", {given.path for given in documents})
    powers = _powers(actor, [given.code for given in documents])
    numbers = dict(
        Version.objects.filter(power__in=powers.values()).values_list("power").annotate(last=Max("number"))
    )
    versions = []
    for given in documents:
        power = powers[given.code]
        numbers[power.pk] = number = numbers.get(power.pk, 0) + 1
        digest = sha256(given.text.encode()).hexdigest()
        versions.append(Version(power=power, number=number, text=given.text, digest=digest, path=given.path))
    holdings = _summarised(actor, versions)
    Version.objects.bulk_create(versions, batch_size=_AT_ONCE)
    words = [
        Gram(version=v, text=gram)
        for v in versions
        for gram in sorted(grams(f"{v.power.code} {v.title_zh} {v.title_en}"))
    ]
    Gram.objects.bulk_create(words, batch_size=_AT_ONCE)
    Holding.objects.bulk_create(holdings, batch_size=_AT_ONCE)
    _record(actor, versions, "catalogue.draft", at, progress)
    return versions


@transaction.atomic
def take_step_on_all(
    actor: Actor, *, versions: Sequence[Version], step: str, at: datetime, progress: Progress | None = None
) -> list[Version]:
    """One act on many versions: on all of them, or, where one of them is refused, on none.

    Raises NotEntitledError, FlawedDocumentError with every flaw, and GateError for the first that a control flags.
    """
    _check_rights(actor, RIGHTS[step], {version.path for version in versions})
    own = {str(version): version.text for version in versions}
    _, flaws = check_all(extended_by(actor.city, own) | own)
    flaws = tuple(flaw for flaw in flaws if flaw.place.rpartition(":")[0] in own or flaw.place in own)
    if flaws:
        raise FlawedDocumentError(flaws)
    past: dict[int, list[Taken]] = {version.pk: [] for version in versions}
    for act in Act.objects.filter(version__in=versions):
        past[act.version_id].append(Taken(act.step, act.official, act.at))
    with Gate(PUBLICATION) as gate:
        for version in versions:
            gate.refuse_flagged(str(version.pk), past[version.pk], Taken(step, actor.name, at))
    Act.objects.bulk_create(
        (Act(version=version, step=step, official=actor.name, at=at) for version in versions), batch_size=_AT_ONCE
    )
    for version in versions:
        version.state = Version.State(step)
    Version.objects.bulk_update(versions, ["state"], batch_size=_AT_ONCE)
    _record(actor, versions, "catalogue.version", at, progress)
    return list(versions)


def _check_rights(actor: Actor, right: str, paths: set[str]) -> None:
    for path in sorted(paths):
        if not actor.may(right, path):
            raise NotEntitledError(right, path)


def _powers(actor: Actor, codes: Sequence[str]) -> dict[str, Power]:
    Power.objects.bulk_create(
        (Power(city=actor.city, code=code) for code in dict.fromkeys(codes)), ignore_conflicts=True,
        batch_size=_AT_ONCE,
    )  # fmt: skip
    return {power.code: power for power in Power.objects.filter(city=actor.city)}


def _summarised(actor: Actor, versions: Sequence[Version]) -> list[Holding]:
    """Gives the versions the columns for lists, as far as their documents can be read, and returns their holders."""
    holdings = []
    for some in _rounds(versions):
        own = {str(version): version.text for version in some}
        made: dict[str, list[PowerVersion]] = {}
        for one in check_all(extended_by(actor.city, own) | own)[0]:
            made.setdefault(one.power_id, []).append(one)
        for version in some:
            stretches = made.get(version.power.code, ())
            for name, value in summary_of(stretches).items():
                setattr(version, name, value)
            holdings += holdings_of(version, stretches)
    return holdings


def _rounds(versions: Sequence[Version]) -> list[list[Version]]:
    """The versions in lists that name no power twice: what is made of them is told apart by their powers."""
    rounds: list[list[Version]] = []
    turn: dict[int, int] = {}
    for version in versions:
        number = turn.setdefault(version.power_id, 0)
        turn[version.power_id] += 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(version)
    return rounds


def _record(
    actor: Actor, versions: Sequence[Version], kind: str, at: datetime, progress: Progress | None
) -> None:
    for start in range(0, len(versions), _AT_ONCE):
        some = versions[start : start + _AT_ONCE]
        eventlog.append(actor, [
            NewEvent(
                kind=kind, object_id=str(version), organ=actor.organ, source="catalogue",
                source_id=f"{version}/{version.state}/{at.isoformat()}", happened_at=at,
                body={"version": str(version), "digest": version.digest, "state": str(version.state)},
            )
            for version in some
        ])  # fmt: skip
        if progress:
            progress(kind, min(start + _AT_ONCE, len(versions)), len(versions))
