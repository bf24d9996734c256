"""How cases were weighed, kept with their findings; nothing changes it."""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0015_verification"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskRecord",
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
                ("made_at", models.DateTimeField()),
                ("on", models.DateField()),
                ("because", models.CharField(max_length=20)),
                ("regime", models.CharField(max_length=60)),
                ("regime_version", models.CharField(max_length=64)),
                ("method", models.CharField(blank=True, max_length=60)),
                ("band", models.CharField(blank=True, max_length=60)),
                ("band_title", models.CharField(blank=True, max_length=120)),
                ("band_low", models.CharField(blank=True, max_length=60)),
                ("band_high", models.CharField(blank=True, max_length=60)),
                ("points", models.PositiveIntegerField(default=0)),
                ("document", models.JSONField(default=dict)),
                ("evidence", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="casework.case",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="casework.findingsrun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "id"], name="casework_risk_case_idx")
                ],
            },
        ),
        protect("casework_riskrecord"),
    ]
