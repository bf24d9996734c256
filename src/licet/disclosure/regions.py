"""World regions of destinations, coarse enough to name nobody."""

from functools import cache

from licet.kernel import require_territory

# Own grouping after the United Nations M49 regions, one letter pair a territory.
_REGIONS = {
    "Africa": "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW",
    "Americas": "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI",
    "Asia": "AF BD BN BT CN HK ID IN JP KG KH KP KR KZ LA LK MM MN MO MV MY NP PH PK SG TH TJ TL TM TW UZ VN",
    "Europe": "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
    "Middle East": "AE AM AZ BH GE IL IQ IR JO KW LB OM PS QA SA SY TR YE",
    "Oceania": "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
    "Antarctica": "AQ",
}


@cache
def _region_by_code() -> dict[str, str]:
    return {
        code: region for region, codes in _REGIONS.items() for code in codes.split()
    }


def region_of(code: str) -> str:
    """The world region of a territory.

    Args:
        code: ISO 3166-1 alpha-2.

    Returns:
        The name of the region.

    Raises:
        UnknownCountryError: The code is not in the table of territories.
    """
    return _region_by_code()[require_territory(code)]
