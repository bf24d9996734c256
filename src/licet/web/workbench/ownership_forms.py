"""Forms on owners and networks. Nothing is chosen beforehand."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.casework.law.asking import country_choices
from licet.web.workbench.forms import choice_field, day_field, text_field


class OwnershipVerdictForm(VersionedForm):
    """Do listed parties own the party?"""

    verdict = choice_field(
        _("Do listed parties own or control it, as this law counts?"),
        _("Say whether it is owned, not owned, or needs more"),
        [
            ("owned", _("Owned: the statements are right")),
            ("not_owned", _("Not owned: they are wrong or do not reach so far")),
            ("need_more", _("Need more: it cannot be told yet")),
        ],
    )
    reasons = text_field(
        _("Why"),
        _("Say why. The reasons stay with the case"),
        _("Name what you read: extract, articles, contract, and its day."),
    )


class NamesakeForm(VersionedForm):
    """Are two with one name the same?"""

    same = choice_field(
        _("Are they the same?"),
        _("Say whether they are the same"),
        [("yes", _("The same")), ("no", _("Somebody else"))],
    )
    reasons = text_field(_("Why"), _("Say why. The reasons stay with the case"))


class OwnerForm(VersionedForm):
    """Who owns, controls or directs whom, from which source."""

    owner = forms.CharField(
        label=_("Who holds"),
        max_length=300,
        help_text=_("Registered name of the person or body."),
        error_messages={"required": _("Name who holds")},
    )
    country = forms.ChoiceField(
        label=_("Its country, if known"), required=False, choices=country_choices
    )
    owned = forms.CharField(
        label=_("Who is held"),
        max_length=300,
        help_text=_("A party of this case, or one of its owners."),
        error_messages={"required": _("Name who is held")},
    )
    kind = choice_field(
        _("How"),
        _("Say how"),
        [
            ("shares", _("A share of the capital")),
            ("votes", _("A share of the votes")),
            ("control", _("Control in another way")),
            ("tie", _("Director or another tie without ownership")),
        ],
    )
    low = forms.DecimalField(
        label=_("At least, in percent"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=9,
        help_text=_("Leave it empty when it is not known."),
    )
    high = forms.DecimalField(
        label=_("At most, in percent"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=9,
    )
    manner = forms.CharField(
        label=_("Office, or how it is controlled"), required=False, max_length=200
    )
    first = day_field(_("Since"), "", required=False)
    last = day_field(_("Until"), "", required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_(
            "Register or document, with its day. The next reader must find it."
        ),
        error_messages={"required": _("Name the source")},
    )


class OwnershipFileForm(forms.Form):
    """A file of statements from a register."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "FollowTheMoney or BODS 0.4, as JSON; at most 64 MB. The command takes larger ones."
        ),
        error_messages={"required": _("Choose the file")},
    )
    source = forms.SlugField(
        label=_("Source"),
        max_length=60,
        help_text=_(
            "The register in small letters, for example companies_house. A newer file of the same source takes the place of the earlier one."
        ),
        error_messages={"required": _("Name the source")},
    )
    published = day_field(
        _("As of which day does the source speak?"), "", required=False
    )
