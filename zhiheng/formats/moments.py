"""Moments as logs write them, in SQL: the office's civil time, and how far it is ahead of UTC.

Civil time is the digits as written. The offset is what stands behind them; where nothing does, it is that
of the office's zone at that civil moment. DuckDB does the reading: its cast to TIMESTAMP keeps the digits
and passes over a written offset, and the shape is checked first, because it would pass over "PM" as well.
"""

from dataclasses import dataclass
from typing import Literal

from zhiheng.formats.quoting import literal

Kind = Literal["text", "timestamp", "instant"]  # of a raw column; instant: TIMESTAMP WITH TIME ZONE

OFFSET = "%z"
_SUFFIX = r"([Zz]|UTC|[+-](?:0\d|1[0-8])(?::?[0-5]\d)?)"
_YEAR = r"(?:[1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])"  # there is no year 0
_DAY = rf"{_YEAR}[-/]\d{{1,2}}[-/]\d{{1,2}}"
_SHAPE = rf"{_DAY}(?:[T ]\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d{{1,9}})?)?(?: ?{_SUFFIX})?)?"
_BEHIND_TIME = rf":.*\d ?{_SUFFIX}$"
_AT_END = rf" ?{_SUFFIX}$"
# The years 1 to 9999, as dates have them; an instant keeps a day's distance, for its zone.
_FIRST, _LAST = "TIMESTAMP '0001-01-01 00:00:00'", "TIMESTAMP '9999-12-31 23:59:59.999999'"
_FIRST_INSTANT, _LAST_INSTANT = "TIMESTAMPTZ '0001-01-02 00:00:00+00'", "TIMESTAMPTZ '9999-12-30 23:59:59+00'"


@dataclass(frozen=True)
class Moment:
    """How one raw column is read: ``raw`` is an SQL expression of that kind, null or empty where unknown.

    ``format`` is a strptime notation for texts; ``%z`` may stand at its end. ``zone`` is the office's.
    """

    raw: str
    kind: Kind
    format: str | None = None
    zone: str | None = None

    @property
    def civil(self) -> str:
        """An expression of type TIMESTAMP; null where the raw value is null or cannot be read."""
        if self.kind == "instant":
            return f"timezone({literal(self.zone)}, {_within(self.raw, _FIRST_INSTANT, _LAST_INSTANT)})"
        if self.kind == "timestamp":
            return _within(self.raw, _FIRST, _LAST)
        text = f"trim({self.raw})"
        if self.format is None:
            # The engine knows no lower-case z.
            cast = f"COALESCE(TRY_CAST({text} AS TIMESTAMP), TRY_CAST(upper({text}) AS TIMESTAMP))"
            return f"CASE WHEN regexp_full_match({text}, {literal(_SHAPE)}) THEN {cast} END"
        if self.format.endswith(OFFSET):
            text = f"trim(regexp_replace({text}, {literal(_AT_END)}, ''))"
        bare = self.format.removesuffix(OFFSET).strip()
        return _within(f"CAST(try_strptime({text}, {literal(bare)}) AS TIMESTAMP)", _FIRST, _LAST)

    @property
    def offset(self) -> str:
        """An expression for the minutes that civil time is ahead of UTC; null where nothing tells."""
        if self.kind == "instant":
            return _minutes(self.civil, self.raw)
        of_zone = "NULL" if self.zone is None else _minutes(self.civil, f"timezone({literal(self.zone)}, {self.civil})")
        if self.kind == "timestamp" or (self.format is not None and not self.format.endswith(OFFSET)):
            return of_zone
        where = _BEHIND_TIME if self.format is None else _AT_END
        suffix = f"regexp_extract(trim({self.raw}), {literal(where)}, 1)"
        return (
            f"CASE {suffix} WHEN '' THEN {of_zone} WHEN 'Z' THEN 0 WHEN 'z' THEN 0 WHEN 'UTC' THEN 0"
            f" ELSE -epoch_us(TRY_CAST('1970-01-01 00:00:00' || {suffix} AS TIMESTAMPTZ)) // 60000000 END"
        )


def _within(moment: str, first: str, last: str) -> str:
    return f"CASE WHEN {moment} BETWEEN {first} AND {last} THEN {moment} END"


def day_number(moment: str) -> str:
    """Days since 1970-01-01 of a TIMESTAMP expression, right before 1970 too."""
    return f"(CAST({moment} AS DATE) - DATE '1970-01-01')"


def _minutes(civil: str, instant: str) -> str:
    return f"(epoch_us({civil}) - epoch_us({instant})) // 60000000"
