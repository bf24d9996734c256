"""The commands by which a panel is seated and asked, and by which its members answer.

``seats`` appoints, ``referrals`` puts a case or a draft before a panel, ``members`` declares,
``estimating`` and ``opinions`` are what a panel does then; ``options`` and ``lines`` are shared.
"""

import typer

from licet.cli.advising import estimating, members, opinions, referrals, seats


def register(panel: typer.Typer) -> None:
    """Add the commands of referrals and members to ``licet panel``."""
    panel.command("appoint")(seats.appoint)
    panel.command("end-seat")(seats.end_seat)
    panel.command("case")(referrals.of_case)
    panel.command("refer")(referrals.refer)
    panel.command("refer-draft")(referrals.refer_draft)
    panel.command("withdraw")(referrals.withdraw)
    panel.command("referrals")(referrals.list_referrals)
    panel.command("mine")(members.mine)
    panel.command("show")(members.show)
    panel.command("declare")(members.declare)
    panel.command("ask")(estimating.ask)
    panel.command("estimate")(estimating.estimate)
    panel.command("discuss")(estimating.discuss)
    panel.command("close-round")(estimating.close_round)
    panel.command("write")(opinions.write)
    panel.command("vote")(opinions.vote)
    panel.command("give")(opinions.give)


__all__ = ["register"]
