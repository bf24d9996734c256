"""Who owns whom: sets, statements, computations, verdicts; nothing changes any of them."""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0016_risk_assessment"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamesakeVerdict",
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
                ("party", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=120)),
                ("entity", models.CharField(max_length=200)),
                ("same", models.BooleanField()),
                ("reasons", models.TextField()),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="namesake_verdicts",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipCall",
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
                ("because", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership_calls",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipRun",
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
                ("call", models.PositiveBigIntegerField(default=0)),
                ("on", models.DateField()),
                ("document", models.JSONField()),
                ("standings", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership_runs",
                        to="casework.case",
                    ),
                ),
                (
                    "findings",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership_runs",
                        to="casework.findingsrun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipFinding",
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
                ("party", models.CharField(max_length=300)),
                ("role", models.CharField(max_length=40)),
                ("regime", models.CharField(max_length=60)),
                ("rule", models.CharField(max_length=120)),
                ("standing", models.CharField(max_length=12)),
                ("unsettled", models.BooleanField(default=False)),
                ("low", models.PositiveIntegerField()),
                ("high", models.PositiveIntegerField()),
                ("path", models.JSONField(default=list)),
                ("law", models.JSONField()),
                ("matter", models.CharField(max_length=64)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings_made",
                        to="casework.ownershiprun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderedAmount",
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
                ("item", models.PositiveSmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=300)),
                ("entry", models.CharField(blank=True, max_length=60)),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amounts",
                        to="casework.ownershiprun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipSet",
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
                ("source", models.CharField(db_index=True, max_length=120)),
                ("version", models.CharField(max_length=16)),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.CharField(max_length=200)),
                ("published", models.DateField(blank=True, null=True)),
                ("entities", models.PositiveIntegerField()),
                ("statements", models.PositiveIntegerField()),
                ("trouble_count", models.PositiveIntegerField()),
                ("troubles", models.JSONField(default=list)),
                ("unread", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "by",
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
            name="OwnershipMark",
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
                ("entity", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=12)),
                ("value", models.CharField(max_length=300)),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="casework.ownershipset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipLine",
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
                ("kind", models.CharField(max_length=12)),
                ("owner", models.CharField(max_length=200)),
                ("owned", models.CharField(max_length=200)),
                ("low", models.PositiveSmallIntegerField(default=0)),
                ("high", models.PositiveSmallIntegerField(default=0)),
                ("above_low", models.BooleanField(default=False)),
                ("below_high", models.BooleanField(default=False)),
                ("direct", models.BooleanField(default=True)),
                ("certain", models.BooleanField(default=False)),
                ("manner", models.CharField(blank=True, max_length=200)),
                ("first", models.DateField(blank=True, null=True)),
                ("last", models.DateField(blank=True, null=True)),
                ("source_id", models.CharField(max_length=200)),
                ("line", models.PositiveIntegerField()),
                ("publisher", models.CharField(blank=True, max_length=300)),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="casework.ownershipset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipEntity",
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
                ("entity", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=500)),
                ("countries", models.JSONField(default=list)),
                ("identifiers", models.JSONField(default=list)),
                ("addresses", models.JSONField(default=list)),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="casework.ownershipset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnershipVerdict",
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
                ("matter", models.CharField(max_length=64)),
                ("verdict", models.CharField(max_length=20)),
                ("reasons", models.TextField()),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownership_verdicts",
                        to="casework.case",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="casework.ownershipfinding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PartyMark",
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
                ("party", models.CharField(max_length=300)),
                ("role", models.CharField(max_length=40)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("kind", models.CharField(max_length=12)),
                ("value", models.CharField(max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="casework.ownershiprun",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatedOwner",
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
                ("kind", models.CharField(max_length=12)),
                ("owner", models.CharField(max_length=300)),
                ("owner_country", models.CharField(blank=True, max_length=2)),
                ("owned", models.CharField(max_length=300)),
                ("low", models.PositiveSmallIntegerField(default=0)),
                ("high", models.PositiveSmallIntegerField(default=0)),
                ("manner", models.CharField(blank=True, max_length=200)),
                ("first", models.DateField(blank=True, null=True)),
                ("last", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=300)),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated_owners",
                        to="casework.case",
                    ),
                ),
                (
                    "withdraws",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_by",
                        to="casework.statedowner",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="ownershiprun",
            index=models.Index(
                fields=["case", "id"], name="casework_ow_case_id_85e199_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipset",
            constraint=models.UniqueConstraint(
                fields=("source", "sha256"), name="one_ownership_set_of_a_file"
            ),
        ),
        migrations.AddIndex(
            model_name="ownershipmark",
            index=models.Index(
                fields=["value", "kind"], name="casework_ow_value_075b4e_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="ownershipline",
            index=models.Index(
                fields=["set", "owned"], name="casework_ow_set_id_6e3700_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="ownershipline",
            index=models.Index(
                fields=["set", "owner"], name="casework_ow_set_id_f32a98_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipentity",
            constraint=models.UniqueConstraint(
                fields=("set", "entity"), name="one_entity_of_an_ownership_set"
            ),
        ),
        migrations.AddIndex(
            model_name="ownershipverdict",
            index=models.Index(
                fields=["case", "matter"], name="casework_ow_case_id_33b2b9_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="partymark",
            index=models.Index(
                fields=["value", "kind"], name="casework_pa_value_14d408_idx"
            ),
        ),
        protect(
            "casework_namesakeverdict",
            "casework_orderedamount",
            "casework_ownershipcall",
            "casework_ownershipentity",
            "casework_ownershipfinding",
            "casework_ownershipline",
            "casework_ownershipmark",
            "casework_ownershiprun",
            "casework_ownershipset",
            "casework_ownershipverdict",
            "casework_partymark",
            "casework_statedowner",
        ),
    ]
