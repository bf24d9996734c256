"""Data held about us: counted on a page, whole in a file."""

import io
import json
import zipfile

from tests.web.casework.builders import World, submit
from tests.web.reader import Reader

from licet.web.casework.models import NoticeSetting, Webhook
from licet.web.casework.ports import now


def test_an_applicant_takes_everything_held_as_one_file(world: World) -> None:
    number = submit(world).number
    halden = world.people["halden"]
    NoticeSetting.objects.create(person=halden, kind="licence", how="daily")
    Webhook.objects.create(
        organisation=world.organisations["halden"], url="https://programs.halden.example/in",
        kinds=["licence.issued"], secret="never shown", made_at=now(), made_by=halden,
    )  # fmt: skip
    reader = Reader(world, "halden")
    said = reader.read("/apply/held/")
    assert "Halden Security (invented)" in said
    assert "Applications 1" in said
    body = world.organisations["halden"].pk
    answer = reader.client.post(f"/apply/held/{body}/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert f"cases/{number}/case.json" in archive.namelist()
        told = json.loads(archive.read("my-notices.json"))
        kept = json.loads(archive.read("webhooks.json"))
    assert [(one["kind"], one["about"]) for one in told["notices"]] == [
        ("receipt", number)
    ]
    assert told["settings"] == {"licence": "daily"}
    assert [one["address"] for one in kept] == ["https://programs.halden.example/in"]
    assert "never shown" not in repr(kept)
    assert "Taken before:" in reader.read("/apply/held/")
    other = world.organisations["vigil"].pk
    assert reader.client.post(f"/apply/held/{other}/").status_code == 404
