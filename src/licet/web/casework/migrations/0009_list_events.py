"""What was done with official lists, which nothing changes."""

# mypy: disable-error-code="mutable-override"

from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0008_consultations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("source", models.CharField(db_index=True, max_length=120)),
                ("result", models.CharField(max_length=20)),
                ("version", models.CharField(blank=True, max_length=120)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("entries", models.PositiveIntegerField(default=0)),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("removed", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
            ],
        ),
        protect("casework_listevent"),
    ]
