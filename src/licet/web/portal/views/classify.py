"""Classifying one item by one useful question at a time, until nothing more would change it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.services.applying import applications as acts
from licet.web.casework.views import ClassifiedItemView, Json
from licet.web.portal.fields import FactsForm, asked_field
from licet.web.portal.views.application import seen, shared
from licet.web.portal.views.sections import content_of


def _next(item: ClassifiedItemView, passed: list[str]) -> Json | None:
    """The question that settles most, of those the person has not passed over."""
    return next((one for one in item.questions if one["fact"] not in passed), None)


def _again(number: str, place: int, passed: list[str]) -> HttpResponse:
    here = reverse("portal:classify", args=[number, place])
    asked = urlencode({"passed": passed}, doseq=True)
    return redirect(f"{here}?{asked}" if passed else here)


@access("save_section")
@require_http_methods(["GET", "HEAD", "POST"])
def classify(request: HttpRequest, number: str, place: int) -> HttpResponse:
    found = seen(request, number)
    item = next((one for one in found.classification if one.item == place), None)
    if item is None:
        raise Http404(str(place))
    passed = request.GET.getlist("passed")
    asked = _next(item, passed)
    if asked is None:
        context = {**shared(found), "item": item, "form": None}
        return render(request, "portal/classify.html", context)
    path = str(asked["fact"])
    if "pass" in request.POST:
        return _again(number, place, [*passed, path])
    field = asked_field(path, question=asked["question"], required=True)
    form = FactsForm(
        sent(request), wanted={"answer": field}, initial={"version": found.version}
    )
    if request.method == "POST" and form.is_valid():
        items = _with_answer(content_of(found, "items"), place, path, form)
        by = actor_of(request)
        if attempt(
            form,
            lambda: acts.save_section(
                by=by,
                case=number,
                section="items",
                content={"items": items},
                version=form.seen,
            ),
        ):
            return _again(number, place, passed)
    context = {**shared(found), "item": item, "form": form, "asked": asked}
    return render(request, "portal/classify.html", context)


def _with_answer(
    saved: Json, place: int, path: str, form: FactsForm
) -> list[dict[str, Any]]:
    """The items as saved, with one answer more about one of them."""
    items = [dict(one) for one in saved["items"]]
    held = items[place - 1]
    answer = form.answer(path)
    items[place - 1] = {
        **held,
        "facts": {**held.get("facts", {}), path.removeprefix("item."): answer},
    }
    return items
