"""Due-diligence files, checks, signs of misrepresentation, conduct, undertakings; nothing changes them."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0014_adjudication"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConductEntry",
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
                ("firmness", models.CharField(max_length=20)),
                ("grade", models.CharField(max_length=2)),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField()),
                ("happened", models.CharField(blank=True, max_length=40)),
                ("found_on", models.DateField()),
                ("source", models.TextField()),
                ("source_url", models.URLField(blank=True, max_length=500)),
                ("answer", models.TextField(blank=True)),
                ("reasons", models.TextField()),
                ("marking", models.CharField(max_length=40)),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="casework.conductentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConductConfirmation",
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
                ("confirmed", models.BooleanField()),
                ("reasons", models.TextField()),
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
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmation",
                        to="casework.conductentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartyFile",
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
                ("number", models.CharField(max_length=20, unique=True)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=300)),
                ("name_key", models.CharField(db_index=True, max_length=300)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("identifiers", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartyCheck",
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
                ("question", models.CharField(max_length=60)),
                ("result", models.CharField(max_length=20)),
                ("answer", models.JSONField(null=True)),
                ("words", models.TextField()),
                ("source", models.TextField()),
                ("document_name", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("marking", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("expires", models.DateField()),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="casework.partyfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartyAppearance",
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
                ("role", models.CharField(max_length=40)),
                ("facts_version", models.PositiveIntegerField()),
                ("address", models.TextField(blank=True)),
                (
                    "address_key",
                    models.CharField(blank=True, db_index=True, max_length=64),
                ),
                (
                    "end_use_key",
                    models.CharField(blank=True, db_index=True, max_length=64),
                ),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_appearances",
                        to="casework.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="casework.partyfile",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="conductentry",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conduct",
                to="casework.partyfile",
            ),
        ),
        migrations.CreateModel(
            name="SignalAnswer",
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
                ("rule", models.CharField(max_length=60)),
                ("basis", models.CharField(max_length=64)),
                ("standing", models.CharField(max_length=20)),
                ("reasons", models.TextField()),
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
                        related_name="signal_answers",
                        to="casework.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signal_answers",
                        to="casework.partyfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignalRun",
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
                ("on", models.DateField()),
                ("results", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signal_runs",
                        to="casework.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signal_runs",
                        to="casework.partyfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Undertaking",
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
                ("number", models.CharField(max_length=60, unique=True)),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undertakings",
                        to="casework.case",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UndertakingReturn",
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
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("signatory", models.CharField(max_length=200)),
                ("post", models.CharField(max_length=200)),
                ("signed_on", models.DateField()),
                ("code", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("differences", models.JSONField(default=list)),
                ("by_eye", models.JSONField(default=list)),
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
                        related_name="undertaking_returns",
                        to="casework.case",
                    ),
                ),
                (
                    "undertaking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="casework.undertaking",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UndertakingConfirmation",
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
                ("genuine", models.BooleanField()),
                ("manner", models.CharField(max_length=40)),
                ("words", models.TextField()),
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
                    "returned",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmation",
                        to="casework.undertakingreturn",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="partyfile",
            index=models.Index(
                fields=["country", "name_key"], name="casework_pa_country_1111e5_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyappearance",
            constraint=models.UniqueConstraint(
                fields=("file", "case", "role", "facts_version"),
                name="one_appearance_a_version",
            ),
        ),
        protect(
            "casework_partyfile",
            "casework_partyappearance",
            "casework_partycheck",
            "casework_signalrun",
            "casework_signalanswer",
            "casework_conductentry",
            "casework_conductconfirmation",
            "casework_undertaking",
            "casework_undertakingreturn",
            "casework_undertakingconfirmation",
        ),
    ]
