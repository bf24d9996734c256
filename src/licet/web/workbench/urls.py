"""Addresses of this face."""

from django.urls import path

from licet.web.workbench.views import (
    alerts,
    appeals,
    case,
    consultations,
    decision,
    desk,
    determinations,
    drafts,
    facts,
    hits,
    licences,
    lists,
    opinions,
    queue,
)

app_name = "workbench"
_CASE = "cases/<str:number>"
_OPINION = "opinions/<str:number>"
_LICENCE = "licences/<str:number>"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path(f"{_CASE}/", case.case, name="case"),
    path(f"{_CASE}/documents/<str:document>/", case.document, name="document"),
    path(f"{_CASE}/take/", case.take, name="take"),
    path(f"{_CASE}/renew/", case.renew, name="renew"),
    path(f"{_CASE}/hits/<str:hit>/", hits.adjudicate, name="hit"),
    path(f"{_CASE}/facts/", facts.choose, name="facts"),
    path(f"{_CASE}/facts/<str:path>/", facts.establish, name="fact"),
    path(f"{_CASE}/determinations/", determinations.history, name="determinations"),
    path(f"{_CASE}/determinations/replay/", determinations.replay, name="replay"),
    path(
        f"{_CASE}/items/<int:item>/classification/",
        determinations.override,
        name="override",
    ),
    path(f"{_CASE}/ask/", desk.ask, name="ask"),
    path(f"{_CASE}/refer/", desk.refer, name="refer"),
    path(f"{_CASE}/consult/", consultations.ask, name="consult"),
    path(
        f"{_CASE}/consultations/<str:consultation>/",
        consultations.answer,
        name="consultation",
    ),
    path(f"{_CASE}/close-referrals/", case.close_referrals, name="close_referrals"),
    path(f"{_CASE}/advice/", desk.advise, name="advise"),
    path(f"{_CASE}/assign/", desk.assign, name="assign"),
    path(f"{_CASE}/message/", desk.message, name="message"),
    path(f"{_CASE}/draft/", decision.draft, name="draft"),
    path(f"{_CASE}/send/", decision.send, name="send"),
    path(f"{_CASE}/countersign/", decision.countersign, name="countersign"),
    path(f"{_CASE}/letters/<str:letter>/", case.letter, name="letter"),
    path(f"{_CASE}/letters/<str:letter>/service/", decision.service, name="service"),
    path(f"{_CASE}/appeals/<str:appeal>/assign/", appeals.assign, name="assign_appeal"),
    path(f"{_CASE}/appeals/<str:appeal>/decide/", appeals.decide, name="decide_appeal"),
    path("lists/", lists.lists, name="lists"),
    path("lists/alerts/", alerts.alerts, name="list_alerts"),
    path("lists/alerts/<int:alert>/", alerts.handle, name="list_alert"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<slug:slug>/", drafts.draft, name="draft_comments"),
    path("drafts/<slug:slug>/comments.csv", drafts.as_csv, name="draft_csv"),
    path("drafts/<slug:slug>/comments.json", drafts.as_json, name="draft_json"),
    path("opinions/", opinions.opinions, name="opinions"),
    path(f"{_OPINION}/", opinions.opinion, name="opinion"),
    path(f"{_OPINION}/letter/", opinions.letter, name="opinion_letter"),
    path(f"{_OPINION}/take/", opinions.take, name="take_opinion"),
    path(f"{_OPINION}/draft/", opinions.draft, name="draft_opinion"),
    path(f"{_OPINION}/send/", opinions.send, name="send_opinion"),
    path(f"{_OPINION}/return/", opinions.give_back, name="return_opinion"),
    path(f"{_OPINION}/issue/", opinions.issue, name="issue_opinion"),
    path(f"{_OPINION}/revoke/", opinions.revoke, name="revoke_opinion"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("licences/", licences.licences, name="licences"),
    path(f"{_LICENCE}/", licences.licence, name="licence"),
    path(
        f"{_LICENCE}/document/<str:kind>/", licences.document, name="licence_document"
    ),
    path(f"{_LICENCE}/suspend/", licences.suspend, name="suspend"),
    path(f"{_LICENCE}/lift/", licences.lift, name="lift"),
    path(f"{_LICENCE}/revoke/", licences.revoke, name="revoke"),
    path(f"{_LICENCE}/checks/", licences.check, name="check"),
]
