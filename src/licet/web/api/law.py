"""Law over the API: packages, determinations, screening."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from licet.facts import transaction_schema
from licet.regimes import list_regimes, regime_schema
from licet.web.api.contract.pages import paged
from licet.web.api.documents import AlertHandledBody, DetermineBody, Problem, ScreenBody
from licet.web.api.tokens import Token
from licet.web.casework import views
from licet.web.casework.access import require
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.selectors.parts.pages import Lines
from licet.web.casework.selectors.screening import list_alerts as alert_reads
from licet.web.casework.selectors.screening import lists as list_reads
from licet.web.casework.services.screening.list_alerts import handle_list_alert

router = Router(tags=["law"])


@router.get(
    "/regimes",
    response=list[dict[str, Any]],
    auth=None,
    summary="Law packages shipped here",
)
@paged
def regimes(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001  # ninja's signature
    return [dict(header.to_json()) for header in list_regimes()]


@router.get(
    "/schemas/facts",
    response=dict[str, Any],
    auth=None,
    summary="JSON Schema of a transaction",
)
def facts_schema(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001  # ninja's signature
    return dict(transaction_schema())


@router.get(
    "/schemas/regime",
    response=dict[str, Any],
    auth=None,
    summary="JSON Schema of a law package",
)
def package_schema(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001  # ninja's signature
    return dict(regime_schema())


@router.post(
    "/determine",
    response={200: dict[str, Any], 422: Problem},
    auth=Token("determine"),
    summary="Is an authorisation needed, by which rule?",
)
def determine(request: HttpRequest, body: DetermineBody) -> dict[str, Any]:  # noqa: ARG001  # ninja's signature
    day, law = body.on or legal_day(now()), ports().determiner
    found = dict(law.determine(body.facts, body.regime, on=day, item=body.item))
    if body.what_would_change:
        found["what_would_change"] = dict(
            law.changes(body.facts, body.regime, on=day, item=body.item)
        )
    return found


@router.get(
    "/lists",
    response={200: views.ListsView, 403: Problem},
    auth=Token("read"),
    summary="Official lists in service, their age, what was done",
)
def lists(request: HttpRequest) -> views.ListsView:
    return list_reads.lists(viewer=request.actor)  # type: ignore[attr-defined]  # set by the token


@router.get(
    "/lists/alerts",
    response={200: list[views.ListAlertView], 403: Problem, 422: Problem},
    auth=Token("read"),
    summary="Cases and licences touched by changes of lists: open, handled, or both; all, or of one",
)
@paged
def list_alerts(
    request: HttpRequest, standing: str = "open", case: str = "", licence: str = ""
) -> Lines[views.ListAlertView]:
    viewer = request.actor  # type: ignore[attr-defined]  # set by the token
    return alert_reads.alerts(
        viewer=viewer, standing=standing, case=case, licence=licence
    )


@router.post(
    "/lists/alerts/{alert}",
    response={
        200: views.ListAlertView,
        403: Problem,
        404: Problem,
        409: Problem,
        422: Problem,
    },
    auth=Token("work"),
    summary="Handle an alert of a list change",
)
def handle_alert(
    request: HttpRequest, alert: int, body: AlertHandledBody
) -> views.ListAlertView:
    return handle_list_alert(by=request.actor, alert=alert, reasons=body.reasons)  # type: ignore[attr-defined]  # set by the token


@router.get(
    "/lists/{source}/changes",
    response={200: views.ListDifferenceView, 403: Problem, 404: Problem},
    auth=Token("read"),
    summary="What changed between two versions of a list",
)
def list_changes(
    request: HttpRequest, source: str, older: str, newer: str
) -> views.ListDifferenceView:
    return list_reads.difference(
        viewer=request.actor,  # type: ignore[attr-defined]  # set by the token
        source=source,
        older=older,
        newer=newer,
    )


@router.post(
    "/screen",
    response={200: dict[str, Any], 422: Problem},
    auth=Token("screen"),
    summary="Screen the names of one party",
)
def screen(request: HttpRequest, body: ScreenBody) -> dict[str, Any]:
    require(request.actor, "screen_name")  # type: ignore[attr-defined]  # set by the token
    screener = ports().screener
    hits = screener.search(body.names, kind=body.kind, countries=body.countries)
    return {
        "hits": [dict(hit) for hit in hits],
        "lists": list(screener.lists()),
        "fresh": screener.fresh(at=now()),
        "threshold": screener.threshold(),
    }
