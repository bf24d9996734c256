"""Files of parties that officers had screened, and every act on them."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0017_ownership"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkScreening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("form", models.CharField(max_length=20)),
                ("columns", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(db_index=True, default="waiting", max_length=20),
                ),
                ("lists", models.JSONField(default=dict)),
                ("algorithm", models.CharField(blank=True, max_length=20)),
                ("threshold", models.CharField(blank=True, max_length=10)),
                ("rows", models.PositiveBigIntegerField(default=0)),
                ("parties", models.PositiveBigIntegerField(default=0)),
                ("aside", models.PositiveBigIntegerField(default=0)),
                ("passed", models.PositiveBigIntegerField(default=0)),
                ("hits", models.PositiveBigIntegerField(default=0)),
                ("part", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulkScreeningEvent",
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
                ("kind", models.CharField(max_length=40)),
                ("document", models.JSONField(default=dict)),
                ("by", models.CharField(max_length=40)),
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "screening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="casework.bulkscreening",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="bulkscreening",
            index=models.Index(fields=["-at"], name="casework_bu_at_75b1d6_idx"),
        ),
        protect("casework_bulkscreeningevent"),
    ]
