"""Between Python's dates and the integers of the relations."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1)
_FIRST = date(1970, 1, 1)


def microseconds(moment: datetime | date) -> int:
    """Microseconds of civil time since 1970-01-01 00:00; a date is its first moment."""
    if isinstance(moment, datetime):
        return (moment.replace(tzinfo=None) - _EPOCH) // timedelta(microseconds=1)
    return (moment - _FIRST).days * DAY


def moment_of(civil: int) -> datetime:
    """The civil moment of so many microseconds."""
    return _EPOCH + timedelta(microseconds=civil)


def day_of(civil: int) -> int:
    """The day number of a civil moment."""
    return civil // DAY


def offset_of(moment: datetime | date) -> int | None:
    """Minutes that the moment's own zone is ahead of UTC; None where it carries no zone."""
    if not isinstance(moment, datetime):
        return None
    offset = moment.utcoffset()
    return None if offset is None else offset // timedelta(minutes=1)


def zone_offset(civil: int, zone: str | None) -> int | None:
    """Minutes that a zone's civil time is ahead of UTC at that civil moment; None without a zone."""
    if zone is None:
        return None
    return offset_of(moment_of(civil).replace(tzinfo=ZoneInfo(zone)))


def civil_in(moment: datetime, zone: str | None) -> datetime:
    """An aware moment as the office's clock shows it; a naive one is civil already."""
    if moment.tzinfo is None or zone is None:
        return moment
    return moment.astimezone(ZoneInfo(zone))


def iso(civil: int) -> str:
    """The civil moment as ISO 8601, to the second unless it has a fraction."""
    return moment_of(civil).isoformat()


def as_utc(moment: datetime) -> datetime:
    """An aware moment in UTC."""
    return moment.astimezone(UTC)
