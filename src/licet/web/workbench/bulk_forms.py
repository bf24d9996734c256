"""Forms of screening: one name, a file of parties, what to show of its hits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.bulk import COLUMNS
from licet.kernel import territories
from licet.web.casework.services.screening.bulk_screenings import LONGEST_NAME


class NameForm(forms.Form):
    """One name to look up."""

    name = forms.CharField(
        label=_("Name of the person or body"),
        help_text=_("In any script, as it is written."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the name")},
    )
    country = forms.ChoiceField(
        label=_("Country, if known"),
        required=False,
        choices=[
            ("", _("not known")),
            *sorted(territories().items(), key=lambda one: one[1]),
        ],
    )


class PartiesForm(forms.Form):
    """A file of parties."""

    file = forms.FileField(
        label=_("File of parties"),
        help_text=_(
            "CSV in UTF-8, Parquet or FollowTheMoney JSON lines; CSV and lines may be packed as .gz. One party a row, in a column “name”."
        ),
        max_length=200,
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
        },
    )
    columns = forms.CharField(
        label=_("Columns that are called otherwise"),
        required=False,
        help_text=_(
            "One a line, as name=Company. Known are id, name, aliases, kind, country, birth_date, identifiers, address."
        ),
        widget=forms.Textarea,
        max_length=2000,
    )

    def clean_columns(self) -> dict[str, str]:
        """Heading by column name."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["columns"].splitlines():
            name, _equals, heading = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if name not in COLUMNS or not heading:
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read. Write it as name=Company."),
                    params={"line": line[:60]},
                )
            found[name] = heading
        return found


class HitsForm(forms.Form):
    """Which hits are shown."""

    least = forms.DecimalField(
        label=_("Least score"), required=False, min_value=0, max_value=1
    )
    source = forms.CharField(label=_("List"), required=False, max_length=120)
    words = forms.CharField(label=_("In a name"), required=False, max_length=200)
