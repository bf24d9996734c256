"""Public country indicators in the forms in which their carriers publish them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from licet.risk.destination.model import IndicatorTitle, Observation
from licet.risk.destination.rows import (
    codes,
    country_by_name,
    number_of,
    number_or_none,
    period_of,
)

Cells = Mapping[str, str]
# What the Worldwide Governance Indicators call states whose ISO code is another.
_WGI_CODES = {
    "ADO": "AD",
    "KSV": "XK",
    "ROM": "RO",
    "TMP": "TL",
    "WBG": "PS",
    "ZAR": "CD",
}
# V-Dem speaks of the West Bank and of Gaza apart; neither is the whole of PS.
_PARTS = frozenset({"PSE", "PSG"})
_NO_VALUE = frozenset({"", "..", "NA"})
_UNIT = "0 to 1; higher is better"
_WGI = {
    "cc": "Control of corruption",
    "ge": "Government effectiveness",
    "pv": "Political stability and absence of violence",
    "rl": "Rule of law",
    "rq": "Regulatory quality",
    "va": "Voice and accountability",
}
_SPACES = {
    "v2x_veracc_osp": "Vertical accountability",
    "v2xcs_ccsi": "Civil society",
    "v2xcl_rol": "Equality before the law and individual liberty",
    "v2x_freexp_altinf": "Freedom of expression and sources of information",
    "v2x_horacc_osp": "Horizontal accountability",
    "v2x_pubcorr": "Absence of public corruption",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicForm:
    """One published form of country indicators.

    Attributes:
        source: Short name of the source.
        title: Who made it.
        attribution: What is said with its figures.
        header: Columns by which the file is known.
        indicators: What it measures, by our name.
        read: One row as observations (possibly none with a value) or the key of a place
            that has no code here.
    """

    source: str
    title: str
    attribution: str
    header: Sequence[str]
    indicators: Mapping[str, IndicatorTitle]
    read: Callable[[Cells, str], "str | list[Observation]"] = field(repr=False)


def _owid_country(cells: Cells) -> str | None:
    code = cells["Code"]
    return "XK" if code == "OWID_KOS" else codes().get(code)


def _owid(source: str, column: str, title: str, scale: str, maker: str) -> PublicForm:
    def read(cells: Cells, where: str) -> str | list[Observation]:
        country = _owid_country(cells)
        if country is None:
            return cells["Code"] or cells["Entity"]
        if cells[column] in _NO_VALUE:
            return []
        return [
            Observation(
                country=country,
                indicator=source,
                period=period_of(cells["Year"], where),
                value=number_of(cells[column], where, column),
            )
        ]

    return PublicForm(
        source=source,
        title=maker,
        attribution=f"{maker}, processed by Our World in Data",
        header=("Entity", "Code", "Year", column),
        indicators={source: IndicatorTitle(title=title, scale=scale)},
        read=read,
    )


def _deaths(cells: Cells, where: str) -> str | list[Observation]:
    country = _owid_country(cells)
    if country is None:
        return cells["Code"] or cells["Entity"]
    if cells["Best estimate"] in _NO_VALUE:
        return []
    return [
        Observation(
            country=country,
            indicator="conflict_deaths",
            period=period_of(cells["Year"], where),
            value=number_of(cells["Best estimate"], where, "Best estimate"),
            low=number_or_none(cells["Low estimate"], where, "Low estimate"),
            high=number_or_none(cells["High estimate"], where, "High estimate"),
        )
    ]


def _governance(cells: Cells, where: str) -> str | list[Observation]:
    code = cells["code"]
    country = _WGI_CODES.get(code) or codes().get(code)
    if country is None:
        return code
    if cells["estimate"] in _NO_VALUE:
        return []
    error = "" if cells["stddev"] in _NO_VALUE else cells["stddev"]
    return [
        Observation(
            country=country,
            indicator=f"wgi_{cells['indicator']}",
            period=period_of(cells["year"], where),
            value=number_of(cells["estimate"], where, "estimate"),
            standard_error=number_or_none(error, where, "stddev"),
        )
    ]


def _spaces(cells: Cells, where: str) -> str | list[Observation]:
    code = cells["country_text_id"]
    country = None if code in _PARTS else codes().get(code)
    if country is None:
        return code
    return [
        Observation(
            country=country,
            indicator=column.removeprefix("v2x").removeprefix("_"),
            period=period_of(cells["year"], where),
            value=number_of(cells[column], where, column),
        )
        for column in _SPACES
        if cells[column] not in _NO_VALUE
    ]


def _protection(cells: Cells, where: str) -> str | list[Observation]:
    country = country_by_name(cells["Entity"])
    if country is None:
        return cells["Entity"]
    column = "Human rights protection"
    if cells[column] in _NO_VALUE:
        return []
    return [
        Observation(
            country=country,
            indicator="human_rights_protection",
            period=period_of(cells["Year"], where),
            value=number_of(cells[column], where, column),
        )
    ]


_VDEM = "V-Dem Institute, University of Gothenburg"


def _forms() -> Iterator[PublicForm]:
    yield from _owid_forms()
    yield _deaths_form()
    yield PublicForm(
        source="worldbank_wgi",
        title="World Bank, Worldwide Governance Indicators",
        attribution="World Bank, Worldwide Governance Indicators",
        header=("code", "year", "indicator", "estimate", "stddev"),
        indicators={
            f"wgi_{name}": IndicatorTitle(
                title=title, scale="about -2.5 to 2.5; higher is better"
            )
            for name, title in _WGI.items()
        },
        read=_governance,
    )
    yield PublicForm(
        source="vdem_spaces",
        title=f"{_VDEM}, Democratic Spaces",
        attribution=f"{_VDEM}, Democratic Spaces",
        header=("country_text_id", "year", *_SPACES),
        indicators={
            column.removeprefix("v2x").removeprefix("_"): IndicatorTitle(
                title=title, scale=_UNIT
            )
            for column, title in _SPACES.items()
        },
        read=_spaces,
    )
    yield PublicForm(
        source="fariss_protection",
        title="Fariss, Kenwick and Reuning 2020",
        attribution="Fariss, Kenwick and Reuning 2020, Human Rights Protection Scores",
        header=("Entity", "Year", "Human rights protection"),
        indicators={
            "human_rights_protection": IndicatorTitle(
                title="Human rights protection", scale="latent score; higher is better"
            )
        },
        read=_protection,
    )


def _deaths_form() -> PublicForm:
    return PublicForm(
        source="ucdp_deaths",
        title="Uppsala Conflict Data Program",
        attribution="Uppsala Conflict Data Program, processed by Our World in Data",
        header=(
            "Entity",
            "Code",
            "Year",
            "High estimate",
            "Best estimate",
            "Low estimate",
        ),
        indicators={
            "conflict_deaths": IndicatorTitle(
                title="Deaths in armed conflicts", scale="people killed in the year"
            )
        },
        read=_deaths,
    )


def _owid_forms() -> Iterator[PublicForm]:
    for source, column, title in (
        ("vdem_human_rights", "Human Rights Index", "Human rights index"),
        ("vdem_rule_of_law", "Rule of Law index", "Rule of law index"),
        (
            "vdem_expression",
            "Freedom of expression index",
            "Freedom of expression index",
        ),
        (
            "vdem_electoral_democracy",
            "Electoral democracy index",
            "Electoral democracy index",
        ),
    ):
        yield _owid(source, column, title, _UNIT, _VDEM)
    yield _owid(
        "vdem_regimes",
        "Political regime",
        "Kind of political regime",
        "0 closed autocracy, 1 electoral autocracy, 2 electoral democracy, 3 liberal democracy",
        f"Regimes of the World on data of the {_VDEM}",
    )


FORMS: tuple[PublicForm, ...] = tuple(_forms())
