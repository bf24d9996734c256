"""The template environment of every face: strict, translated, escaped."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from licet.kernel import LicetError, territory_name
from licet.risk import driver_bars
from licet.risk.destination import line_chart
from licet.web.site.frame import frame_of

_JOINT = re.compile(r"[._/:@]")


def _locale() -> str:
    return translation.to_locale(translation.get_language() or "en")


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def day(value: date | datetime | str | None) -> str:
    """Write a day as people say it: 9 July 2026.

    Args:
        value: A day, a moment, or the ISO form of either; ``None`` gives an empty text.

    Returns:
        The day in the reader's language.
    """
    if not value:
        return ""
    if isinstance(value, str):
        value = (
            datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        )
    if isinstance(value, datetime):
        value = value.astimezone(_zone()).date()
    return format_date(value, "d MMMM y", locale=_locale())


def moment(value: datetime | str | None) -> Markup:
    """Write a moment with its legal zone, inside a machine-readable ``time`` element.

    Args:
        value: An aware moment or its ISO form.

    Returns:
        Safe markup.
    """
    if not value:
        return Markup("")
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    local = value.astimezone(_zone())
    words = format_datetime(local, "d MMMM y, HH:mm", locale=_locale())
    return Markup('<time datetime="{}">{} {}</time>').format(
        value.astimezone(UTC).isoformat(timespec="seconds"), words, local.tzname() or ""
    )


def country(code: str | None) -> str:
    """Name a country by its code; an unknown code stays as it stands."""
    if not code:
        return ""
    try:
        return territory_name(code)
    except LicetError:
        return code


def words(text: object) -> str:
    """Pick the reader's language of a text that a regime holds as ``{language: text}``."""
    if isinstance(text, Mapping):
        language = (translation.get_language() or "en").split("-")[0]
        return str(
            text.get(language) or text.get("en") or next(iter(text.values()), "")
        )
    return "" if text is None else str(text)


def amount(value: object) -> str:
    """Write a value of a fact in plain words, never as a program's literal."""
    match value:
        case None:
            return gettext("not known")
        case bool():
            return gettext("yes") if value else gettext("no")
        case Decimal():
            return f"{value.normalize():f}"
        case list() | tuple() | set() | frozenset():
            return ", ".join(amount(part) for part in value)
        case str() if "_" in value and value.islower():
            return value.replace("_", " ")
        case _:
            return str(value)


def breakable(text: object) -> Markup:
    """Let a long token break after its joints, so that it fits a narrow screen."""
    plain = str(escape(text))  # a marked text would escape what is put in
    return Markup(_JOINT.sub(r"\g<0><wbr>", plain))  # noqa: S704  # it is escaped


def environment(**options: object) -> Environment:
    """Build the environment that the template engine of the settings names.

    Args:
        options: What the engine passes on.

    Returns:
        A strict environment: an unknown name in a template is an error.
    """
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    options["extensions"] = ["jinja2.ext.i18n"]
    made = Environment(**options)  # type: ignore[arg-type] # noqa: S701  (the engine sets autoescape)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        frame_of=frame_of,
        static=static,
        url=lambda name, *args, **kwargs: reverse(name, args=args, kwargs=kwargs),
    )
    made.filters.update(
        day=day,
        moment=moment,
        country=country,
        words=words,
        amount=amount,
        breakable=breakable,
        line_chart=line_chart,
        driver_bars=driver_bars,
    )
    return made
