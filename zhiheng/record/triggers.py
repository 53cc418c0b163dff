"""SQL that makes the database itself refuse to change the record.

An opening may be deleted once its redaction is on record, and only then.
"""

from typing import Any

_KEPT = ("record_event", "record_leaf")
_WORDS = "the record is append-only"

_SQLITE = [
    f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{_WORDS}: {act} on {table}'); END"
    for table in _KEPT
    for act in ("update", "delete")
] + [
    "CREATE TRIGGER record_opening_no_update BEFORE UPDATE ON record_opening"
    f" BEGIN SELECT RAISE(ABORT, '{_WORDS}: update on record_opening'); END",
    "CREATE TRIGGER record_opening_no_delete BEFORE DELETE ON record_opening"
    " WHEN NOT EXISTS (SELECT 1 FROM record_event AS e"
    "  WHERE e.kind = 'redaction' AND e.object_id = CAST(OLD.event_id AS TEXT))"
    f" BEGIN SELECT RAISE(ABORT, '{_WORDS}: delete on record_opening'); END",
]

_POSTGRESQL = [
    "CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
    f" BEGIN RAISE EXCEPTION '{_WORDS}: % on %', lower(TG_OP), TG_TABLE_NAME; END $$",
    "CREATE FUNCTION record_refuse_unless_redacted() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN IF EXISTS (SELECT 1 FROM record_event AS e"
    "  WHERE e.kind = 'redaction' AND e.object_id = OLD.event_id::text) THEN RETURN OLD; END IF;"
    f" RAISE EXCEPTION '{_WORDS}: delete on record_opening'; END $$",
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION record_refuse()"
        for table in _KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()"
        for table in (*_KEPT, "record_opening")
    ),
    "CREATE TRIGGER record_opening_no_update BEFORE UPDATE ON record_opening"
    " FOR EACH ROW EXECUTE FUNCTION record_refuse()",
    "CREATE TRIGGER record_opening_no_delete BEFORE DELETE ON record_opening"
    " FOR EACH ROW EXECUTE FUNCTION record_refuse_unless_redacted()",
]

TRIGGERS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def create(_apps: Any, schema_editor: Any) -> None:
    """Create them, as a step of a migration."""
    for statement in TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
