"""`python -m benchmarks.service.loading FOLDER`: takes the city into the database that the environment names."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import django


def main(folder: Path) -> None:
    """Loads through the actions that pages and jobs call; prints seconds by part, and a reader's session, as JSON."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(_load(folder)))


def _load(folder: Path) -> dict[str, Any]:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from benchmarks.service.city import documents, write_tables
    from zhiheng.accounts.models import Account, Grant
    from zhiheng.accounts.queries import actor_of
    from zhiheng.catalogue.batches import Given, draft_versions, take_step_on_all
    from zhiheng.catalogue.checking import check_all, extended_by
    from zhiheng.jobs.running import refresh_statistics
    from zhiheng.record.models import City
    from zhiheng.units.importing.planning import plan_import
    from zhiheng.units.importing.reading import Upload
    from zhiheng.units.importing.writing import write_plan

    now = timezone.now()
    city = City.objects.create(code="load", title_zh="规模市")
    roles = ("catalogue_editor", "legal_reviewer", "department_head", "catalogue_publisher", "organisation_editor")
    actors = {}
    for role in roles:
        account = Account.objects.create(login=role, name=role, city=city)
        Grant.objects.create(account=account, role=role, state=Grant.State.GIVEN)
        actors[role] = actor_of(account)
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = perf_counter()
        made = work()
        seconds[name] = round(perf_counter() - began, 2)
        print(f"{name} {seconds[name]} s", file=sys.stderr, flush=True)
        return made

    write_tables(folder)
    tables = [Upload(f"{name}.csv", (folder / f"{name}.csv").read_bytes()) for name in ("units", "officials", "posts")]
    plan = timed("preview", lambda: plan_import(actors["organisation_editor"], tables))
    timed("organisation", lambda: write_plan(actors["organisation_editor"], plan, at=now))
    given = [Given(code, text) for code, text in documents()]
    versions = timed("drafts", lambda: draft_versions(actors["catalogue_editor"], documents=given, at=now))
    own = {str(version): version.text for version in versions}
    flaws = timed("lint", lambda: check_all(extended_by(city, own) | own)[1])
    hands = zip(("submit", "check", "approve", "publish"), roles, strict=False)
    for step, role in hands:
        timed(step, lambda step=step, role=role: _in_turns(take_step_on_all, actors[role], versions, step, now))
    refresh_statistics()
    reader = Account.objects.get(login="organisation_editor")
    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.save()
    TOTP.activate(reader, generate_totp_secret())
    return {"seconds": seconds, "flaws": len(flaws), "session": session.session_key}


def _in_turns(take: Callable[..., Any], actor: Any, versions: list[Any], step: str, at: Any) -> None:
    """As the job does it: two hundred at a time."""
    for start in range(0, len(versions), 200):
        take(actor, versions=versions[start : start + 200], step=step, at=at)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
