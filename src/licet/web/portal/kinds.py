"""The kinds of application that an applicant can choose, in words."""

from django.conf import settings

from licet.review import ApplicationKind
from licet.web.casework.application.practice import practice


def kind_choices() -> list[tuple[str, str]]:
    """Kinds for a select, in the order of the practice."""
    return [(one.id, one.title) for one in kind_views()]


def kind_views() -> tuple[ApplicationKind, ...]:
    """Every kind with its words and law."""
    return tuple(practice(settings.LICET_PROFILE).kinds.values())
