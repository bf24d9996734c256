"""Editions of a licence that newer ones replaced, each with its place in the status list."""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0033_api_keys_used"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReplacedEdition",
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
                ("edition", models.PositiveSmallIntegerField()),
                ("status_index", models.PositiveIntegerField(unique=True)),
                ("replaced_at", models.DateTimeField()),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_editions",
                        to="casework.licence",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("licence", "edition"),
                        name="an_edition_is_replaced_once",
                    )
                ],
            },
        ),
        protect("casework_replacededition"),
    ]
