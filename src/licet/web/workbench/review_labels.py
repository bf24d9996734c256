"""Words of the review page: verdicts, rules of a level, standings of a period."""

from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "approve": ("good", _("Approve")),
    "approve_with_conditions": ("good", _("Approve, with conditions")),
    "refuse": ("bad", _("Refuse")),
}
RULES = {
    "chair": _("the chair decides, once every member was heard"),
    "majority": _("the majority of its members decides"),
    "unanimity": _("a grant needs every member"),
}
HOW = {
    "chair": _("by its chair"),
    "majority": _("by majority"),
    "unanimity": _("by the rule of unanimity"),
    "tie": _("by the rule for a tie"),
    "lapse": _("by lapse of its time"),
}
LAPSES = {
    "stands": _("if its time passes, what stood before stands"),
    "refused": _("if its time passes, nothing is granted"),
    "moves_up": _("if its time passes, the next level takes over"),
}
STANDINGS = {
    "open": ("brand", _("open")),
    "kept": ("good", _("kept")),
    "late": ("wait", _("kept late")),
    "lapsed": ("wait", _("passed in silence")),
    "overdue": ("bad", _("overdue")),
    "told": ("", _("for information")),
}
DUTIES = {"exporter": _("exporter"), "end_user": _("end user")}
EVENTS = {
    "export": _("each export"),
    "request": _("our request"),
    "activation": _("each activation"),
    "update": _("each update"),
    "delivery": _("delivery"),
    "first_use": _("first use"),
    "each_use": _("each use"),
    "notice": _("our notice"),
    "incident": _("an incident"),
}
