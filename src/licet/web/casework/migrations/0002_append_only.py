"""Evidence tables that nothing changes and nothing leaves."""

# mypy: disable-error-code="mutable-override"

from django.db import migrations

from licet.web.casework.keeping.append_only import protect

TABLES = (
    "casework_adjudication",
    "casework_advice",
    "casework_caseevent",
    "casework_checkresult",
    "casework_clockrow",
    "casework_conditionrow",
    "casework_countersignature",
    "casework_criterionrecord",
    "casework_decision",
    "casework_decisiondraft",
    "casework_deliveryreport",
    "casework_determinationrecord",
    "casework_draftreturn",
    "casework_factchange",
    "casework_findingsrun",
    "casework_hit",
    "casework_letter",
    "casework_letterdocument",
    "casework_licencedocument",
    "casework_licenceevent",
    "casework_message",
    "casework_screeningrecord",
    "casework_service",
)


class Migration(migrations.Migration):
    """Triggers, written the same way for both databases."""

    dependencies = [("casework", "0001_initial")]
    operations = [protect(*TABLES)]
