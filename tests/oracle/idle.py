"""T05: an open case in which nothing happens."""

from tests.oracle.judged import Judged
from tests.oracle.parameters import PARAMETERS
from tests.oracle.situation import Situation


def idle(situation: Situation) -> list[Judged]:
    """T05: too long since the last act or the last stop."""
    if situation.case["status"] != "open" or not situation.acts:
        return []
    today = situation.now.day
    stops = [row["to_day"] for row in situation.own("suspensions") if row["from_day"] <= today]
    if any(last is None or last > today for last in stops):
        return []
    since = max([act.moment.day for act in situation.acts] + stops)
    used = situation.calendar.working_days(since, today)
    start = situation.acts[-1].event_id
    allowed = PARAMETERS["T05"]["workdays"]
    return [Judged(situation.case_id, "idle", used, allowed, "workday", start_event_id=start)]
