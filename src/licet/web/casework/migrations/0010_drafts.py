"""Drafts of law open for comment, and the comments; nothing changes either."""

# mypy: disable-error-code="mutable-override"

import uuid

import django.db.models.deletion
from django.db import migrations, models

from licet.web.casework.keeping.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_list_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
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
                ("slug", models.SlugField(max_length=140, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("package", models.CharField(max_length=120)),
                ("version", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("against", models.CharField(max_length=120)),
                ("against_version", models.DateField()),
                ("against_digest", models.CharField(max_length=64)),
                ("compared_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("files", models.JSONField()),
                ("comparison", models.JSONField()),
                ("by", models.CharField(max_length=40)),
                ("opened_at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DraftComment",
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
                ("name", models.CharField(blank=True, max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("folded", models.TextField()),
                ("at", models.DateTimeField()),
                ("row", models.PositiveBigIntegerField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="casework.draft",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["draft", "at"], name="draft_comment_arrival")
                ],
            },
        ),
        protect("casework_draft", "casework_draftcomment"),
    ]
