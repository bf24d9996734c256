"""The start page, help and the accessibility statement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from licet.web.casework.access import access


@access("public")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "register/home.html")


@access("public")
def help_page(request: HttpRequest) -> HttpResponse:
    titles = {
        "register:check": _("Do I need a licence?"),
        "portal:home": _("Apply, or see my applications"),
        "register:verify": _("Check a licence"),
        "register:record": _("The public record"),
    }
    return render(request, "register/help.html", {"titles": titles})


@access("public")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "register/accessibility.html")
