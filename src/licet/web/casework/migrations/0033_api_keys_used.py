"""Idempotency keys of programs, and the answers kept for them."""

# mypy: disable-error-code="mutable-override"

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0028_decision"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptCall",
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
                ("person", models.CharField(blank=True, max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("attempt", models.PositiveIntegerField(default=1)),
                ("begun_at", models.DateTimeField(db_index=True)),
                ("leased_until", models.DateTimeField()),
                ("row", models.BigIntegerField(blank=True, null=True)),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sealed", models.BinaryField(blank=True, null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name="keptcall",
            constraint=models.UniqueConstraint(
                fields=("person", "digest"), name="one_call_for_each_key"
            ),
        ),
    ]
