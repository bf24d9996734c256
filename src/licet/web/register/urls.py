"""Addresses of this face."""

from django.urls import path

from licet.web.register.views import (
    about,
    check,
    destinations,
    drafts,
    figures,
    guide,
    record,
    rules,
    verify,
)

app_name = "register"
urlpatterns = [
    path("", about.home, name="home"),
    path("help/", about.help_page, name="help"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("rules/", rules.packages, name="rules"),
    path("rules/drafts/", drafts.drafts, name="drafts"),
    path("rules/drafts/<slug:slug>/", drafts.draft, name="draft"),
    path("rules/drafts/<slug:slug>/files/<path:name>", drafts.text, name="draft_file"),
    path(
        "rules/drafts/<slug:slug>/received/<uuid:comment>/",
        drafts.receipt,
        name="draft_receipt",
    ),
    path("rules/<path:package>/entries/<str:number>/", rules.entry, name="entry"),
    path("rules/<path:package>/rules/<str:name>/", rules.rule, name="rule"),
    path("rules/<path:package>/guidance/<str:chapter>/", guide.chapter, name="chapter"),
    path("rules/<path:package>/guidance.json", guide.data, name="guidance"),
    path("rules/<path:package>/compare/", guide.compare, name="compare"),
    path("rules/<path:package>/", rules.package, name="package"),
    path("check/", check.start, name="check"),
    path("check/question/", check.question, name="question"),
    path("check/result/", check.outcome, name="result"),
    path("check/record.json", check.saved, {"form": "json"}, name="saved"),
    path("check/record.pdf", check.saved, {"form": "pdf"}, name="saved_pdf"),
    path("check/<slug:path>/", check.guided, name="guided"),
    path("destinations/", destinations.destinations, name="destinations"),
    path("destinations/<str:code>/", destinations.destination, name="destination"),
    path("figures/", figures.figures, name="figures"),
    path("figures/outcomes.csv", figures.as_csv, name="figures_csv"),
    path("figures/times.csv", figures.times_csv, name="times_csv"),
    path("verify/", verify.verify, name="verify"),
    path("verify/worker.js", verify.worker, name="verify_worker"),
    path("record/", record.record, name="record"),
    path(".well-known/licet-keys.json", record.keys, name="keys"),
    path("status/<int:number>", record.status, name="status"),
    path("log/<path:path>", record.log, name="log"),
]
