"""From raw rows to acts in their places and cases in the making.

``reading.acts``, of the whole log: a row with its texts and moments read, and whether it is an act that is kept.
In the schema ``making``, of the whole log or of a part of its cases:

- ``placed``: the acts, each case's together and in order; ``place`` counts them through, from ``start`` in a case.
- ``firsts``: a case, where it first appears, what is first said of it and when its first act was, whose place is
  ``start``, null where it has none.
- ``made``: a case with its own texts and moments, its power and the version in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhiheng.formats.mapping_entry import Attribute
from zhiheng.formats.moments import Moment, day_number
from zhiheng.formats.quoting import literal, one_of

if TYPE_CHECKING:
    from zhiheng.formats.fields import Field
    from zhiheng.formats.making import Making
    from zhiheng.formats.raw_log import RawLog


class Readings:
    """How the raw column of each field is read, once the kinds of the columns are known."""

    def __init__(self, log: RawLog, zone: str | None) -> None:
        self._columns = {name: (f"c{i}", kind) for i, (name, kind) in enumerate(zip(log.names, log.kinds, strict=True))}
        self._zone = zone

    def text(self, field: Field) -> str:
        """The raw value as text, as it is compared and as an error shows it."""
        column, kind = self._columns[field.attribute.name]
        return column if kind == "text" else f"CAST({column} AS VARCHAR)"

    def said(self, field: Field) -> str:
        """The raw value, of its own type; null for a placeholder."""
        column, _ = self._columns[field.attribute.name]
        if not field.attribute.placeholders:
            return column
        return f"CASE WHEN {self.text(field)} NOT IN {one_of(field.attribute.placeholders)} THEN {column} END"

    def read(self, field: Field, said: str) -> str:
        """The field's column: a text, or a moment with its offset and whether it could not be read."""
        _, kind = self._columns[field.attribute.name]
        as_text = said if kind == "text" else f"CAST({said} AS VARCHAR)"
        if field.kind == "text":
            return f"{_mapped(as_text, field.attribute)} AS {field.column}"
        if kind == "text" or field.attribute.format is not None:
            moment = Moment(as_text, "text", field.attribute.format, self._zone)
        else:
            moment = Moment(said, kind, None, self._zone)
        return (
            f"{moment.civil} AS {field.column}, {moment.offset} AS {field.column}_offset,"
            f" ({said}) IS NOT NULL AND {moment.civil} IS NULL AS {field.column}_unread"
        )


def make_acts(making: Making, readings: Readings, *, stored: bool, parts: int = 1) -> None:
    """``acts``: what each row says for itself, and, unread, what it says of its case; ``part``, from 0, is its case's.

    ``stored``: as a table, so that texts are read once, the parts one behind the other; else as a view.
    """
    mapping, fields = making.mapping, making.fields
    own = [readings.read(field, f"({readings.said(field)})") for field in fields.values() if not field.of_case]
    shared = [f"{readings.said(field)} AS {field.column}_said" for field in fields.values() if field.of_case]
    kept = ["is_event = 1"]
    kept += [f"{readings.text(fields[f'keep.{name}'])} IN {one_of(values)}" for name, values in mapping.keep.items()]
    part = f"CAST(COALESCE(hash(case_id) % {parts}, 0) AS UTINYINT) AS part" if parts > 1 else "0 AS part"
    columns = ", ".join(
        [f"position, file, is_event, COALESCE({' AND '.join(kept)}, FALSE) AS kept", *own, *shared, part]
    )
    kind, order = ("TABLE", " ORDER BY part" if parts > 1 else "") if stored else ("VIEW", "")
    making.connection.execute(f"CREATE {kind} reading.acts AS SELECT {columns} FROM memory.reading.raw{order}")  # noqa: S608


