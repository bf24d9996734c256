"""The tier that a signature must cover: unknown is never low."""

import pytest

from licet.decision import HIGHEST_TIER, Classification, tier_to_sign


@pytest.mark.parametrize(
    ("items", "tier"),
    [
        pytest.param([Classification(tiers=(2,))], 2, id="one entry"),
        pytest.param([Classification(tiers=(1, 3))], 3, id="two entries"),
        pytest.param(
            [Classification(tiers=(1,)), Classification(tiers=(2,))], 2, id="two items"
        ),
        pytest.param([Classification(free=True)], 1, id="under no entry, and free"),
        pytest.param([Classification()], HIGHEST_TIER, id="unknown"),
        pytest.param(
            [Classification(tiers=(1,)), Classification()],
            HIGHEST_TIER,
            id="one unknown",
        ),
        pytest.param([], HIGHEST_TIER, id="no item"),
    ],
)
def test_the_highest_tier_among_the_items_must_be_covered(
    items: list[Classification], tier: int
) -> None:
    assert tier_to_sign(items) == tier
