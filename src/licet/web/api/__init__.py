"""The program's face."""

from licet.web.api.contract.answers import share_answers

__all__: list[str] = []

share_answers()  # before the first operation is made
