"""Writes of the catalogue: each checks the right, writes the rows and puts the event on record, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from zhiheng.catalogue.checking import Checked, check_document
from zhiheng.catalogue.errors import FlawedDocumentError, NotDraftError, NotEntitledError
from zhiheng.catalogue.models import Act, Gram, Holding, Power, Version
from zhiheng.catalogue.searching import grams
from zhiheng.catalogue.summary import holdings_of, summary_of
from zhiheng.core.errors import CatalogueError
from zhiheng.record import eventlog
from zhiheng.record.actor import Actor
from zhiheng.record.eventlog import NewEvent
from zhiheng.record.gate import Gate, Taken

PUBLICATION = Path(__file__).with_name("publication.yaml")

# What an act asks of who takes it.
RIGHTS: Mapping[str, str] = {
    "submit": "catalogue.draft",
    "check": "catalogue.check",
    "approve": "catalogue.approve",
    "publish": "catalogue.publish",
    "withdraw": "catalogue.draft",
}
_EDITABLE = (Version.State.DRAFT, Version.State.RETURNED)


@transaction.atomic
def draft_version(actor: Actor, *, code: str, text: str, at: datetime, path: str = "") -> Version:
    """A new draft of a power's document; the power is listed if it was not.

    The text may still be wrong: it is kept as it is, and its flaws are told. Raises NotEntitledError.
    """
    _check_right(actor, "catalogue.draft", path)
    power, _ = Power.objects.get_or_create(city=actor.city, code=code)
    last = power.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version(power=power, number=last + 1, path=path)
    _keep(actor, version, text, at)
    return version


@transaction.atomic
def revise_draft(actor: Actor, *, version: Version, text: str, at: datetime) -> Version:
    """Another text for a draft, or for a version that was sent back.

    Raises NotEntitledError, and NotDraftError for a version that others are looking at or have published.
    """
    version = Version.objects.select_for_update().select_related("power").get(pk=version.pk)
    _check_right(actor, "catalogue.draft", version.path)
    if version.state not in _EDITABLE:
        raise NotDraftError(
            en=f"{version} is {version.get_state_display()}; send it back first, or draft a new version",
            zh=f"{version} 处于“{version.get_state_display()}”状态；请先退回，或起草新版本",
        )
    _keep(actor, version, text, at)
    return version


@transaction.atomic
def take_step(actor: Actor, *, version: Version, step: str, at: datetime, note: str = "") -> Version:
    """Submit, check, approve, publish, send back or withdraw a version.

    Who may follow whom, and who may not be the same person, is said in publication.yaml and judged by the controls.
    Raises NotEntitledError, FlawedDocumentError where the text is wrong, and GateError.
    """
    version = Version.objects.select_for_update().select_related("power").get(pk=version.pk)
    _check_right(actor, RIGHTS.get(step) or _right_to_return(version), version.path)
    if step not in {"return", "withdraw"}:
        flaws = check_document(actor.city, version.text, place=str(version)).errors
        if flaws:
            raise FlawedDocumentError(flaws)
    with Gate(PUBLICATION) as gate:
        past = (Taken(act.step, act.official, act.at) for act in version.acts.all())
        gate.refuse_flagged(str(version.pk), past, Taken(step, actor.name, at))
    act = Act.objects.create(version=version, step=step, official=actor.name, at=at, note=note)
    version.state = Version.State(step)
    version.save(update_fields=["state"])
    _record(actor, version, "catalogue.version", act, at)
    return version


def _right_to_return(version: Version) -> str:
    """Who has it on the desk may send it back."""
    return {
        Version.State.CHECKED: "catalogue.approve", Version.State.APPROVED: "catalogue.publish",
    }.get(Version.State(version.state), "catalogue.check")  # fmt: skip


def _check_right(actor: Actor, right: str, path: str) -> None:
    if not actor.may(right, path):
        raise NotEntitledError(right, path)


def _keep(actor: Actor, version: Version, text: str, at: datetime) -> None:
    version.text = text
    version.digest = sha256(text.encode()).hexdigest()
    checked = check_document(actor.city, text, place=str(version))
    _refuse_another_power(version, checked)
    for name, value in summary_of(checked.versions).items():
        setattr(version, name, value)
    version.save()
    version.holdings.all().delete()
    Holding.objects.bulk_create(holdings_of(version, checked.versions))
    version.grams.all().delete()
    words = f"{version.power.code} {version.title_zh} {version.title_en}"
    Gram.objects.bulk_create(Gram(version=version, text=gram) for gram in sorted(grams(words)))
    _record(actor, version, "catalogue.draft", None, at)


def _refuse_another_power(version: Version, checked: Checked) -> None:
    ids = {made.power_id for made in checked.versions}
    if ids and ids != {version.power.code}:
        raise FlawedDocumentError([
            CatalogueError(
                f"{version}:1",
                en=f"the document's id is {min(ids)}; write id: {version.power.code}, or draft it as another power",
                zh=f"文档的 id 为 {min(ids)}；请写 id: {version.power.code}，或另立一项职权",
            ),
        ])  # fmt: skip


def _record(actor: Actor, version: Version, kind: str, act: Act | None, at: datetime) -> None:
    """The version's text itself is public once published, so its digest is what goes on record."""
    body = {"version": str(version), "digest": version.digest, "state": str(version.state)}
    name = f"{version}/{act.step}/{act.pk}" if act else f"{version}/draft/{uuid4()}"
    if act and act.note:
        body["note"] = act.note
    eventlog.append(actor, [
        NewEvent(
            kind=kind, object_id=str(version), organ=actor.organ, source="catalogue", source_id=name, happened_at=at,
            body=body,
        ),
    ])  # fmt: skip
