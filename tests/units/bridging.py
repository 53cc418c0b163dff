"""`python -m tests.units.bridging FOLDER`: imports a city's tables, and prints the relations that controls see."""

import json
import sys
from pathlib import Path

import django

django.setup()

from tests.units.conftest import NOON, RIGHTS  # noqa: E402 - once Django is set up
from zhiheng.record.actor import Actor  # noqa: E402
from zhiheng.record.bridge import rows_of  # noqa: E402
from zhiheng.record.models import City  # noqa: E402
from zhiheng.units.importing.planning import plan_import  # noqa: E402
from zhiheng.units.importing.reading import Upload  # noqa: E402
from zhiheng.units.importing.writing import write_plan  # noqa: E402

for code in ("shili", "linshi"):
    city = City.objects.create(code=code, title_zh=code)
    actor = Actor(name="chen", city=city, rights={right: frozenset({""}) for right in RIGHTS})
    tables = [Upload(path.name, path.read_bytes()) for path in sorted(Path(sys.argv[1]).glob("*.csv"))]
    write_plan(actor, plan_import(actor, tables), at=NOON)
print(json.dumps(rows_of(Path("zhiheng/units/relations.sql"), City.objects.get(code="shili"))))
