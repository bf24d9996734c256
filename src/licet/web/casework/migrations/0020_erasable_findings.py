"""Words on hits, ownership, weighing and verification become blank when their case or file is erased."""

# mypy: disable-error-code="mutable-override"

from django.db import migrations

from licet.web.casework.keeping.append_only import protect_erasable
from licet.web.casework.keeping.content import CONTENT

ERASABLE = frozenset(
    {
        "casework_adjudicationbasis", "casework_carriedword", "casework_secondword",
        "casework_statedowner", "casework_namesakeverdict", "casework_ownershiprun",
        "casework_ownershipfinding", "casework_ownershipverdict", "casework_partymark",
        "casework_orderedamount", "casework_riskrecord", "casework_partyappearance",
        "casework_signalrun", "casework_signalanswer", "casework_undertaking",
        "casework_undertakingreturn", "casework_undertakingconfirmation",
        "casework_partyfile", "casework_partycheck", "casework_conductentry",
        "casework_conductconfirmation",
    }
)  # fmt: skip


class Migration(migrations.Migration):
    """The triggers let these rows become blank once the erasure is on record."""

    dependencies = [("casework", "0019_retention")]
    operations = [protect_erasable(*(one for one in CONTENT if one.table in ERASABLE))]
