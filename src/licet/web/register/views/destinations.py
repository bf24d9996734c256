"""Destinations before the public: what is known of a country on a day, with who says so."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licet.kernel import UnknownCountryError, territory_name
from licet.web.casework.access import access
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.selectors.public import destinations as reads


@access("public")
@require_safe
def destinations(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:100]
    found = reads.destinations(text)
    context = {
        "q": text,
        "known": [one for one in found if one.sources],
        "unknown": [one for one in found if not one.sources],
    }
    return render(request, "register/destinations.html", context)


@access("public")
@require_safe
def destination(request: HttpRequest, code: str) -> HttpResponse:
    on = request.GET.get("on", "")
    context: dict[str, Any] = {
        "on": on,
        "problem": "",
        "profile": None,
        "code": code.upper(),
    }
    try:
        context["profile"] = reads.destination(code, on)
    except UnknownCountryError as error:
        raise Http404(code) from error
    except InvalidInputError as error:
        context["problem"] = str(error)
    context["name"] = territory_name(code.upper())
    return render(request, "register/destination.html", context)
