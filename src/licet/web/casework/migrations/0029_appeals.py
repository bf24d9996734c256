"""Appeals against every adverse act: what is appealed, its steps, documents and effects."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from licet.web.casework.keeping.append_only import protect, protect_erasable
from licet.web.casework.keeping.content import CONTENT

ERASABLE = frozenset(
    {"casework_appealstep", "casework_appealdocument", "casework_conditionchange"}
)


def _name_subjects(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Appeals lodged before were against the decision of their case."""
    rows = apps.get_model("casework", "Appeal").objects.filter(subject__isnull=True)
    rows.update(
        subject=models.F("case_id"), object=models.F("decision_id"), kind="refusal"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0028_decision"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppealDocument",
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
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("side", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AppealStep",
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
                ("kind", models.CharField(max_length=40)),
                ("on", models.DateField(null=True)),
                ("words", models.TextField(blank=True)),
                ("closed", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=40)),
                ("by_name", models.CharField(max_length=200)),
                ("side", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ConditionChange",
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
                ("standing", models.CharField(max_length=20)),
                ("terms", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="appeal",
            name="acted_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="advocate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="contested",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="decide_by",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="excuse",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="appeal",
            name="findings",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="appeal",
            name="hearing_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="interim",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="appeal",
            name="kind",
            field=models.CharField(default="refusal", max_length=30),
        ),
        migrations.AddField(
            model_name="appeal",
            name="last_day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="late",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="appeal",
            name="late_reasons",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="licence",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="casework.licence",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="object",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="appeal",
            name="opinion",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="casework.opinion",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="proof",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="appeal",
            name="remedy",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="served_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="appeal",
            name="standing",
            field=models.CharField(default="addressee", max_length=40),
        ),
        migrations.AddField(
            model_name="appeal",
            name="stated",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="appeal",
            name="subject",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="casework.case",
            ),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="casework.decision",
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                fields=["decided_at", "lodged_at"],
                name="casework_ap_decided_3ebbf1_idx",
            ),
        ),
        migrations.AddField(
            model_name="appealdocument",
            name="appeal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="casework.appeal",
            ),
        ),
        migrations.AddField(
            model_name="appealdocument",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appealstep",
            name="appeal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="casework.appeal",
            ),
        ),
        migrations.AddField(
            model_name="conditionchange",
            name="appeal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="condition_changes",
                to="casework.appeal",
            ),
        ),
        migrations.AddField(
            model_name="conditionchange",
            name="condition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="casework.conditionrow",
            ),
        ),
        migrations.RunPython(_name_subjects, migrations.RunPython.noop),
        protect(*sorted(ERASABLE)),
        protect_erasable(*(one for one in CONTENT if one.table in ERASABLE)),
    ]
