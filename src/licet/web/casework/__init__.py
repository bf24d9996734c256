"""The only models, and everything that may read or write them.

Faces come in by ``services`` (verbs), ``selectors`` (reads, given as ``views``), ``access`` (who is
asking), ``ports`` (the world outside) and ``errors``. Beneath, each layer on those after it:

``jobs``, ``demo``, ``management``       work of the worker, invented cases, commands
``services``, then ``acts``              every verb; how an act happens, whole or not at all
``selectors``, ``court``                 every read; papers for a court
``decision``, ``ownership``              procedure, gate and papers of a signature; who owns whom
``review``, ``panels``, ``risk``         other bodies, advisers and partner states, weighing
``casefile``                             everything of a case, loaded once
``appeals``, ``law``, ``verification``   what can be appealed, clocks and questions, due diligence
``record``, ``letters``, ``hsm``         the ledger, signed documents, keys in hardware
``rights``, ``notices``, ``webhooks``    who may and who reads what; who is told
``application``, ``screening``           what is stated; parties against lists
``keeping``, ``conditions``, ``models``  what is kept, conditions of licences, tables
"""

__all__: list[str] = []
