"""A zone as its own process: it answers its own addresses and runs nothing else."""

import subprocess
from pathlib import Path

import pytest
from tests.cli.test_shell import (
    PATIENCE,
    children,
    fetch,
    free_port,
    licet,
    wait_until_ready,
)
from tests.migrated import lay_migrated


@pytest.mark.slow
def test_the_public_zone_is_a_process_without_a_worker(tmp_path: Path) -> None:
    port = free_port()
    lay_migrated(tmp_path)
    program: subprocess.Popen[bytes] = licet(
        tmp_path, "serve", "--zone", "public", "--port", str(port)
    )
    try:
        wait_until_ready(port, program)
        assert fetch(port, "/rules/")[0] == 200
        for address in ("/apply/", "/work/", "/account/login/", "/api/v1/cases"):
            assert fetch(port, address)[0] == 404, address
        assert fetch(port, "/status/1")[0] == 503  # nothing was handed over yet
        assert len(children(program.pid)) == 1
    finally:
        program.terminate()
        program.wait(PATIENCE)
