"""The second factor of somebody who acts without a signed-in screen."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from licet.web.casework.errors import NotAllowedError
from licet.web.casework.record.refusals import refused_act
from licet.web.casework.rights.policy import Actor


def require_code(by: Actor, code: str, *, act: str) -> None:
    """Refuse whoever cannot show the present code of their second factor.

    Args:
        by: Who wants to act.
        code: Six digits from their device.
        act: What they want to do; a refusal is entered in the record.

    Raises:
        NotAllowedError: No second factor, or another code.
    """
    held = Authenticator.objects.filter(
        user_id=by.id, type=Authenticator.Type.TOTP
    ).first()
    if held is None or not TOTP(held).validate_code(code.strip()):
        refused_act(by=by, act=act, case=None, why="wrong_code")
        raise NotAllowedError(
            "This is not the present code of that person's second factor. Wait for the next "
            "one, or sign in on the site and set one up."
        )
