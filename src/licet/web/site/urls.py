"""One map of the site: the faces, the accounts, health."""

from django.urls import include, path
from django.views.i18n import set_language

from licet.web.casework.access import access
from licet.web.site import pages

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("language/", access("public")(set_language), name="set_language"),
    path("account/", include("licet.web.site.account_urls")),
    path("apply/", include("licet.web.portal.urls")),
    path("work/", include("licet.web.workbench.urls")),
    path("api/v1/", include("licet.web.api.urls")),
    path("", include("licet.web.register.urls")),
]

handler400 = "licet.web.site.pages.bad_request"
handler403 = "licet.web.site.pages.forbidden"
handler404 = "licet.web.site.pages.not_found"
handler500 = "licet.web.site.pages.broken"
