"""How processes look for what nobody reaches any more: seldom, and not among what stays for good.

Nearly everything that an answer needs is freed as soon as it is done with. Looking for cycles after
every seven hundred new objects, as the language does by itself, costs a tenth of the time of a page;
a whole look through laws, lists and templates that stay for good costs a quarter of a second, in the
middle of somebody's answer.
"""

import gc

SELDOM = (20_000, 20, 20)  # new objects; looks before older ones are looked at, twice


def look_seldom() -> None:
    """Look for cycles after every twenty thousand new objects; before anything is loaded."""
    gc.set_threshold(*SELDOM)


def keep_for_good() -> None:
    """Leave out from now on whatever is here: a process calls it when it has loaded what it needs."""
    gc.collect()
    gc.freeze()
