"""Opinions are kept by schedule, held, erased by two people; their kept rows may then become blank."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect, protect_erasable
from licet.web.casework.keeping.content import CONTENT

ERASABLE = frozenset({"casework_opinionevent", "casework_opinionletter"})


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0022_key_acts"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpinionDisposal",
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
                ("kind", models.CharField(max_length=60)),
                ("rule", models.CharField(max_length=300)),
                ("citation", models.JSONField(default=dict)),
                ("due", models.DateField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="casework.opinion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpinionDisposalEnd",
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
                ("result", models.CharField(max_length=20)),
                ("reason", models.TextField(blank=True)),
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
                    "disposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="casework.opiniondisposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpinionErasure",
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
                ("rule", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("proposed_by", models.CharField(max_length=200)),
                ("approved_by", models.CharField(max_length=200)),
                ("blanked", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "opinion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="casework.opinion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpinionHold",
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
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="casework.opinion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpinionHoldLift",
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
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lift",
                        to="casework.opinionhold",
                    ),
                ),
            ],
        ),
        protect(
            "casework_opiniondisposal",
            "casework_opiniondisposalend",
            "casework_opinionerasure",
            "casework_opinionhold",
            "casework_opinionholdlift",
        ),
        protect_erasable(*(one for one in CONTENT if one.table in ERASABLE)),
    ]
