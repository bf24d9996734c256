"""How a case of the published form is answered and scored."""

from licet.cli.casebook.answer import Answers
from licet.cli.casebook.score import Score, score

__all__ = ["Answers", "Score", "score"]
