"""Retention, holds and erasure; kept rows may become blank once the erasure of their case is on record."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect, protect_erasable
from licet.web.casework.keeping.content import CONTENT

# Frozen: tables of later migrations bring their own step.
ERASABLE = frozenset(
    f"casework_{name}"
    for name in (
        "adjudication", "advice", "caseevent", "checkresult", "classificationoverride",
        "conditionrow", "consultation", "consultationanswer", "criterionrecord", "decision",
        "decisiondraft", "deliveryreport", "destinationprofile", "determinationrecord",
        "disclosure", "draftreturn", "factchange", "findingsbasis", "findingsrun", "hit",
        "letter", "letterdocument", "licencedocument", "licenceevent", "listalert",
        "listalerthandling", "message", "screeningrecord", "service",
    )
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0018_bulk_screening"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyRotation",
            fields=[
                (
                    "wrapping",
                    models.CharField(max_length=20, primary_key=True, serialize=False),
                ),
                ("before", models.CharField(max_length=20)),
                ("keys", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Disposal",
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
                ("outcome", models.CharField(max_length=20)),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ArchiveTransfer",
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
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("receipt", models.CharField(max_length=300)),
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
                    "disposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfer",
                        to="casework.disposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisposalEnd",
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
                        to="casework.disposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Erasure",
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
                ("outcome", models.CharField(max_length=20)),
                ("rule", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("proposed_by", models.CharField(max_length=200)),
                ("approved_by", models.CharField(max_length=200)),
                ("blanked", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="casework.case",
                    ),
                ),
                (
                    "disposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="casework.disposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HoldLift",
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
                        to="casework.legalhold",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disclosure",
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
                ("kind", models.CharField(max_length=20)),
                ("purpose", models.TextField()),
                ("withheld", models.JSONField(default=list)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
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
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="casework.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="casework.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "at"],
                        name="casework_di_organis_0e68ba_idx",
                    )
                ],
            },
        ),
        protect(
            "casework_archivetransfer",
            "casework_disclosure",
            "casework_disposal",
            "casework_disposalend",
            "casework_erasure",
            "casework_holdlift",
            "casework_keyrotation",
            "casework_legalhold",
        ),
        protect_erasable(*(one for one in CONTENT if one.table in ERASABLE)),
    ]
