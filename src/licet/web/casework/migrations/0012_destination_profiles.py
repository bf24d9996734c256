"""Profiles of destinations, frozen with the findings of a case; nothing changes them."""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0011_list_alerts"),
    ]

    operations = [
        migrations.CreateModel(
            name="DestinationProfile",
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
                ("role", models.CharField(max_length=20)),
                ("country", models.CharField(max_length=2)),
                ("on", models.DateField()),
                ("document", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("difference", models.JSONField(default=dict)),
                ("unavailable", models.TextField(blank=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destinations",
                        to="casework.findingsrun",
                    ),
                ),
            ],
        ),
        protect("casework_destinationprofile"),
    ]
