"""Advisory panels, agreements, composites and what was disclosed, which nothing changes."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect, protect_erasable
from licet.web.casework.keeping.content import CONTENT

TABLES = (
    "casework_agreement",
    "casework_agreementact",
    "casework_agreementreview",
    "casework_composite",
    "casework_compositecheck",
    "casework_elicitation",
    "casework_elicitationclose",
    "casework_elicitationestimate",
    "casework_elicitationword",
    "casework_paneldeclaration",
    "casework_panelopinion",
    "casework_panelopiniongiven",
    "casework_panelopinionvote",
    "casework_panelreferral",
    "casework_panelreferralend",
    "casework_panelseat",
    "casework_panelseatend",
    "casework_panelsilence",
    "casework_sharedpack",
    "casework_sharedpackrecall",
)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0029_appeals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="team",
            name="kind",
            field=models.CharField(
                choices=[
                    ("authority", "Licensing authority"),
                    ("agency", "Reviewing agency"),
                    ("appeal", "Appeal body"),
                    ("audit", "Auditor"),
                    ("customs", "Customs"),
                    ("policy", "Policy unit"),
                    ("panel", "Advisory panel"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Agreement",
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
                ("number", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=10)),
                ("party", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("purposes", models.JSONField(default=list)),
                ("classes", models.JSONField(default=list)),
                ("onward", models.TextField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("document_sha256", models.CharField(max_length=64)),
                ("partner_key", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementAct",
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
                ("act", models.CharField(max_length=10)),
                ("reasons", models.TextField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="casework.agreement",
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
            ],
        ),
        migrations.CreateModel(
            name="AgreementReview",
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
                ("approved", models.BooleanField()),
                ("reasons", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="casework.agreement",
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
            ],
        ),
        migrations.CreateModel(
            name="Composite",
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
                ("number", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("document", models.JSONField(default=dict)),
                ("facts_version", models.PositiveIntegerField()),
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
                        related_name="composites",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CompositeCheck",
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
                ("approved", models.BooleanField()),
                ("reasons", models.TextField(blank=True)),
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
                    "composite",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_row",
                        to="casework.composite",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Elicitation",
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
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("kind", models.CharField(max_length=20)),
                ("low", models.SmallIntegerField(default=1)),
                ("high", models.SmallIntegerField(default=7)),
                ("options", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ElicitationWord",
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
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "elicitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="casework.elicitation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PanelOpinion",
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
                ("version", models.PositiveSmallIntegerField()),
                ("position", models.CharField(max_length=20)),
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
            ],
        ),
        migrations.CreateModel(
            name="PanelOpinionGiven",
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
                ("counts", models.JSONField(default=dict)),
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
                    "opinion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="given",
                        to="casework.panelopinion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PanelReferral",
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
                ("number", models.CharField(max_length=40, unique=True)),
                ("panel", models.CharField(max_length=40)),
                ("sort", models.CharField(max_length=10)),
                ("question", models.TextField()),
                ("because", models.TextField()),
                ("rule", models.CharField(blank=True, max_length=60)),
                ("mandatory", models.BooleanField(default=False)),
                ("citation", models.JSONField(default=dict)),
                ("document", models.JSONField(default=dict)),
                ("facts_version", models.PositiveIntegerField(default=0)),
                ("on", models.DateField()),
                ("due", models.DateField()),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_referrals",
                        to="casework.case",
                    ),
                ),
                (
                    "composite",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="casework.composite",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="panelopinion",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to="casework.panelreferral",
            ),
        ),
        migrations.CreateModel(
            name="PanelDeclaration",
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
                ("conflict", models.BooleanField()),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="casework.panelreferral",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="elicitation",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="elicitations",
                to="casework.panelreferral",
            ),
        ),
        migrations.CreateModel(
            name="PanelReferralEnd",
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
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="casework.panelreferral",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PanelSeat",
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
                ("panel", models.CharField(max_length=40)),
                ("chair", models.BooleanField(default=False)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("vetted_on", models.DateField(null=True)),
                ("vetted_until", models.DateField(null=True)),
                ("instrument", models.CharField(max_length=200)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PanelSeatEnd",
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
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="casework.panelseat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SharedPack",
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
                ("number", models.CharField(max_length=40, unique=True)),
                ("party", models.CharField(max_length=60)),
                ("purpose", models.CharField(max_length=60)),
                ("classes", models.JSONField(default=list)),
                ("what", models.CharField(max_length=300)),
                ("pack", models.JSONField(default=dict)),
                ("sha256", models.CharField(max_length=64)),
                ("onward", models.TextField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="casework.agreement",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_packs",
                        to="casework.case",
                    ),
                ),
                (
                    "composite",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="casework.composite",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="panelreferral",
            name="shared",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referral",
                to="casework.sharedpack",
            ),
        ),
        migrations.CreateModel(
            name="SharedPackRecall",
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
                    "pack",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recall",
                        to="casework.sharedpack",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ElicitationClose",
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
                ("round", models.PositiveSmallIntegerField()),
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
                    "elicitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closes",
                        to="casework.elicitation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("elicitation", "round"), name="a_round_closes_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ElicitationEstimate",
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
                ("round", models.PositiveSmallIntegerField()),
                ("value", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "elicitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="estimates",
                        to="casework.elicitation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("elicitation", "round", "person"),
                        name="one_estimate_a_round",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelOpinionVote",
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
                ("vote", models.CharField(max_length=10)),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="casework.panelopinion",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("opinion", "person"), name="one_vote_a_version"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="panelopinion",
            constraint=models.UniqueConstraint(
                fields=("referral", "version"), name="panel_opinions_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="paneldeclaration",
            constraint=models.UniqueConstraint(
                fields=("referral", "person"), name="one_declaration_a_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="elicitation",
            constraint=models.UniqueConstraint(
                fields=("referral", "number"), name="elicitations_are_numbered"
            ),
        ),
        migrations.CreateModel(
            name="PanelSilence",
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
                ("tier", models.PositiveSmallIntegerField()),
                ("consent", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silence",
                        to="casework.panelreferral",
                    ),
                ),
            ],
        ),
        protect(*TABLES),
        protect_erasable(*(one for one in CONTENT if one.table in TABLES)),
    ]
