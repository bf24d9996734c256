"""The record cannot forget: its tables take new rows and nothing else, on both databases."""

# mypy: disable-error-code="mutable-override"

from django.db import migrations

from licet.web.casework.keeping.append_only import protect

TABLES = (
    "casework_batch",
    "casework_checkpoint",
    "casework_keyrecord",
    "casework_leaf",
    "casework_ledgerrow",
    "casework_readlog",
    "casework_securitylog",
)


class Migration(migrations.Migration):
    """The same triggers as for the other evidence tables."""

    dependencies = [("casework", "0003_record")]
    operations = [protect(*TABLES)]
