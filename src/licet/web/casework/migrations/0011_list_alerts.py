"""What changes of lists touched, and what officers did about it; nothing changes either."""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListRescreen",
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
                ("older", models.CharField(blank=True, max_length=120)),
                ("newer", models.CharField(max_length=120)),
                ("entries", models.PositiveIntegerField()),
                ("parties", models.PositiveIntegerField()),
                ("alerts", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ListAlert",
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
                ("party", models.CharField(max_length=300)),
                ("role", models.CharField(max_length=40)),
                ("entry", models.CharField(max_length=200)),
                ("entry_name", models.TextField()),
                ("content_hash", models.CharField(max_length=64)),
                ("change", models.CharField(max_length=20)),
                ("gone", models.BooleanField()),
                ("source", models.CharField(max_length=120)),
                ("older", models.CharField(blank=True, max_length=120)),
                ("newer", models.CharField(max_length=120)),
                ("score", models.CharField(max_length=10)),
                ("words", models.TextField()),
                ("document", models.JSONField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_alerts",
                        to="casework.case",
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_alerts",
                        to="casework.licence",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(licence__isnull=True),
                        fields=("case", "party", "content_hash", "gone"),
                        name="one_list_alert_of_a_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(licence__isnull=False),
                        fields=("licence", "party", "content_hash", "gone"),
                        name="one_list_alert_of_a_licence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListAlertHandling",
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
                ("reasons", models.TextField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "alert",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handling",
                        to="casework.listalert",
                    ),
                ),
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
        protect(
            "casework_listrescreen", "casework_listalert", "casework_listalerthandling"
        ),
    ]
