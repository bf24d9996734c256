"""What partner authorities answer to sealed packs."""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect, protect_erasable
from licet.web.casework.keeping.content import CONTENT

TABLE = "casework_partneranswer"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0034_licence_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerAnswer",
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
                ("position", models.CharField(max_length=30)),
                ("words", models.TextField()),
                ("signed_by", models.CharField(max_length=200)),
                ("received_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="casework.sharedpack",
                    ),
                ),
            ],
        ),
        protect(TABLE),
        protect_erasable(*(one for one in CONTENT if one.table == TABLE)),
    ]
