"""Data held about us: counted on a page, whole in a file."""

import io
import zipfile

from tests.web.casework.builders import World, submit
from tests.web.reader import Reader


def test_an_applicant_takes_everything_held_as_one_file(world: World) -> None:
    number = submit(world).number
    reader = Reader(world, "halden")
    said = reader.read("/apply/held/")
    assert "Halden Security (invented)" in said
    assert "Applications 1" in said
    body = world.organisations["halden"].pk
    answer = reader.client.post(f"/apply/held/{body}/")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert f"cases/{number}/case.json" in archive.namelist()
    assert "Taken before:" in reader.read("/apply/held/")
    other = world.organisations["vigil"].pk
    assert reader.client.post(f"/apply/held/{other}/").status_code == 404
