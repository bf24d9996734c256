"""Telling an applicant that there is something to read."""

from licet.web.casework.acts.acting import Act, promise
from licet.web.casework.rights.member_rights import notice_address


def tell_applicant(act: Act, key: str, subject: str) -> None:
    """Promise a notice to the applicant; it says that there is something, never what."""
    address = notice_address(act.case)
    promise(
        "notice",
        key,
        act.at,
        {"to": address, "subject": subject, "case": act.case.number},
    )
