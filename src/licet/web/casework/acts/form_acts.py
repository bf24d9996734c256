"""Doing an act from a form: what the service refuses comes back beside the field."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict

from licet.kernel import InputError
from licet.web.casework.access import Actor
from licet.web.casework.errors import InvalidInputError, NotAllowedError, NotFoundError


class VersionedForm(forms.Form):
    """A form that knows which version of the record its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int | None:
        """The version seen."""
        seen: int | None = self.cleaned_data.get("version")
        return seen


def actor_of(request: HttpRequest) -> Actor:
    """Who acts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent; ``None`` while it is only shown."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do an act; put what stands against it on the form.

    Args:
        form: A valid form.
        act: The call of the service.

    Returns:
        Whether the act was done.

    Raises:
        NotAllowedError: The person may not; the site answers with its page.
        NotFoundError: There is no such thing for this person.
    """
    try:
        act()
    except (NotAllowedError, NotFoundError):
        raise
    except InvalidInputError as error:
        for name, words in error.fields.items():
            form.add_error(name if name in form.fields else None, words)
        return False
    except InputError as error:
        form.add_error(None, str(error))
        return False
    return True


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, object]]) -> None:
    """Give a field of a form its choices, which only this request knows."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # only such fields are named
    field.choices = cast("Any", list(choices))
