"""A page of facts, each under its path."""

from collections.abc import Iterable, Mapping

from django import forms

from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.casework.law.asking import fact_field, stated
from licet.web.portal.vocabulary import governing, term


def asked_field(
    path: str, *, question: str = "", help_text: str = "", required: bool = False
) -> forms.Field:
    """The field that asks for the fact at a path, in the words of the governing law."""
    return fact_field(
        term(path),
        governing(),
        question=question,
        help_text=help_text,
        required=required,
    )


class FactsForm(VersionedForm):
    """A form of whatever is wanted, in that order."""

    def __init__(
        self, *args: object, wanted: Mapping[str, forms.Field], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields.update(wanted)

    def facts(self, paths: Iterable[str], *, prefix: str = "") -> dict[str, object]:
        """What was answered, as a facts document holds it; open questions are left out.

        Args:
            paths: The paths to take.
            prefix: What to cut from the front of each path (``item.`` for an item).
        """
        return {
            path.removeprefix(prefix): stated(term(path), value)
            for path in paths
            if (value := self.cleaned_data.get(path)) not in (None, "", [])
        }

    def answer(self, path: str) -> object:
        """The one answer of a page that asks one question, as a facts document holds it."""
        return stated(term(path), self.cleaned_data["answer"])
