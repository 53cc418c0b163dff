"""SQL that makes the database itself refuse to change the record.

An opening may be deleted once its redaction is on record, and only then.
"""

from typing import Any

_KEPT = ("record_event", "record_leaf")
_WORDS = "the record is append-only"

_SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{_WORDS}: {act} on {table}'); END"
        for table, act in (
            *((table, act) for table in _KEPT for act in ("update", "delete")),
            ("record_opening", "update"),
        )
    ),
    f"""CREATE TRIGGER record_opening_no_delete BEFORE DELETE ON record_opening
        WHEN NOT EXISTS (SELECT 1 FROM record_event AS e
                         WHERE e.kind = 'redaction' AND e.object_id = CAST(OLD.event_id AS TEXT))
        BEGIN SELECT RAISE(ABORT, '{_WORDS}: delete on record_opening'); END""",  # noqa: S608 - our own words
]

_POSTGRESQL = [
    f"""CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_WORDS}: % on %', lower(TG_OP), TG_TABLE_NAME; END $$""",
    f"""CREATE FUNCTION record_refuse_unless_redacted() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT 1 FROM record_event AS e
                     WHERE e.kind = 'redaction' AND e.object_id = OLD.event_id::text) THEN RETURN OLD; END IF;
          RAISE EXCEPTION '{_WORDS}: delete on record_opening';
        END $$""",  # noqa: S608 - our own words
    *(
        f"CREATE TRIGGER {table}_{function} BEFORE {acts} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        for table, acts, function in (
            ("record_event", "UPDATE OR DELETE", "record_refuse"),
            ("record_leaf", "UPDATE OR DELETE", "record_refuse"),
            ("record_opening", "UPDATE", "record_refuse"),
            ("record_opening", "DELETE", "record_refuse_unless_redacted"),
        )
    ),
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()"
        for table in (*_KEPT, "record_opening")
    ),
]

TRIGGERS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def create(_apps: Any, schema_editor: Any) -> None:
    """Create them, as a step of a migration."""
    for statement in TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
