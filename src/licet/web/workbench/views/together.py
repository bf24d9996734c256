"""Notes, like cases, letters from templates, interests, assignment and workload."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.selectors.decision import drafted_letters as letter_reads
from licet.web.casework.selectors.desk import desk, queues
from licet.web.casework.selectors.desk import interests as interest_reads
from licet.web.casework.selectors.desk import notes as note_reads
from licet.web.casework.selectors.desk.precedents import precedents as like_cases
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.services.decision import drafted_letters
from licet.web.casework.services.desk import assignment, interests, notes, part_marks
from licet.web.casework.views import AssignedView
from licet.web.workbench.forms import ReasonsForm
from licet.web.workbench.labels import DECISIONS, TONES
from licet.web.workbench.together_forms import (
    InterestForm,
    MarkForm,
    NoteForm,
    ReviewForm,
    SaveFilterForm,
    letter_form,
)
from licet.web.workbench.views.case import form_page, seen_case, to_case

_FILTERS = ("state", "text", "band", "team", "officer")


@access("see_notes")
@require_safe
def case_notes(request: HttpRequest, number: str) -> HttpResponse:
    return _notes(request, number, NoteForm())


@access("write_note")
@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    form, by = NoteForm(request.POST), actor_of(request)
    if form.is_valid() and attempt(
        form, lambda: notes.write_note(by=by, case=number, **form.cleaned_data)
    ):
        messages.success(request, _("The note is on the case."))
        return redirect("workbench:notes", number=number)
    return _notes(request, number, form)


def _notes(request: HttpRequest, number: str, form: NoteForm) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "case": seen_case(request, number),
        "notes": note_reads.notes(viewer=viewer, case=number),
        "form": form,
        "may_write": viewer.may("write_note"),
    }
    return render(request, "workbench/notes.html", context)


@access("mark_part")
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, number: str) -> HttpResponse:
    form, by = MarkForm(sent(request)), actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: part_marks.mark_part(
            by=by,
            case=number,
            part=form.cleaned_data["part"],
            marking=form.cleaned_data["marking"],
            reasons=form.cleaned_data["reasons"],
        ),
    ):
        messages.success(request, _("The part is marked."))
        return to_case(number)
    return form_page(
        request,
        seen_case(request, number),
        form,
        title=_("Mark a part of the case"),
        about=_(
            "Whoever may not read it sees that it is withheld and whom to ask, in pages and over the API alike. Nobody signs what they may not read."
        ),
        send=_("Mark it"),
    )


@access("see_precedents")
@require_safe
def precedents(request: HttpRequest, number: str) -> HttpResponse:
    context = {
        "case": seen_case(request, number),
        "found": like_cases(viewer=actor_of(request), case=number),
        "decisions": DECISIONS,
    }
    return render(request, "workbench/precedents.html", context)


@access("review_letter")
@require_safe
def letters(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "case": seen_case(request, number),
        "letters": letter_reads.drafted_letters(viewer=viewer, case=number),
        "templates": letter_reads.letter_templates(),
        "may_draft": viewer.may("draft_letter"),
        "viewer_name": viewer.name,
    }
    return render(request, "workbench/letters.html", context)


@access("draft_letter")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_letter(request: HttpRequest, number: str, template: str) -> HttpResponse:
    offered = letter_reads.letter_templates()
    chosen = next((one for one in offered if one.id == template), None)
    if chosen is None:
        raise Http404(template)
    form, by = letter_form(chosen)(sent(request)), actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: drafted_letters.draft_letter(
            by=by, case=number, template=template, filled=form.cleaned_data
        ),
    ):
        messages.success(request, _("The letter waits for a second person."))
        return redirect("workbench:letters", number=number)
    context = {
        "case": seen_case(request, number),
        "form": form,
        "template": chosen,
    }
    return render(request, "workbench/letter_draft.html", context)


@access("review_letter")
@require_http_methods(["GET", "HEAD", "POST"])
def review_letter(request: HttpRequest, number: str, draft: str) -> HttpResponse:
    form, by = ReviewForm(sent(request)), actor_of(request)
    every = letter_reads.drafted_letters(viewer=by, case=number)
    found = next((one for one in every if one.id == draft), None)
    if found is None:
        raise Http404(draft)
    if form.is_valid() and attempt(
        form,
        lambda: drafted_letters.review_letter(
            by=by,
            case=number,
            draft=draft,
            agrees=form.cleaned_data["agrees"] == "yes",
            reasons=form.cleaned_data["reasons"],
        ),
    ):
        messages.success(request, _("Your word is on the letter."))
        return redirect("workbench:letters", number=number)
    context = {"case": seen_case(request, number), "form": form, "letter": found}
    return render(request, "workbench/letter_review.html", context)


@access("declare_interest")
@require_http_methods(["GET", "HEAD", "POST"])
def own_interests(request: HttpRequest) -> HttpResponse:
    form, by = InterestForm(sent(request)), actor_of(request)
    bodies = interest_reads.exporters(viewer=by)
    offer(form, "organisation", [("", _("No exporter")), *bodies])
    if form.is_valid() and attempt(
        form, lambda: interests.declare_interest(by=by, **form.cleaned_data)
    ):
        messages.success(
            request, _("Declared. You will not be given these cases, nor act on them.")
        )
        return redirect("workbench:interests")
    every = by.may("see_interests")
    context = {
        "form": form,
        "own": interest_reads.own_interests(viewer=by),
        "every": interest_reads.interests(viewer=by) if every else (),
        "may_end": by.may("end_interest"),
    }
    return render(request, "workbench/interests.html", context)


@access("end_interest")
@require_http_methods(["GET", "HEAD", "POST"])
def end_interest(request: HttpRequest, interest: int) -> HttpResponse:
    form, by = ReasonsForm(sent(request)), actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: interests.end_interest(
            by=by, interest=interest, reasons=form.cleaned_data["reasons"]
        ),
    ):
        messages.success(request, _("The declaration is over."))
        return redirect("workbench:interests")
    return render(request, "workbench/interest_end.html", {"form": form})


@access("see_queue")
@require_safe
def next_case(request: HttpRequest) -> HttpResponse:
    number = queues.next_case(
        viewer=actor_of(request), after=request.GET.get("after", "")
    )
    if not number:
        messages.success(request, _("Nothing waits for you."))
        return redirect("workbench:queue")
    return redirect("workbench:case", number=number)


@access("assign_cases")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    people = desk.officers(viewer=by)
    problem = ""
    done: tuple[AssignedView, ...] = ()
    if request.method == "POST":
        try:
            done = assignment.assign_cases(
                by=by,
                cases=_chosen(request),
                officer=request.POST.get("officer", ""),
            )
        except InvalidInputError as error:
            problem = str(error)
    context = {
        "people": people,
        "page": page_of(queues.open_to_assign(viewer=by), request.GET.get("page")),
        "address": lambda number: f"?page={number}",
        "chosen": set(request.POST.getlist("cases")) if problem else set(),
        "problem": problem,
        "done": done,
        "tones": TONES,
    }
    return render(request, "workbench/assign_cases.html", context)


def _chosen(request: HttpRequest) -> list[tuple[str, int | None]]:
    found: list[tuple[str, int | None]] = []
    for number in request.POST.getlist("cases"):
        version = request.POST.get(f"version-{number}", "")
        found.append((number, int(version) if version.isdigit() else None))
    return found


@access("see_workload")
@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    lines = queues.workload(viewer=actor_of(request))
    return render(request, "workbench/workload.html", {"lines": lines})


@access("save_filter")
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    form, by = SaveFilterForm(request.POST), actor_of(request)
    query = {key: request.POST.get(key, "") for key in _FILTERS}
    if form.is_valid() and attempt(
        form,
        lambda: assignment.save_filter(
            by=by, name=form.cleaned_data["name"], query=query
        ),
    ):
        messages.success(request, _("The search is kept."))
    else:
        for words in form.errors.values():
            messages.error(request, "; ".join(map(str, words)))
    return redirect("workbench:queue")


@access("save_filter")
@require_POST
def forget_filter(request: HttpRequest, saved: int) -> HttpResponse:
    assignment.forget_filter(by=actor_of(request), saved=saved)
    messages.success(request, _("The search is kept no longer."))
    return redirect("workbench:queue")
