"""A refusal heard, served and signed on the screens; the register of delegations; work done together."""

from datetime import timedelta

from tests.web.casework.builders import MovingClock, World, granted, see, submit, take
from tests.web.reader import Reader

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    DelegationRow,
    InterestDeclared,
    LetterDraft,
    SavedFilter,
)
from licet.web.casework.ports import legal_day, now


def test_a_refusal_is_heard_answered_signed_and_run_again_on_the_screens(
    world: World, clock: MovingClock
) -> None:
    number = submit(world).number
    seen = take(world, number)
    officer, own = Reader(world, "officer"), Reader(world, "halden")
    at, theirs = f"/work/cases/{number}/", f"/apply/cases/{number}/"
    finding = seen.criteria[0]
    said = {
        "outcome": "refuse",
        "reasons": "There is a clear risk at Banco Aurora do Sul.",
        "grounds": finding.criterion,
        f"ground-{finding.criterion}-words": "It applies.",
        f"ground-{finding.criterion}-evidence": finding.id,
        f"disagree-{finding.id}": "A court found it.",
        "secret-0-marking": "official",
        "secret-0-words": "Source R saw it.",
        "secret-0-gist": "A report of a service.",
    }
    page = officer.read(f"{at}draft/")
    assert "machine finding: a suggestion" in page
    assert "If you do not follow this finding" in page
    assert "Waiting would endanger life" in page
    assert "gist" in officer.send(f"{at}draft/", **said | {"without_notice": "haste"})
    page = officer.send(f"{at}draft/", **said)
    assert "Findings that are not followed" in page
    assert "Source R saw it." in page
    assert "Give notice of the refusal" in page
    assert "A court found it." in officer.source(f"{at}draft/")
    assert "No notice" in officer.send(f"{at}send/")
    assert "The notice is given" in officer.send(f"{at}notice/")
    assert "changed" in officer.send(f"{at}notice/", version=1)
    run_pending()
    letter = see(world, number).letters[0].id
    page = own.read(theirs)
    assert "The authority intends to refuse" in page
    assert "clear risk" not in page  # not before it is opened
    assert "Choose" not in officer.read(f"{at}letters/{letter}/sent/")
    sent = {"on": legal_day(now()).isoformat(), "manner": "post", "reference": "RR 1"}
    assert "The sending is recorded" in officer.send(
        f"{at}letters/{letter}/sent/", **sent
    )
    officer.read(f"{at}letters/none/sent/", 404)
    assert "served today" in own.send(f"{theirs}letters/{letter}/open/")
    assert "clear risk" in own.read(theirs)
    assert "is served" in officer.send(f"{at}letters/{letter}/sent/", **sent)
    assert "Write your answer" in own.send(f"{theirs}notice/answer/")
    page = own.send(f"{theirs}notice/answer/", answer="It is another unit.")
    assert "with the officer" in page
    assert "answered" in own.send(f"{theirs}notice/answer/", answer="Again.")
    assert "It is another unit." in officer.read(at)
    clock.forward(1)
    officer = Reader(world, "officer")
    officer.send(f"{at}draft/", **said)
    assert "waits for the second signature" in officer.send(f"{at}send/")
    signer = Reader(world, "signer")
    assert "Signed." in signer.send(f"{at}countersign/", sign="1")
    page = officer.read(f"{at}today/")
    assert "the same bytes again" in page
    assert "the same outcome" in page
    public = officer.read(f"{at}public/")
    assert "clear risk at […]" in public
    assert "Source R" not in public
    assert "withheld" in public


def test_nothing_is_to_run_again_before_a_decision(world: World) -> None:
    number = submit(world).number
    officer = Reader(world, "officer")
    assert "Nothing is decided yet" in officer.read(f"/work/cases/{number}/today/")
    officer.read(f"/work/cases/{number}/public/", 404)


def test_the_register_of_delegations_is_kept_on_the_screens(world: World) -> None:
    head, officer = Reader(world, "head"), Reader(world, "officer")
    page = officer.read("/work/delegations/")
    assert "Order 1/2025" in page
    assert "Tier 4: 2 signatures" in page
    officer.read("/work/delegations/new/", 403)
    today = legal_day(now())
    said = {
        "holder": world.unsigned.id,
        "acts": ["grant", "refuse"],
        "highest_tier": 3,
        "kinds": "transmission, hosted_access",
        "highest_value": "100000",
        "currency": "eur",
        "first": (today - timedelta(days=1)).isoformat(),
        "instrument": "Order 9/2026 (invented)",
    }
    assert "Choose a person" in head.send("/work/delegations/new/")
    assert "Nobody delegates backwards" in head.send("/work/delegations/new/", **said)
    page = head.send("/work/delegations/new/", **said | {"first": today.isoformat()})
    assert "The delegation is in the register" in page
    assert "up to 100000.00 EUR" in page
    line = DelegationRow.objects.order_by("-pk")[0]
    assert (line.kinds, line.last) == (["transmission", "hosted_access"], None)
    end = f"/work/delegations/{line.pk}/end/"
    assert "Say why it ends" in head.send(end, last=today.isoformat())
    page = head.send(end, last=today.isoformat(), reasons="She moved.")
    assert "ended by Head: She moved." in page
    head.read("/work/delegations/999/end/", 404)


