"""Addresses of this face."""

from django.urls import path

from licet.web.portal.views import (
    application,
    classify,
    home,
    licences,
    opinions,
    sections,
)

app_name = "portal"
_CASE = "cases/<str:number>"
_OPINION = "opinions/<str:number>"
_LICENCE = "licences/<str:number>"
urlpatterns = [
    path("", home.home, name="home"),
    path("organisation/", home.organisation, name="found"),
    path("new/", home.start, name="start"),
    path("opinions/", opinions.opinions, name="opinions"),
    path("opinions/new/", opinions.ask, name="ask_opinion"),
    path(f"{_OPINION}/", opinions.opinion, name="opinion"),
    path(f"{_OPINION}/letter/", opinions.letter, name="opinion_letter"),
    path(f"{_OPINION}/withdraw/", opinions.withdraw, name="withdraw_opinion"),
    path(f"{_CASE}/", application.application, name="application"),
    path(f"{_CASE}/organisation/", sections.contact, name="contact"),
    path(f"{_CASE}/declaration/", sections.declaration, name="declaration"),
    path(f"{_CASE}/facts/<str:section>/", sections.facts, name="facts"),
    path(f"{_CASE}/list/<str:section>/", sections.members, name="members"),
    path(f"{_CASE}/items/<int:place>/", sections.item, name="item"),
    path(f"{_CASE}/classify/<int:place>/", classify.classify, name="classify"),
    path(f"{_CASE}/parties/<int:place>/", sections.party, name="party"),
    path(f"{_CASE}/documents/", sections.documents, name="documents"),
    path(f"{_CASE}/documents/<str:document>/", application.document, name="document"),
    path(f"{_CASE}/letters/<str:letter>/", application.letter, name="letter"),
    path(f"{_CASE}/check/", application.check, name="check"),
    path(f"{_CASE}/confirmation/", application.confirmation, name="confirmation"),
    path(f"{_CASE}/questions/<str:question>/", application.answer, name="answer"),
    path(f"{_CASE}/messages/", application.message, name="message"),
    path(f"{_CASE}/withdraw/", application.withdraw, name="withdraw"),
    path(f"{_CASE}/appeal/", application.appeal, name="appeal"),
    path(f"{_LICENCE}/", licences.licence, name="licence"),
    path(
        f"{_LICENCE}/document/<str:kind>/", licences.document, name="licence_document"
    ),
    path(f"{_LICENCE}/use/", licences.report, name="report"),
    path(f"{_LICENCE}/answer/", licences.answer, name="answer_suspension"),
]
