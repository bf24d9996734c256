"""An expression can be asked which facts it reads."""

from tests.regimes.small import small

from licet.regimes import facts_read


def test_the_facts_of_an_expression_are_named_in_order() -> None:
    law = small()
    entry = law.entries["4D004"]
    assert entry.when is not None
    assert list(facts_read(entry.when)) == ["item.kind", "item.roles"]
    presumption = law.rules["presumption"].when
    assert list(facts_read(presumption)) == ["item.made_on", "end_user.name"]
    assert list(facts_read(law.rules["listed"].when)) == ["destination"]
    assert list(facts_read(law.rules["statement"].when)) == []
