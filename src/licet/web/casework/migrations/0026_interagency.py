"""Silence, dissent, marked evidence and agreed conditions, which nothing changes."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect, protect_erasable
from licet.web.casework.keeping.content import CONTENT

TABLES = (
    "casework_advicedetail", "casework_agencysilence", "casework_conditionanswer",
    "casework_conditionrequest", "casework_documentmark", "casework_escalation",
    "casework_leveloutcome", "casework_levelvote", "casework_seeanswer",
    "casework_seerequest",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0024_applicants"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdviceDetail",
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
                ("grounds", models.JSONField(default=list)),
                ("points", models.JSONField(default=list)),
                (
                    "advice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="detail",
                        to="casework.advice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgencySilence",
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
                ("effect", models.TextField()),
                ("law", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="silence",
                        to="casework.referral",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConditionRequest",
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
                ("owner", models.CharField(max_length=40)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
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
                        related_name="condition_requests",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConditionAnswer",
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
                ("agrees", models.BooleanField()),
                ("words", models.TextField()),
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
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="casework.conditionrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentMark",
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
                ("marking", models.CharField(max_length=40)),
                ("owner", models.CharField(max_length=40)),
                ("gist", models.TextField(blank=True)),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="casework.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Escalation",
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
                ("round", models.PositiveSmallIntegerField()),
                ("level", models.CharField(max_length=60)),
                ("document", models.JSONField(default=dict)),
                ("facts_version", models.PositiveIntegerField()),
                ("reasons", models.TextField()),
                ("member", models.CharField(blank=True, max_length=40)),
                ("opened_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LevelOutcome",
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
                ("verdict", models.CharField(blank=True, max_length=30)),
                ("how", models.CharField(max_length=20)),
                ("counts", models.JSONField(default=dict)),
                ("outvoted", models.JSONField(default=list)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "escalation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome",
                        to="casework.escalation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LevelVote",
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
                ("member", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("verdict", models.CharField(max_length=30)),
                ("words", models.TextField()),
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
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="casework.escalation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeeRequest",
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
                ("team", models.CharField(max_length=40)),
                ("owner", models.CharField(max_length=40)),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="see_requests",
                        to="casework.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeeAnswer",
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
                ("granted", models.BooleanField()),
                ("words", models.TextField()),
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
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="casework.seerequest",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="escalations_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="levelvote",
            constraint=models.UniqueConstraint(
                fields=("escalation", "member", "version"),
                name="votes_of_a_member_are_numbered",
            ),
        ),
        protect(*TABLES),
        protect_erasable(*(one for one in CONTENT if one.table in TABLES)),
    ]
