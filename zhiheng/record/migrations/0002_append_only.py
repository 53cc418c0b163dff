"""The database refuses to change what was recorded."""

from django.db import migrations

from zhiheng.record import triggers


class Migration(migrations.Migration):
    """Triggers of both databases."""

    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(triggers.create)]
