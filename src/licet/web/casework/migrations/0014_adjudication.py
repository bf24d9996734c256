"""Words on hits: their basis, second officers, what is remembered; and the work list of hits.

The work list is a projection: the worker places the hits of cases that were there before within
a minute. Words of one officer given before wait for a second one where the settings ask for two.
"""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0013_own_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdjudicationBasis",
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
                ("party_digest", models.CharField(max_length=64)),
                ("entry_hash", models.CharField(max_length=64)),
                ("list_name", models.CharField(max_length=120)),
                ("entity", models.CharField(max_length=200)),
                ("party", models.CharField(max_length=300)),
                ("code", models.CharField(max_length=40)),
                ("needed", models.TextField(blank=True)),
                ("needed_from", models.CharField(blank=True, max_length=40)),
                ("tier", models.PositiveSmallIntegerField()),
                ("needs_second", models.BooleanField()),
                ("second_because", models.TextField(blank=True)),
                ("together", models.CharField(blank=True, max_length=40)),
                (
                    "adjudication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="basis",
                        to="casework.adjudication",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["list_name", "entity"], name="basis_of_entry")
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedWord",
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
                ("pair", models.CharField(max_length=64)),
                ("tier", models.PositiveSmallIntegerField()),
                ("asks_second", models.BooleanField()),
                ("because", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_words",
                        to="casework.case",
                    ),
                ),
                (
                    "hit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_words",
                        to="casework.hit",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="casework.adjudication",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "pair", "source"), name="one_carried_word"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HitPlace",
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
                ("run", models.PositiveBigIntegerField()),
                ("standing", models.CharField(max_length=20)),
                ("pair", models.CharField(db_index=True, max_length=64)),
                ("list_name", models.CharField(max_length=120)),
                ("party", models.CharField(max_length=300)),
                ("role", models.CharField(max_length=40)),
                ("weight", models.PositiveSmallIntegerField()),
                ("likeness", models.PositiveSmallIntegerField()),
                ("rank", models.PositiveSmallIntegerField()),
                ("tier", models.PositiveSmallIntegerField()),
                ("due", models.DateField(blank=True, null=True)),
                ("since", models.DateTimeField()),
                ("remembered", models.BooleanField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hit_places",
                        to="casework.case",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place",
                        to="casework.hit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["standing", "weight", "-likeness", "rank", "-tier"],
                        name="hits_in_order",
                    ),
                    models.Index(fields=["case", "standing"], name="hits_of_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SecondWord",
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
                ("pair", models.CharField(max_length=64)),
                ("agrees", models.BooleanField()),
                ("reasons", models.TextField()),
                ("tier", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "adjudication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_words",
                        to="casework.adjudication",
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
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_words",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "pair"], name="second_of_pair")
                ],
            },
        ),
        protect(
            "casework_adjudicationbasis",
            "casework_carriedword",
            "casework_secondword",
        ),
    ]
