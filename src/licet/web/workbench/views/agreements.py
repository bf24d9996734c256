"""Agreements, the register of disclosures, sealed packs for partners, and closed composites."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, offer, sent
from licet.web.casework.selectors.panels import agreements as reads
from licet.web.casework.selectors.panels import composites as composite_reads
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.services.panels import (
    agreements,
    composites,
    disclosing,
    panel_referrals,
    partner_answers,
)
from licet.web.workbench.panel_forms import (
    AgreementForm,
    AskPanelForm,
    ChangeForm,
    CompositeForm,
    DiscloseForm,
    PartnerAnswerForm,
    ReviewForm,
    WhyForm,
    offer_one,
)
from licet.web.workbench.panel_labels import LABELS
from licet.web.workbench.views.case import download, seen_case
from licet.web.workbench.views.panels import asking_of, form_or_done, offer_terms


@access("see_agreements")
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "page": page_of(reads.agreements(viewer=viewer), request.GET.get("page")),
        "address": lambda number: f"?page={number}",
        "parties": reads.party_names(),
        "may_draft": viewer.may("draft_agreement"),
        "may_disclosures": viewer.may("see_disclosures"),
        **LABELS,
    }
    return render(request, "workbench/agreements.html", context)


@access("see_agreements")
@require_safe
def agreement(request: HttpRequest, agreement: str) -> HttpResponse:
    viewer = actor_of(request)
    found = reads.agreement(viewer=viewer, number=agreement)
    purposes, classes = reads.vocabulary()
    context = {
        "found": found,
        "purposes": purposes,
        "classes": classes,
        "parties": reads.party_names(),
        "may_review": viewer.may("review_agreement")
        and found.standing == "not_approved"
        and found.made_by_id != viewer.id,
        "may_change": viewer.may("change_agreement"),
        "may_disclosures": viewer.may("see_disclosures"),
        **LABELS,
    }
    return render(request, "workbench/agreement.html", context)


@access("draft_agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    form = AgreementForm(sent(request))
    purposes, classes = reads.vocabulary()
    offer(form, "purposes", purposes.items())
    offer(form, "classes", classes.items())
    form.fields["party"].help_text = _(
        "Of a partner its name; of a panel its short name: %(names)s."
    ) % {"names": ", ".join(reads.party_names())}
    return form_or_done(
        request,
        form,
        lambda: agreements.draft_agreement(
            by=by, terms=agreements.Terms(**form.cleaned_data)
        ),
        words=(_("Enter an agreement"), _("Send for review")),
        about=_("Nothing goes under it before a second person has approved it."),
        back=(reverse("workbench:agreements"), _("Agreements")),
        done=_("Entered. A second person reviews it now."),
    )


def _back_to(what: str, number: str) -> tuple[str, str]:
    """The way back to an agreement, a composite or a case, under its number."""
    return reverse(f"workbench:{what}", args=[number]), number


def _back_to_register() -> tuple[str, str]:
    return reverse("workbench:disclosures"), _("Disclosures")


@access("review_agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, agreement: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.agreement(viewer=by, number=agreement)
    form = ReviewForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: agreements.review_agreement(by=by, number=agreement, **form.said),
        words=(_("Review: %(title)s") % {"title": found.title}, _("Enter the review")),
        back=_back_to("agreement", agreement),
        done=_("The review is entered."),
    )


@access("change_agreement")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agreement: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.agreement(viewer=by, number=agreement)
    form = ChangeForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: agreements.change_agreement(
            by=by, number=agreement, **form.cleaned_data
        ),
        words=(_("Change: %(title)s") % {"title": found.title}, _("Do it")),
        back=_back_to("agreement", agreement),
        done=_("It is done."),
    )


@access("see_disclosures")
@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    asked = request.GET.get("agreement", "").strip()
    page = request.GET.get("page", "1")
    found = reads.disclosures(
        viewer=viewer, agreement=asked, page=int(page) if page.isdigit() else 1
    )
    purposes, classes = reads.vocabulary()
    context = {
        "found": found,
        "asked": asked,
        "purposes": purposes,
        "classes": classes,
        "parties": reads.party_names(),
        "may_recall": viewer.may("recall_disclosure"),
        "may_fetch": viewer.may("disclose_to_partner"),
        "may_answer": viewer.may("enter_partner_answer"),
        "partner_tags": LABELS["partner_tags"],
        "address": lambda number: f"?{urlencode({'agreement': asked, 'page': number})}",
    }
    return render(request, "workbench/disclosures.html", context)


@access("disclose_to_partner")
@require_http_methods(["GET", "HEAD", "POST"])
def disclose(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    seen_case(request, number)
    form = DiscloseForm(sent(request))
    purposes, classes = reads.vocabulary()
    offer_one(form, "agreement", reads.partners_in_force())
    offer_one(form, "purpose", purposes.items())
    offer(form, "classes", classes.items())
    return form_or_done(
        request,
        form,
        lambda: disclosing.disclose_to_partner(
            by=by,
            case=number,
            disclosing=disclosing.Disclosing(**form.cleaned_data),
        ),
        words=(_("Disclose to a partner authority"), _("Enter the disclosure")),
        about=_(
            "The pack is sealed for the partner's key and fetched from the register. What no agreement in force covers is refused, and the attempt is entered."
        ),
        back=_back_to("case", number),
        done=_("The disclosure is entered. Fetch the sealed pack from the register."),
        to=lambda: redirect("workbench:disclosures"),
    )


@access("disclose_to_partner")
@require_POST
def pack(request: HttpRequest, disclosure: str) -> HttpResponse:
    return download(disclosing.sealed_pack(by=actor_of(request), number=disclosure))


@access("enter_partner_answer")
@require_http_methods(["GET", "HEAD", "POST"])
def partner_answer(request: HttpRequest, disclosure: str) -> HttpResponse:
    by = actor_of(request)
    form = PartnerAnswerForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: partner_answers.enter_partner_answer(
            by=by,
            number=disclosure,
            answering=partner_answers.Answering(**form.cleaned_data),
        ),
        words=(
            _("The partner's answer to %(number)s") % {"number": disclosure},
            _("Enter the answer"),
        ),
        about=_(
            "It stands in the case beside the agencies' advice. A partner advises; the authority decides. A later answer stands beside it, none is replaced."
        ),
        back=_back_to_register(),
        done=_("The answer is entered."),
    )


@access("recall_disclosure")
@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, disclosure: str) -> HttpResponse:
    by = actor_of(request)
    form = WhyForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: disclosing.recall_disclosure(
            by=by, number=disclosure, **form.cleaned_data
        ),
        words=(
            _("Call back %(number)s") % {"number": disclosure},
            _("Call it back"),
        ),
        about=_(
            "Nothing of it is shown or fetched any more; tell the receiver to destroy what they hold. It cannot be undone."
        ),
        back=_back_to_register(),
        done=_("The disclosure is called back."),
    )


@access("see_composites")
@require_safe
def composite_list(request: HttpRequest) -> HttpResponse:
    found = composite_reads.composites(viewer=actor_of(request))
    context = {
        "page": page_of(found, request.GET.get("page")),
        "address": lambda number: f"?page={number}",
        **LABELS,
    }
    return render(request, "workbench/composites.html", context)


@access("see_composites")
@require_safe
def composite(request: HttpRequest, composite: str) -> HttpResponse:
    viewer = actor_of(request)
    found = composite_reads.composite(viewer=viewer, number=composite)
    context = {
        "found": found,
        "may_check": viewer.may("check_composite")
        and found.standing == "waits"
        and found.made_by_id != viewer.id,
        "may_refer": viewer.may("refer_composite") and found.standing == "approved",
        **LABELS,
    }
    return render(request, "workbench/composite.html", context)


@access("make_composite")
@require_http_methods(["GET", "HEAD", "POST"])
def make_composite(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    seen_case(request, number)
    form = CompositeForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: composites.make_composite(by=by, case=number, **form.cleaned_data),
        words=(_("Make a closed composite"), _("Send to a second officer")),
        about=_(
            "For those who may not see the case: amounts become ranges, and you tell it in words that name nobody."
        ),
        back=_back_to("case", number),
        done=_("The composite is made. A second officer checks it now."),
        to=lambda: redirect("workbench:composites"),
    )


@access("check_composite")
@require_http_methods(["GET", "HEAD", "POST"])
def check_composite(request: HttpRequest, composite: str) -> HttpResponse:
    by = actor_of(request)
    found = composite_reads.composite(viewer=by, number=composite)
    form = ReviewForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: composites.check_composite(by=by, number=composite, **form.said),
        words=(_("Check: %(title)s") % {"title": found.title}, _("Enter the check")),
        about=found.text,
        back=_back_to("composite", composite),
        done=_("The check is entered."),
    )


@access("refer_composite")
@require_http_methods(["GET", "HEAD", "POST"])
def refer_composite(request: HttpRequest, composite: str) -> HttpResponse:
    by = actor_of(request)
    found = composite_reads.composite(viewer=by, number=composite)
    form = AskPanelForm(sent(request))
    offer_terms(form, sort="composite", request=request)
    return form_or_done(
        request,
        form,
        lambda: panel_referrals.refer_composite(
            by=by, composite=composite, asking=asking_of(form)
        ),
        words=(_("Put before a panel: %(title)s") % {"title": found.title}, _("Ask the panel")),
        back=_back_to("composite", composite),
        done=_("The panel is asked; its members are told that something waits."),
    )  # fmt: skip
