"""Indexes by which lists come in pages without reading every case."""

# mypy: disable-error-code="mutable-override"

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0035_partner_answers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=[
                    "submitted_at",
                    "state",
                    "officer",
                    "updated_at",
                    "profile",
                    "number",
                    "id",
                ],
                name="cases_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["organisation", "updated_at", "number", "state", "id"],
                name="cases_of_a_body",
            ),
        ),
        migrations.AddIndex(
            model_name="licence",
            index=models.Index(fields=["-issued_at", "id"], name="licences_newest"),
        ),
    ]
