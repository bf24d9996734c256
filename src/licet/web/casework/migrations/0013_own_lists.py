"""Own lists with four eyes, and questions about versions that were stopped; nothing changes either."""

# mypy: disable-error-code="mutable-override"

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0012_destination_profiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListQuestion",
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
                ("source", models.CharField(max_length=120)),
                ("version", models.CharField(max_length=120)),
                ("content_hash", models.CharField(max_length=64)),
                ("against", models.CharField(max_length=120)),
                ("code", models.CharField(max_length=40)),
                ("lost", models.PositiveIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "content_hash", "against"),
                        name="one_question_of_a_version",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListAnswer",
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
                ("answer", models.CharField(max_length=10)),
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
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="casework.listquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnProposal",
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
                ("source", models.CharField(max_length=40)),
                ("entry", models.CharField(max_length=40)),
                ("act", models.CharField(max_length=10)),
                ("base", models.PositiveIntegerField()),
                ("document", models.JSONField()),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_proposals",
                        to="casework.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnAnswer",
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
                ("answer", models.CharField(max_length=10)),
                ("reasons", models.TextField(blank=True)),
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
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="casework.ownproposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnWording",
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
                ("source", models.CharField(max_length=40)),
                ("entry", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("name", models.TextField()),
                ("folded", models.TextField()),
                ("first", models.DateField()),
                ("last", models.DateField(blank=True, null=True)),
                ("removed", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wording",
                        to="casework.ownproposal",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="ownproposal",
            index=models.Index(fields=["source", "entry"], name="own_proposal_entry"),
        ),
        migrations.AddConstraint(
            model_name="ownwording",
            constraint=models.UniqueConstraint(
                fields=("source", "entry", "version"), name="one_wording_of_a_version"
            ),
        ),
        protect(
            "casework_ownproposal",
            "casework_ownanswer",
            "casework_ownwording",
            "casework_listquestion",
            "casework_listanswer",
        ),
    ]
