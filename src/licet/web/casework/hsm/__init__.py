"""Keys that never leave where they were made: a PKCS#11 token or a key service behind one port.

``TokenPort`` names the nine things that are asked of a token. ``TokenVault`` makes of it a vault
of document keys, ``TokenWrapping`` the keys that wrap all data keys. ``software_token`` is one
in memory for tests and rehearsals, ``licet.web.casework.hsm.pkcs11`` drives a real one
(``pip install 'licet[hsm]'``).
"""

from licet.web.casework.hsm.documents import TokenVault
from licet.web.casework.hsm.port import TokenError, TokenPort
from licet.web.casework.hsm.software import SoftwareToken
from licet.web.casework.hsm.wrapping import TokenWrapping

__all__ = [
    "SoftwareToken",
    "TokenError",
    "TokenPort",
    "TokenVault",
    "TokenWrapping",
]
