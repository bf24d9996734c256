"""Which tone helps the word of a state. The word says it; the tone is never alone."""

from django.utils.translation import gettext_lazy as _

TONES = {
    "draft": "",
    "information_requested": "wait",
    "granted": "good",
    "granted_with_conditions": "good",
    "refused": "bad",
    "appealed": "wait",
    "returned": "good",
    "issued": "good",
    "suspended": "bad",
    "revoked": "bad",
    "lodged": "wait",
    "assigned": "brand",
    "varied": "good",
    "annulled": "good",
    "remitted": "good",
    "dismissed": "bad",
}
# What the applicant reads of a state where the authority's own words speak of "the applicant".
OWN_WORDS = {
    "draft": _("You are writing it"),
    "information_requested": _("Waiting for your answer"),
    "withdrawn": _("You withdrew it"),
    "lapsed": _("Lapsed, because our question stayed unanswered"),
}
TASKS = {
    "not_started": ("brand", _("Not started")),
    "in_progress": ("wait", _("In progress")),
    "complete": ("", _("Completed")),
}
OUTCOMES = {
    "not_subject": ("good", _("These rules do not apply")),
    "not_controlled": ("good", _("Not controlled: no licence is needed")),
    "no_authorisation_required": ("good", _("No licence is needed")),
    "covered": ("good", _("A general authorisation or exception covers it")),
    "authorisation_required": ("wait", _("A licence is needed")),
    "prohibited": ("bad", _("Prohibited")),
    "unsettled": ("wait", _("Not settled yet")),
    "conflict": ("bad", _("The rules conflict; an officer will decide")),
}
# What an appeal made of a condition.
STANDINGS = {
    "varied": _("varied on appeal"),
    "annulled": _("annulled on appeal: it binds no more"),
    "stayed": _("stayed while the appeal is pending"),
    "restored": _("binds again: the appeal is over"),
}