def test_notes_like_cases_letters_and_marks_on_the_screens(world: World) -> None:
    earlier = granted(world).number
    number = submit(world).number
    take(world, number)
    officer, signer = Reader(world, "officer"), Reader(world, "signer")
    at = f"/work/cases/{number}/"
    assert "No note yet" in officer.read(f"{at}notes/")
    assert "Write the note" in officer.send(f"{at}notes/new/", marking="official")
    page = officer.send(
        f"{at}notes/new/", text="See this, @signer.", marking="official"
    )
    assert "told: Signer" in page
    assert "Officer named you in a note" in signer.read("/work/")
    page = signer.read(at)
    assert "Also open lately: Officer" in page
    assert "1 note" in page
    page = officer.read(f"{at}precedents/")
    assert earlier in page
    assert "distance 0 of" in page
    page = officer.read(f"{at}drafted/")
    assert "Apology for a delay" in page
    form = f"{at}drafted/new/apology/"
    assert "Fill this in" in officer.send(form)
    said = {
        "days": "12",
        "why": "A list was stale.",
        "change": "It is looked at daily.",
    }
    assert "a number" in officer.send(form, **said | {"days": "many"})
    assert "waits for a second person" in officer.send(form, **said)
    officer.read(f"{at}drafted/new/poem/", 404)
    signer.read(f"{at}drafted/none/review/", 404)

    review = f"{at}drafted/{LetterDraft.objects.get().pk}/review/"
    officer.send(review, 403, agrees="yes")
    assert "what must change" in signer.send(review, agrees="no")
    assert "issued" in signer.send(review, agrees="yes")
    assert "A letter waits for you" in Reader(world, "halden").read(
        f"/apply/cases/{number}/"
    )
    assert "Choose the part" in officer.send(f"{at}mark/")
    page = officer.send(f"{at}mark/", part="risk", marking="agency_only", reasons="X.")
    assert "The part is marked" in page
    told = Reader(world, "unsigned").read(at)
    assert "Risk: withheld, marked agency only; ask LIC" in told


def test_cases_are_given_out_searches_kept_and_interests_declared_on_the_screens(
    world: World,
) -> None:
    first, second = submit(world).number, submit(world, "vigil").number
    head, officer2 = Reader(world, "head"), Reader(world, "officer2")
    body = str(world.organisations["vigil"].pk)
    place = "/work/interests/"
    assert "Say what the interest is" in officer2.send(place)
    page = officer2.send(place, organisation=body, reasons="My brother.")
    assert "You will not be given these cases" in page
    assert "My brother." in head.read(place)
    page = head.read("/work/assign/")
    assert first in page
    assert "Choose from 1 to" in head.send("/work/assign/", officer=world.officer2.id)
    version = see(world, first, "head").version
    page = head.send(
        "/work/assign/",
        officer=world.officer2.id,
        cases=[first, second],
        **{f"version-{first}": version},
    )
    assert f"{first} given" in page
    assert f"{second} not given A conflict of interest" in page
    end = f"{place}{InterestDeclared.objects.get().pk}/end/"
    assert "Give the reasons" in head.send(end)
    assert "The declaration is over" in head.send(end, reasons="He left.")
    page = head.read("/work/workload/")
    assert "Officer2" in page
    assert "nobody" in page
    page = officer2.source(f"/work/?officer={world.officer2.id}&team=LIC")
    assert first in page
    assert "Keep this search as" in page
    said = {"team": "LIC", "name": "Ours"}
    assert "The search is kept" in officer2.send("/work/filters/", **said)
    assert "Ours" in officer2.read("/work/")
    officer2.send("/work/filters/", team="LIC")
    kept = SavedFilter.objects.get().pk
    assert "no longer" in officer2.send(f"/work/filters/{kept}/forget/")
    assert first in officer2.read("/work/next/")
    assert "Nothing waits for you" in Reader(world, "judge").read("/work/next/")
