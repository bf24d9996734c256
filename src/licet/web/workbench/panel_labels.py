"""Short words for standings of panels, agreements and composites."""

from django.utils.translation import gettext_lazy as _

from licet.web.workbench.labels import fact_name

REFERRALS = {
    "waits": ("wait", _("Waits for the panel")),
    "given": ("good", _("Opinion given")),
    "silent": ("bad", _("Silent; silence is no consent")),
    "silent_consent": ("", _("Silent; the authority goes on")),
    "withdrawn": ("", _("Withdrawn")),
}
SEATS = {
    "sits": ("good", _("Sits")),
    "to_come": ("wait", _("To come")),
    "unvetted": ("bad", _("Vetting over")),
    "over": ("", _("Over")),
}
POSITIONS = {
    "no_objection": ("good", _("No objection")),
    "conditions": ("wait", _("Only with conditions")),
    "objection": ("bad", _("Objection")),
}
PARTNERS = {
    "agrees": ("good", _("Agrees")),
    "agrees_with_conditions": ("wait", _("Agrees with conditions")),
    "objects": ("bad", _("Objects")),
    "asks": ("wait", _("Asks first")),
}
VOTES = {
    "favour": ("good", _("In favour")),
    "against": ("bad", _("Against")),
    "abstain": ("", _("Abstains")),
}
SORTS = {
    "live": _("Live case"),
    "composite": _("Closed composite"),
    "draft": _("Draft"),
}
AGREEMENTS = {
    "not_approved": ("wait", _("Waits for a second person")),
    "returned": ("bad", _("Returned")),
    "to_come": ("wait", _("To come")),
    "in_force": ("good", _("In force")),
    "suspended": ("bad", _("Suspended")),
    "over": ("", _("Over")),
}
COMPOSITES = {
    "waits": ("wait", _("Waits for a second officer")),
    "approved": ("good", _("Approved")),
    "returned": ("bad", _("Returned")),
    "stale": ("bad", _("The facts changed since")),
}
CHANGES = {
    "suspend": _("Suspended"),
    "resume": _("Resumed"),
    "end": _("Ended"),
}
RESULTS = {
    "median": _("Median"),
    "lower": _("First quartile"),
    "upper": _("Third quartile"),
    "least": _("Lowest"),
    "most": _("Highest"),
    "spread": _("Spread of the middle half"),
    "leading": _("Chosen most"),
}
PARTS = {
    "items": _("Items"),
    "end_use": _("End use"),
    "parties": _("Parties"),
    "criteria": _("Criteria"),
    "case": _("Case"),
    "title": _("Title"),
    "text": _("The case in words"),
    "purpose": _("Purpose"),
    "content": _("Content"),
    "files": _("Files"),
    "digest": _("Hash"),
    "version": _("Version"),
}
LABELS = {
    "referral_tags": REFERRALS,
    "seat_tags": SEATS,
    "panel_positions": POSITIONS,
    "vote_tags": VOTES,
    "sorts": SORTS,
    "agreement_tags": AGREEMENTS,
    "composite_tags": COMPOSITES,
    "changes": CHANGES,
    "partner_tags": PARTNERS,
    "results": RESULTS,
    "pack_parts": PARTS,
    "fact_name": fact_name,
}
CASE_LABELS = ("referral_tags", "panel_positions", "vote_tags", "partner_tags")
