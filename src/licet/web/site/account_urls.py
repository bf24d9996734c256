"""Sign-in, sign-up, second factor: allauth's views, each with its access decision."""

from collections.abc import Iterable

from allauth.account import urls as account
from allauth.mfa import urls as mfa
from django.urls import URLPattern, URLResolver, include, path

from licet.web.casework.access import access


def _with_access(
    patterns: Iterable[URLPattern | URLResolver],
) -> list[URLPattern | URLResolver]:
    """Declare every view of allauth public: it asks for the sign-in itself where it needs one."""
    found: list[URLPattern | URLResolver] = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = access("public")(pattern.callback)
        else:
            _with_access(pattern.url_patterns)
        found.append(pattern)
    return found


urlpatterns = [
    *_with_access(account.urlpatterns),
    path("2fa/", include(_with_access(mfa.urlpatterns))),
]
