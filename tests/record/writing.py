"""A process of its own that appends events: `python -m tests.record.writing NAME MANY BATCH`, or reads on.

Writers commit in many small transactions; the reader follows with a cursor until it has seen as many as it waits for.
"""

import sys
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - after the apps are loaded

from zhiheng.record import eventlog  # noqa: E402
from zhiheng.record.actor import Actor  # noqa: E402
from zhiheng.record.eventlog import NewEvent  # noqa: E402
from zhiheng.record.models import City  # noqa: E402

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def write(name: str, many: int, batch: int) -> None:
    """Append events in batches, every third batch rolled back first, as a failing act would be."""
    actor = Actor(name=name, city=City.objects.get())
    for start in range(0, many, batch):
        events = [
            NewEvent("case.step", f"case-{number % 7}", "housing", name, str(number), NOON, {"n": number})
            for number in range(start, start + batch)
        ]
        if start // batch % 3 == 0:
            with transaction.atomic():
                eventlog.append(actor, events)
                transaction.set_rollback(True)
        with transaction.atomic():
            eventlog.append(actor, events)


def read(many: int) -> None:
    """Follow the log; print each position as it is seen."""
    cursor = seen = 0
    while seen < many:
        for event in eventlog.read_after(cursor, limit=50):
            cursor, seen = event.position, seen + 1
            print(cursor)


if __name__ == "__main__":
    if sys.argv[1] == "read":
        read(int(sys.argv[2]))
    elif sys.argv[1] == "outside":
        eventlog.append(Actor(name="chen", city=City.objects.get()), [])
    else:
        write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    connection.close()
