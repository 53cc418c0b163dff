"""The record takes an event once, in order, and never lets go of it."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from zhiheng.record import eventlog
from zhiheng.record.actor import Actor
from zhiheng.record.commitment import commit, leaf_hash
from zhiheng.record.errors import ConflictError, UnknownKindError, UnwritableBodyError
from zhiheng.record.eventlog import NewEvent
from zhiheng.record.models import City, Event, Leaf, Opening

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def clerk() -> Actor:
    city = City.objects.create(code="shili", title_zh="示例市")
    return Actor(name="chen", city=city, organ="housing")


def act(number: int, *, organ: str = "housing", kind: str = "case.step", **body) -> NewEvent:
    return NewEvent(kind, "EZ-2026-000123", organ, "hall", f"act-{number}", NOON, body or {"step": number})


def test_an_event_comes_back_as_it_was_told(clerk):
    event = eventlog.append(clerk, [act(1, step="accept", note="材料齐全")])[0]
    assert (event.kind, event.organ, event.recorded_by, event.happened_at) == ("case.step", "housing", "chen", NOON)
    assert event.opening.body == '{"note":"材料齐全","step":"accept"}'
    assert event.arrived_at >= NOON


def test_the_same_event_sent_twice_is_recorded_once(clerk):
    first = eventlog.append(clerk, [act(1), act(2)])
    again = eventlog.append(clerk, [act(2), act(1), act(1)])
    assert again == [first[1], first[0], first[0]]
    assert Event.objects.count() == Leaf.objects.count() == 2


def test_another_content_under_the_same_id_is_refused_with_the_remedy(clerk):
    eventlog.append(clerk, [act(1)])
    with pytest.raises(ConflictError, match=r"said something else under the id 'act-1' before; send a correction"):
        eventlog.append(clerk, [act(1, step="another")])
    with pytest.raises(ConflictError):
        eventlog.append(clerk, [act(7, step="one"), act(7, step="two")])


def test_each_organ_counts_its_events_without_a_gap(clerk):
    eventlog.append(clerk, [act(1), act(2, organ="water"), act(3)])
    with transaction.atomic():
        eventlog.append(clerk, [act(4)])
        transaction.set_rollback(True)
    eventlog.append(clerk, [act(5)])
    counted = Leaf.objects.filter(organ="housing").values_list("number", flat=True)
    assert list(counted) == [1, 2, 3]


def test_the_leaves_of_a_case_are_chained(clerk):
    eventlog.append(clerk, [act(1), act(2)])
    eventlog.append(clerk, [act(3)])
    leaves = list(Leaf.objects.all())
    assert [leaf.object_number for leaf in leaves] == [1, 2, 3]
    assert [leaf.previous for leaf in leaves] == ["", leaves[0].hash, leaves[1].hash]


def test_a_leaf_commits_to_the_body_and_shows_none_of_it(clerk):
    event = eventlog.append(clerk, [act(1, party="王小明")])[0]
    leaf, opening = event.leaf, event.opening
    assert leaf.commitment == commit("case.step", bytes(opening.salt), opening.body)
    assert leaf.hash == leaf_hash(leaf.text)
    assert "王小明" not in leaf.text
    assert leaf.commitment in leaf.text


def test_two_equal_bodies_have_different_commitments(clerk):
    one, other = eventlog.append(clerk, [act(1, step="accept"), act(2, step="accept")])
    assert one.leaf.commitment != other.leaf.commitment


@pytest.mark.parametrize("table", ["event", "leaf", "opening"])
@pytest.mark.parametrize("sql", ["UPDATE record_{} SET {} = {}", "DELETE FROM record_{}"])
def test_the_database_refuses_to_change_what_was_recorded(clerk, table, sql):
    eventlog.append(clerk, [act(1)])
    column = {"event": "organ", "leaf": "text", "opening": "body"}[table]
    with (
        pytest.raises(DatabaseError, match=f"the record is append-only: (update|delete) on record_{table}"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table, column, column))


def test_an_erased_body_is_gone_and_its_leaf_stays(clerk):
    event = eventlog.append(clerk, [act(1, party="王小明")])[0]
    redaction = eventlog.redact(clerk, event, basis="个人信息保护法第四十七条", happened_at=NOON)
    assert not Opening.objects.filter(event=event).exists()
    assert Leaf.objects.filter(event=event).exists()
    assert (redaction.kind, redaction.object_id) == ("redaction", str(event.position))


def test_a_kind_that_the_registry_does_not_list_is_refused(clerk):
    with pytest.raises(UnknownKindError, match=r"'case.vanish' is no kind of event; choose one of"):
        eventlog.append(clerk, [act(1, kind="case.vanish")])


@pytest.mark.parametrize(
    ("body", "place"), [({"amount": 1.5}, "/amount"), ({"parts": [1, {"rate": 0.1}]}, "/parts/1/rate")]
)
def test_a_number_with_a_fraction_is_refused_at_its_place(clerk, body, place):
    with pytest.raises(UnwritableBodyError, match=f"{place} is"):
        eventlog.append(clerk, [act(1, **body)])


def test_a_moment_without_an_offset_is_refused(clerk):
    event = NewEvent("case.step", "EZ-1", "housing", "hall", "a", NOON.replace(tzinfo=None))
    with pytest.raises(UnwritableBodyError, match="give the office's offset"):
        eventlog.append(clerk, [event])


def test_a_reader_goes_on_after_its_cursor(clerk):
    events = eventlog.append(clerk, [act(number) for number in range(5)])
    first = eventlog.read_after(0, limit=3)
    assert [*first, *eventlog.read_after(first[-1].position)] == events


def test_two_cities_may_use_the_same_ids(clerk):
    other = Actor(name="lin", city=City.objects.create(code="linshi", title_zh="邻市"), organ="housing")
    one, two = eventlog.append(clerk, [act(1)])[0], eventlog.append(other, [act(1)])[0]
    assert one.position != two.position
    assert eventlog.read_after(0, city_id=other.city.pk) == [two]
    assert two.leaf.number == 1


def test_writing_a_hundred_events_takes_as_many_queries_as_writing_one(clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        eventlog.append(clerk, [act(number) for number in range(100)])
