"""What the service keeps of an organisation is, for controls, what its tables would be."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlglot

from tests.conftest import ROOT
from tests.record.databases import empty_database, environment
from zhiheng.core.organisation import load_organisation
from zhiheng.core.relations import RELATIONS
from zhiheng.record.bridge import columns_read, statements

SQL = ROOT / "zhiheng" / "units" / "relations.sql"


@pytest.mark.parametrize("name", statements(SQL))
def test_every_statement_has_the_columns_of_its_relation(name):
    selected = sqlglot.parse_one(statements(SQL)[name], dialect="duckdb").selects
    assert [one.alias_or_name for one in selected] == list(RELATIONS[name].names)


def test_a_column_without_its_table_is_refused():
    with pytest.raises(ValueError, match="column rank does not say of which table it is"):
        columns_read("SELECT rank FROM units_post AS p")


def test_only_the_columns_that_are_read_leave_the_database():
    read = {column for text in statements(SQL).values() for column in columns_read(text).get("units_official", ())}
    assert read == {"id", "code", "valid_from", "valid_to"}


@pytest.mark.xdist_group("servers")
def test_controls_see_the_same_organisation_as_from_the_citys_folder(tmp_path: Path):
    folder = ROOT / "cities" / "demo"
    given = load_organisation(folder).rows
    seen = _seen(tmp_path, folder)
    for name in ("units", "posts", "interests"):
        assert sorted(map(repr, seen[name])) == sorted(map(repr, map(tuple, given[name]))), name


def _seen(tmp_path: Path, folder: Path):
    """The relations of a service, in a process of its own with a database of its own, that imported the folder."""
    with empty_database(tmp_path) as address:
        done = subprocess.run(
            [sys.executable, "-m", "tests.units.bridging", str(folder)], env=environment(address), cwd=ROOT,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return {name: [tuple(row) for row in rows] for name, rows in json.loads(done.stdout).items()}
