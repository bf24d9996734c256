"""Templates of applications: written by policy officers, reviewed by a second person."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.application.practice import practice
from licet.web.casework.selectors.applying import templates as reads
from licet.web.casework.services.applying import templates as acts

STANDINGS = {
    "proposed": ("wait", gettext_lazy("waits for review")),
    "approved": ("good", gettext_lazy("approved")),
    "returned": ("bad", gettext_lazy("returned")),
    "retired": ("", gettext_lazy("retired")),
}
EXAMPLE = """sections:
  items:
    items:
      - name: Lance red-team platform
        facts: {kind: software, eccn: 4D004}
  end_use: {facts: {end_use: Security testing of its own systems}}
conditions:
  - {type: no_onward_transfer, terms: {}, checker: INS}
documents: [contract]
"""


class TemplateForm(forms.Form):
    """A version of a template."""

    code = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Kept over all versions, for example lab-tools."),
        max_length=60,
        error_messages={"required": gettext_lazy("Give a short name")},
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=300,
        error_messages={"required": gettext_lazy("Give the template a title")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("For which recurring trade is it?"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": gettext_lazy("Say for which trade it is")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of application"))
    content = forms.CharField(
        label=gettext_lazy(
            "Prefilled answers, preset conditions, known documents (YAML)"
        ),
        widget=forms.Textarea,
        max_length=100_000,
        error_messages={"required": gettext_lazy("Write the content")},
    )
    reviewed_with = forms.CharField(
        label=gettext_lazy("With whom was it worked out?"),
        help_text=gettext_lazy("For example the meeting of the industry panel."),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        kinds = practice(settings.LICET_PROFILE).kinds.values()
        self.fields["kind"].choices = [(one.id, one.title) for one in kinds]  # type: ignore[attr-defined]  # a ChoiceField


class ReviewForm(forms.Form):
    """What the second person says of a version."""

    approved = forms.ChoiceField(
        label=gettext_lazy("What do you say of it?"),
        widget=forms.RadioSelect,
        choices=[
            (
                "yes",
                gettext_lazy("Approve it: applications are made from it from now on"),
            ),
            ("no", gettext_lazy("Return it")),
        ],
        error_messages={"required": gettext_lazy("Choose one")},
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
    )


class RetireForm(forms.Form):
    """Why a template is retired."""

    reasons = forms.CharField(
        label=gettext_lazy("Why is it retired?"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": gettext_lazy("Say why it is retired")},
    )


@access("see_template_desk")
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    found = reads.templates(viewer=by)
    context = {"found": found, "standings": STANDINGS, "may": by.may("draft_template")}
    return render(request, "workbench/templates.html", context)


@access("see_template_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, code: str) -> HttpResponse:
    """A template; its newest version can be reviewed here."""
    by = actor_of(request)
    found = reads.template(viewer=by, code=code)
    form = ReviewForm(sent(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.review_template(
                by=by,
                code=code,
                version=found.versions[0].version,
                approved=form.cleaned_data["approved"] == "yes",
                reasons=form.cleaned_data["reasons"],
            ),
        )
    ):
        messages.success(request, _("The review is entered."))
        return redirect("workbench:template", code)
    context = {
        "found": found,
        "form": form,
        "standings": STANDINGS,
        "may": by.may("draft_template"),
        "may_retire": by.may("retire_template"),
        "may_review": by.may("review_template"),
    }
    return render(request, "workbench/template.html", context)


@access("draft_template")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str = "") -> HttpResponse:
    by = actor_of(request)
    first: dict[str, object] = {"content": EXAMPLE}
    if code:
        newest = reads.template(viewer=by, code=code).versions[0]
        first = {
            "code": code,
            "title": newest.title,
            "purpose": newest.purpose,
            "kind": newest.kind,
            "content": newest.text,
        }
    form = TemplateForm(sent(request), initial=first)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        named = given.pop("code")
        if attempt(
            form,
            lambda: acts.draft_template(
                by=by, code=named, says=acts.NewVersion(**given)
            ),
        ):
            messages.success(request, _("Written. A second person reviews it now."))
            return redirect("workbench:template", named)
    context = {
        "form": form,
        "title": _("Write a template"),
        "send": _("Send for review"),
    }
    return render(request, "workbench/template_act.html", context)


@access("retire_template")
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, code: str) -> HttpResponse:
    by = actor_of(request)
    form = RetireForm(sent(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.retire_template(
                by=by, code=code, reasons=form.cleaned_data["reasons"]
            ),
        )
    ):
        messages.success(
            request, _("The template is retired. Applications made from it go on.")
        )
        return redirect("workbench:template", code)
    context = {
        "form": form,
        "title": _("Retire the template %(code)s") % {"code": code},
        "send": _("Retire it"),
    }
    return render(request, "workbench/template_act.html", context)