def stretches(making: Making, readings: Readings, log: RawLog, many: int) -> tuple[str, ...]:
    """Conditions that choose stretches of the files, as they lie; none unless every case lies in one of them.

    Each begins where a case does, at or soon after its share of the rows.
    """
    size = -(-sum(file.rows for file in log.files) // many)
    if log.texts or many == 1:
        return ()
    case = readings.read(making.fields["case"], f"({readings.said(making.fields['case'])})")
    rows = f"SELECT {case}, position FROM memory.reading.raw"  # noqa: S608
    ask = making.connection.execute
    cuts = [0]
    for even in range(size, size * many, size):
        near = f"{rows} WHERE position >= {even - 1} AND position < {even + size // 2}"
        last = ask(
            f"WITH near AS ({near}) SELECT max(position) FROM near"  # noqa: S608
            f" WHERE case_id = (SELECT case_id FROM near WHERE position = {even - 1})"
        ).fetchall()[0][0]
        if last is None:
            return ()
        cuts.append(last + 1)
    # The stretch of a row: that of its even share, or the one before where the cut comes later.
    stretch = "({0} // {size} - CAST({0} < ({cuts})[{0} // {size} + 1] AS BIGINT))"
    first, last = (stretch.format(end, size=size, cuts=cuts) for end in ("first", "last"))
    astray = ask(
        f"WITH reach AS (SELECT min(position) AS first, max(position) AS last FROM ({rows})"  # noqa: S608
        f" WHERE case_id IS NOT NULL GROUP BY hash(case_id)) SELECT 1 FROM reach WHERE {first} <> {last} LIMIT 1"
    ).fetchall()
    ends = [*cuts[1:], size * many]
    return () if astray else tuple(
        f"position >= {begin} AND position < {end}" for begin, end in zip(cuts, ends, strict=True)
    )


def place_acts(making: Making, chosen: str = "TRUE") -> None:
    """The table ``placed``, of the cases that a condition chooses; ``back``: the act is earlier than the one before."""
    moment = instant("occurred", "occurred_offset")
    order = f"{moment}, position" if making.mapping.order == "time" else "position"
    back = f"kept AND case_id = lag(case_id) OVER () AND {moment} < lag({moment}) OVER ()"
    making.connection.execute(
        f"""
        CREATE TABLE making.placed AS
        SELECT * EXCLUDE (begins),
               max(CASE WHEN begins THEN place END) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS start
        FROM (SELECT row_number() OVER () AS place, {back} AS back,
                     case_id IS DISTINCT FROM lag(case_id) OVER () AS begins, *
              FROM (SELECT * EXCLUDE (part) FROM memory.reading.acts WHERE case_id IS NOT NULL AND {chosen}
                    ORDER BY case_id, kept DESC, {order}))
        """  # noqa: S608
    )


def make_cases(making: Making, readings: Readings) -> None:
    """The tables ``firsts`` and ``made``; null for a power that the catalogue has not and a version not in force."""
    mapping, fields = making.mapping, making.fields
    of_case = [field for field in fields.values() if field.of_case]
    values = "".join(f", arg_min({f.column}_said, position) AS {f.column}_said" for f in of_case)
    making.connection.execute(
        "CREATE TABLE making.firsts AS SELECT case_id, min(position) AS first, arg_min(file, position) AS file,"  # noqa: S608
        " min(place) FILTER (WHERE kept) AS start, arg_min(occurred, place) FILTER (WHERE kept) AS begun"
        f"{values} FROM making.placed GROUP BY case_id"
    )
    own = [readings.read(field, f"{field.column}_said") for field in of_case]
    said = ", ".join(["first", "case_id", "file", "start", "begun", *own])
    power = "c.power" if isinstance(mapping.power, Attribute) else literal(mapping.power)
    opened = "COALESCE(c.opened, c.begun)" if "opened" in fields else "c.begun"
    making.connection.execute(
        f"""
        CREATE TABLE making.made AS
        WITH c AS (SELECT {said} FROM making.firsts),
             known AS (SELECT DISTINCT power_id FROM powers)
        SELECT c.*, {opened} AS opening, known.power_id, v.version, v.unit_id AS power_unit
        FROM c
        LEFT JOIN known ON known.power_id = {power}
        LEFT JOIN powers AS v
          ON v.power_id = {power}
         AND {day_number(opened)} >= COALESCE(v.valid_from_day, -1000000000)
         AND {day_number(opened)} <= COALESCE(v.valid_to_day, 1000000000)
        """  # noqa: S608
    )


def instant(moment: str, offset: str) -> str:
    """Microseconds of UTC; civil where the offset is unknown."""
    return f"epoch_us({moment}) - COALESCE({offset}, 0) * 60000000"


def _mapped(said: str, attribute: Attribute) -> str:
    if not attribute.map:
        return said
    arms = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in attribute.map.items())
    return f"CASE {said} {arms} ELSE {said} END"
