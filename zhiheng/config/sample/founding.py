"""The sample city is founded as a real one is: by its administrators, act by act, through the same gates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe

import yaml
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from zhiheng.accounts.actions import ask_for_grant, decide_on_grant, found_administrator, open_account
from zhiheng.accounts.models import Account
from zhiheng.accounts.queries import actor_of
from zhiheng.catalogue.batches import Given, draft_versions, take_step_on_all
from zhiheng.config.sample.people import PEOPLE, Person
from zhiheng.core.catalogue.reading import source_of_text
from zhiheng.core.errors import CityError
from zhiheng.record.actor import EVERYWHERE, Actor
from zhiheng.record.models import City
from zhiheng.units.importing.planning import plan_import
from zhiheng.units.importing.reading import Upload
from zhiheng.units.importing.writing import write_plan

FOLDER = Path(__file__).parents[3] / "cities" / "demo"
CODE = "demo"
# The acts that each stage of drafts.yaml has behind it.
STAGES: Mapping[str, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("submit",),
    "checked": ("submit", "check"),
    "approved": ("submit", "check", "approve"),
}
HANDS: Mapping[str, str] = {"submit": "editor", "check": "legal", "approve": "head", "publish": "publisher"}


@dataclass(frozen=True)
class Login:
    """What one of the people logs in with: a password, and the key of his one-time codes."""

    person: Person
    password: str
    secret: str


@transaction.atomic
def found_sample_city(*, at: datetime, tell: Callable[[str], None]) -> list[Login]:
    """The city with its people, powers and drafts; no logins, if it is there already.

    ``tell`` is called with a sentence as each part is done. Raises CityError without the documents of the demo city.
    """
    if City.objects.filter(code=CODE).exists():
        return []
    if not FOLDER.is_dir():
        raise CityError(
            str(FOLDER),
            en="the documents of the demo city are not here; start in a checkout of the repository",
            zh="此处没有示例市的文件；请在代码仓库的目录中启动",
        )
    city = City.objects.create(code=CODE, title_zh="示例市（虚构）", title_en="Demo city (invented)")
    logins = _people(city, at)
    actors = {account.login: actor_of(account) for account in Account.objects.filter(city=city)}
    tell(f"{len(logins)} people")
    tell(f"{_organisation(actors['organisation'], at)} rows of the organisation")
    published = _powers(actors, at)
    tell(f"{published} powers published")
    tell(f"{_drafts(actors, at)} drafts on their way")
    return logins


def _people(city: City, at: datetime) -> list[Login]:
    founder = Actor(name="founding", city=city, rights={"accounts.manage": frozenset({EVERYWHERE})})
    logins, administrators = [], {}
    for person in sorted(PEOPLE, key=lambda person: not person.founds):
        password = token_urlsafe(9)
        if person.founds:
            account = found_administrator(
                founder, login=person.login, name=person.name, role=person.role, at=at, password=password
            )
            administrators[person.role] = actor_of(account)
        else:
            system, security = (administrators[f"{name}_administrator"] for name in ("system", "security"))
            account = open_account(
                system, login=person.login, name=person.name, organ=person.organ, at=at, password=password
            )
            grant = ask_for_grant(system, account=account, role=person.role, at=at)
            decide_on_grant(security, grant=grant, step="give", at=at)
        secret = generate_totp_secret()
        TOTP.activate(account, secret)
        logins.append(Login(person, password, secret))
    return logins


def _organisation(actor: Actor, at: datetime) -> int:
    tables = [Upload(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.csv"))]
    return write_plan(actor, plan_import(actor, tables), at=at)


def _powers(actors: Mapping[str, Actor], at: datetime) -> int:
    documents = [_given(path) for path in sorted((FOLDER / "powers").glob("*.yaml"))]
    versions = draft_versions(actors["editor"], documents=documents, at=at)
    for step, hand in HANDS.items():
        take_step_on_all(actors[hand], versions=versions, step=step, at=at)
    return len(versions)


def _drafts(actors: Mapping[str, Actor], at: datetime) -> int:
    drafts = yaml.safe_load(Path(__file__).with_name("drafts.yaml").read_text(encoding="utf-8"))
    for draft in drafts:
        given = _given(FOLDER / "powers" / f"{draft['power']}.yaml")
        text = given.text
        for old, new in draft["changes"]:
            text = text.replace(old, new, 1)
        versions = draft_versions(actors["editor"], documents=[Given(given.code, text)], at=at)
        for step in STAGES[draft["stage"]]:
            take_step_on_all(actors[HANDS[step]], versions=versions, step=step, at=at)
    return len(drafts)


def _given(path: Path) -> Given:
    text = path.read_text(encoding="utf-8")
    return Given(str(source_of_text(text, path.name).data["id"]), text)
