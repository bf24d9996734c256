"""The record of one's own application: acts with proofs, receipts, the sealed bundle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, sent
from licet.web.casework.court.bundle_form import BundleForm
from licet.web.casework.selectors.keeping import record as reads
from licet.web.casework.services.keeping.bundles import make_bundle
from licet.web.portal.views.application import download


@access("see_record")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    form = BundleForm(sent(request))
    if request.method == "POST" and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        return download(make_bundle(by=viewer, case=number, purpose=purpose))
    found = reads.case_record(viewer=viewer, case=number, check="check" in request.GET)
    context = {
        "record": found,
        "form": form,
        "receipt_href": lambda entry: reverse("portal:receipt", args=[number, entry]),
    }
    return render(request, "portal/record.html", context)


@access("see_record")
@require_safe
def receipt(request: HttpRequest, number: str, entry: int) -> HttpResponse:
    return download(reads.receipt(viewer=actor_of(request), case=number, entry=entry))
