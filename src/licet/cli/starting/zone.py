"""The zone of a process: said once, refused where it cannot hold."""

import os
import sys
from typing import ClassVar

from licet.kernel import InputError

ZONES = ("public", "portal", "casework")
# What no process of a zone may hold, because a break-in would hold it too.
_FOREIGN = {
    "public": ("LICET_KEY_PASSPHRASE", "LICET_KEY_WRAPPING"),
    "portal": (),
    "casework": (),
}


class ZoneRefusedError(InputError):
    """A process that may not start like this."""

    code: ClassVar[str] = "zone_refused"


def enter_zone(zone: str) -> str:
    """Settle the zone of this process before settings are read.

    Args:
        zone: What the command line says; empty asks ``LICET_SERVES``.

    Returns:
        The zone; empty for all in one, which only a demo may be.

    Raises:
        ZoneRefusedError: No such zone, none in production, or keys that it must not hold.
    """
    zone = zone or os.environ.get("LICET_SERVES", "")
    if zone and zone not in ZONES:
        raise ZoneRefusedError(
            f"There is no zone {zone!r}. Say --zone public, portal or casework."
        )
    production = os.environ.get("LICET_INSTALLATION", "demo") == "production"
    if production and not zone:
        raise ZoneRefusedError(
            "One process for everything is for a demo. Here, start three: licet serve --zone "
            "public, --zone portal and --zone casework, each with a DATABASE_URL and a "
            "LICET_SECRET_KEY of its own (docs/how-to/run-in-zones.md)."
        )
    held = [name for name in _FOREIGN.get(zone, ()) if os.environ.get(name)]
    if held:
        raise ZoneRefusedError(
            f"The {zone} zone must not hold {', '.join(held)}: take it out of the environment "
            "of this process. It serves what the worker signs."
        )
    if zone:
        os.environ["LICET_SERVES"] = zone
    return zone


def migrate_or_refuse() -> None:
    """Bring the database to the form of this version; a role that may not asks its owner.

    Raises:
        ZoneRefusedError: Migrations are due and this process does not own the tables.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not due:
        return
    if settings.PRODUCTION and settings.LICET_SERVES and connection.vendor != "sqlite":
        raise ZoneRefusedError(
            f"{len(due)} migrations are due, {due[0][0]} first. A zone does not own its tables: "
            "run licet manage migrate and licet database roles with the owner's DATABASE_URL."
        )
    call_command("migrate", interactive=False, verbosity=0)


def warn_of_weaknesses() -> None:
    """Say loudly what the database lets this process do; a zone in production does not start.

    Raises:
        ZoneRefusedError: Production, a zone, and a database role that could rewrite evidence.
    """
    from django.conf import settings

    from licet.web.casework.record.role_setup import weaknesses

    if not settings.PRODUCTION:
        return
    found = list(weaknesses())
    for one in found:
        print(f"licet: WARNING: {one}", file=sys.stderr)
    if found and settings.LICET_SERVES:
        raise ZoneRefusedError(
            f"The {settings.LICET_SERVES} zone does not start: {found[0]}"
        )
