"""Between the preview and the confirmation: what was uploaded waits, sealed, for the one who uploaded it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from zhiheng.record.actor import Actor
from zhiheng.units import sealing
from zhiheng.units.actions.recording import EDIT
from zhiheng.units.errors import PeriodError, UnknownError, refuse
from zhiheng.units.importing.planning import Plan, plan_import
from zhiheng.units.importing.reading import Upload
from zhiheng.units.importing.writing import write_plan
from zhiheng.units.models import ImportDraft


def keep_draft(actor: Actor, *, uploads: Sequence[Upload], at: datetime) -> tuple[ImportDraft, Plan]:
    """Keep the files and say what they would change. Raises NotAllowedError, and NumberKeyError without a key."""
    if not actor.rights.get(EDIT):
        refuse(actor, EDIT, "")
    plan = plan_import(actor, uploads)
    content = msgspec.msgpack.encode([(upload.name, upload.content) for upload in uploads])
    with transaction.atomic():
        ImportDraft.objects.filter(city=actor.city, made_by=actor.name).delete()
        draft = ImportDraft.objects.create(
            city=actor.city, made_by=actor.name, made_at=at, sealed=sealing.seal(content), fingerprint=plan.fingerprint
        )
    return draft, plan


def read_draft(actor: Actor, draft: int) -> tuple[ImportDraft, Plan]:
    """One's own draft with what it would change now. Raises UnknownError."""
    found = ImportDraft.objects.filter(city=actor.city, made_by=actor.name, pk=draft).first()
    if found is None:
        raise UnknownError(
            en=f"there is no import {draft} of yours; upload the tables again",
            zh=f"没有您的导入 {draft}；请重新上传",
        )
    kept = msgspec.msgpack.decode(sealing.unseal(bytes(found.sealed)), type=list[tuple[str, bytes]])
    return found, plan_import(actor, [Upload(name, content) for name, content in kept])


@transaction.atomic
def confirm_draft(actor: Actor, *, draft: int, fingerprint: str, at: datetime) -> int:
    """Write what the preview with this fingerprint showed; the number of rows written.

    Raises UnknownError, TableError for what has faults, and PeriodError where the organisation changed since.
    """
    found, plan = read_draft(actor, draft)
    if not plan.faults and plan.fingerprint != fingerprint:
        raise PeriodError(
            en="the organisation changed since the preview; look at the preview again and confirm that",
            zh="预览之后单位数据已有变动；请重新查看预览后再确认",
        )
    written = write_plan(actor, plan, at=at)
    found.delete()
    return written


def drop_draft(actor: Actor, *, draft: int) -> None:
    """Forget one's own draft."""
    ImportDraft.objects.filter(city=actor.city, made_by=actor.name, pk=draft).delete()
