"""Addresses of this face."""

from django.urls import path

from licet.web.portal.views import (
    appeals,
    application,
    classify,
    held,
    home,
    letters,
    library,
    licences,
    opinions,
    organisations,
    presentations,
    record,
    requests,
    sections,
    undertakings,
)

app_name = "portal"
_CASE = "cases/<str:number>"
_OPINION = "opinions/<str:number>"
_APPEAL = "appeals/<str:appeal>"
_BODY = "organisations/<str:organisation>"
_LICENCE = "licences/<str:number>"
urlpatterns = [
    path("", home.home, name="home"),
    path("organisation/", home.organisation, name="found"),
    path("new/", home.start, name="start"),
    path("templates/", home.templates, name="templates"),
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
    path(f"{_CASE}/record/", record.record, name="record"),
    path(f"{_CASE}/record/<int:entry>/", record.receipt, name="receipt"),
    path(f"{_CASE}/check/", application.check, name="check"),
    path(f"{_CASE}/confirmation/", application.confirmation, name="confirmation"),
    path(f"{_CASE}/questions/<str:question>/", application.answer, name="answer"),
    path(f"{_CASE}/messages/", application.message, name="message"),
    path(f"{_CASE}/withdraw/", application.withdraw, name="withdraw"),
    path(f"{_CASE}/appeal/", appeals.lodge, name="appeal"),
    path(f"{_OPINION}/appeal/", appeals.lodge_opinion, name="appeal_opinion"),
    path("appeals/", appeals.appeals, name="appeals"),
    path(f"{_APPEAL}/", appeals.appeal, name="appeal_page"),
    path(f"{_APPEAL}/documents/", appeals.lay, name="lay_appeal_document"),
    path(
        f"{_APPEAL}/documents/<str:document>/",
        appeals.document,
        name="appeal_document",
    ),
    path(f"{_APPEAL}/hearing/", appeals.hearing, name="ask_hearing"),
    path(f"{_APPEAL}/interim/", appeals.interim, name="ask_interim"),
    path(f"{_APPEAL}/withdraw/", appeals.withdraw, name="withdraw_appeal"),
    path("briefs/<str:appeal>/", appeals.brief, name="brief"),
    path(f"{_LICENCE}/", licences.licence, name="licence"),
    path(
        f"{_LICENCE}/document/<str:kind>/", licences.document, name="licence_document"
    ),
    path(f"{_LICENCE}/use/", licences.report, name="report"),
    path(f"{_LICENCE}/surrender/", licences.surrender, name="surrender"),
    path(f"{_LICENCE}/answer/", licences.answer, name="answer_suspension"),
    path(f"{_CASE}/undertaking/", undertakings.undertaking, name="undertaking"),
    path(f"{_CASE}/undertaking/new/", undertakings.make, name="make_undertaking"),
    path(
        f"{_CASE}/undertaking/<str:undertaking>/",
        undertakings.document,
        name="undertaking_document",
    ),
    path(f"{_LICENCE}/copy/", presentations.present, name="present_licence"),
    path("held/", held.held, name="held"),
    path("held/<str:organisation>/", held.held_file, name="held_file"),
    path(
        f"{_CASE}/letters/<str:letter>/open/", letters.open_letter, name="open_letter"
    ),
    path(f"{_CASE}/notice/answer/", letters.answer_notice, name="answer_notice"),
    path(f"{_BODY}/", organisations.organisation, name="organisation"),
    path(f"{_BODY}/invite/", organisations.invite, name="invite"),
    path(
        f"{_BODY}/invitations/<str:invitation>/revoke/",
        organisations.revoke,
        name="revoke",
    ),
    path(f"{_BODY}/people/<str:person>/", organisations.member, name="member"),
    path(f"{_BODY}/mandate/", organisations.mandate, name="mandate"),
    path(
        f"{_BODY}/mandates/<str:mandate>/end/",
        organisations.end_mandate,
        name="end_mandate",
    ),
    path(f"{_BODY}/library/", library.library, name="library"),
    path(f"{_BODY}/library/<str:entry>/retire/", library.retire, name="retire_entry"),
    path(f"{_CASE}/list/<str:section>/library/", library.take, name="take"),
    path(f"{_CASE}/list/<str:section>/<int:place>/keep/", library.keep, name="keep"),
    path(f"{_CASE}/copy/", library.copy, name="copy"),
    path(f"{_CASE}/amend/", requests.amend, name="amend"),
    path(f"{_CASE}/urgent/", requests.urgent, name="urgent"),
    path(f"{_LICENCE}/change/<str:act>/", requests.change, name="change"),
    path("join/<str:token>/", organisations.join, name="join"),
]
