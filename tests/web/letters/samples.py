"""Times and texts of the letters' tests; every party is invented."""

from datetime import UTC, date, datetime, timedelta

from tests.licence.samples import ISSUED

from licet.licence import CheckpointReference
from licet.web.casework.letters import LetterData, LetterGround

PASSPHRASE = b"an invented passphrase"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SIGNED = ISSUED + timedelta(seconds=2)
CHECKPOINT = CheckpointReference(
    origin="licensing.example/log", size=4097, root="bmV3ZXIgcm9vdA=="
)
LETTER = LetterData(
    authority="Meridia Licensing Authority",
    address=("1 Harbour Square", "Meridia City"),
    reference="MLA-2026-00012",
    dated=date(2026, 7, 9),
    addressee=("Halden Security", "2 Dock Road"),
    facts=(("Item", "Red-team platform"), ("End user", "Interior Ministry of Vastria")),
    grounds=(
        LetterGround(
            words="Clear risk of use for internal repression.",
            law="Regulation (EU) 2021/821, Art. 15(1)",
        ),
    ),
    reasons=("The ministry held critics with such tools.", "No safeguard was offered."),
    questions=("Who operates the platform?",),
    outcome="Your appeal is dismissed.",
    answer_by=date(2026, 8, 9),
    appeal_by=date(2026, 9, 9),
    appeal_to="the Appeal Body",
    signatory="A. Brandt",
    post="Licensing officer",
    checkpoint=CHECKPOINT,
)
