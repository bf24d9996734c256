"""The models. Private: only casework touches them."""

from licet.web.casework.models.people import (
    ApiToken,
    DelegationRow,
    Membership,
    Organisation,
    Person,
    Post,
    Team,
)

__all__ = [
    "ApiToken",
    "DelegationRow",
    "Membership",
    "Organisation",
    "Person",
    "Post",
    "Team",
]
