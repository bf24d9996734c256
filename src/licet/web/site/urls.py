"""One map of the site: the faces, the accounts, health."""

from django.urls import include, path
from django.views.i18n import set_language

from licet.web.casework.access import access
from licet.web.site import calendar, notices, pages, webhooks

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("language/", access("public")(set_language), name="set_language"),
    path("account/", include("licet.web.site.account_urls")),
    path("notices/", notices.inbox, name="notices"),
    path("notices/read/", notices.read_all, name="read_all_notices"),
    path("notices/settings/", notices.settings, name="notice_settings"),
    path("notices/settings/again/", notices.again, name="try_address_again"),
    path("notices/calendar/", calendar.calendar, name="calendar"),
    path("notices/calendar/revoke/", calendar.revoke, name="revoke_calendar"),
    path("notices/<uuid:notice>/", notices.open_notice, name="open_notice"),
    path("notices/<uuid:notice>/read/", notices.read, name="read_notice"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("webhooks/", webhooks.listed, name="webhooks"),
    path("webhooks/new/<str:owner>/", webhooks.register, name="register_webhook"),
    path("webhooks/<uuid:webhook>/", webhooks.shown, name="webhook"),
    path("webhooks/<uuid:webhook>/change/", webhooks.change, name="change_webhook"),
    path(
        "webhooks/<uuid:webhook>/secret/", webhooks.secret, name="renew_webhook_secret"
    ),
    path("webhooks/<uuid:webhook>/switch/", webhooks.switch, name="switch_webhook"),
    path("webhooks/<uuid:webhook>/end/", webhooks.end, name="end_webhook"),
    path("webhooks/<uuid:webhook>/try/", webhooks.try_out, name="try_webhook"),
    path("webhooks/<uuid:webhook>/replay/", webhooks.replay, name="replay_webhook"),
    path("apply/", include("licet.web.portal.urls")),
    path("work/", include("licet.web.workbench.urls")),
    path("api/v1/", include("licet.web.api.urls")),
    path("", include("licet.web.register.urls")),
]

handler400 = "licet.web.site.pages.bad_request"
handler403 = "licet.web.site.pages.forbidden"
handler404 = "licet.web.site.pages.not_found"
handler500 = "licet.web.site.pages.broken"
