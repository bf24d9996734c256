"""Rows of evidence are sealed into the tree, and a queue says which are not yet."""

# mypy: disable-error-code="mutable-override"

from django.db import migrations, models

from licet.web.casework.keeping.append_only import enter_all
from licet.web.casework.keeping.evidence_tables import sealed_tables


class Migration(migrations.Migration):
    """What was there before is queued as old; a table that comes later enters by ``protect``."""

    dependencies = [("casework", "0020_erasable_findings")]
    operations = [
        migrations.CreateModel(
            name="UnsealedRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=63)),
                ("key", models.CharField(max_length=64)),
                ("old", models.BooleanField(default=False)),
            ],
        ),
        enter_all(*sealed_tables()),
    ]
