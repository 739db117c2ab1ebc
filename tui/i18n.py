"""The language of the interface: catalogue lookup, dates, numbers and their short forms.

Standard library only; Babel is imported by the one function that compiles a catalogue, once.
"""

from __future__ import annotations

import gettext
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models.values import BASE_CURRENCY, exponent, major_units

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALE_FOLDER: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "fivefold"


@dataclass(frozen=True, slots=True)
class LanguageInfo:
    """One interface language: its code, its own name, and its catalogue folder."""

    code: str
    name: str  # in the language itself
    folder: str  # below tui/locale; "" for the language of the source


LANGUAGES: Final[Mapping[str, LanguageInfo]] = {
    "en": LanguageInfo("en", "English", ""),
    "zh": LanguageInfo("zh", "简体中文", "zh_CN"),
}


@dataclass(frozen=True, slots=True)
class _Current:
    """What is in force; replaced as a whole, so that a thread never sees half a switch."""

    language: str
    catalogue: gettext.NullTranslations
    serial: int


_current = _Current("en", gettext.NullTranslations(), 0)
_loaded: dict[str, gettext.NullTranslations] = {"en": gettext.NullTranslations()}
_cache_folder: Path | None = None
_zone: tzinfo = UTC

# --- choosing and switching


def use_cache(folder: Path | None) -> None:
    """Names the folder for compiled catalogues; None compiles in memory at each start."""
    global _cache_folder
    _cache_folder = folder


def use_zone(zone: tzinfo) -> None:
    """Sets the time zone in which moments are shown."""
    global _zone
    _zone = zone


def set_language(language: str) -> None:
    """Switches the interface language; an unknown code is English. Raises the serial number."""
    global _current
    code = language if language in LANGUAGES else "en"
    if code not in _loaded:
        _loaded[code] = _catalogue(LANGUAGES[code])
    _current = _Current(code, _loaded[code], _current.serial + 1)


def language() -> str:
    """Code of the language in force: "en" or "zh"."""
    return _current.language


def serial() -> int:
    """Number of switches so far: a cache of worded things keys on it."""
    return _current.serial


def next_language() -> str:
    """The language that the switch key leads to."""
    codes = list(LANGUAGES)
    return codes[(codes.index(_current.language) + 1) % len(codes)]


def choose_language(
    option: str | None = None,
    environ: Mapping[str, str] = os.environ,
    configured: str = "auto",
) -> str:
    """Language by --lang, FIVEFOLD_LANG, config.toml, the user's locale; else English."""
    for wanted in (option, environ.get("FIVEFOLD_LANG"), configured):
        code = _known(wanted)
        if code:
            return code
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name)
        if value:
            return _known(value) or "en"
    return "en"


def _known(wanted: str | None) -> str:
    code = re.split(r"[-_.@]", (wanted or "").strip().lower())[0]
    return code if code in LANGUAGES else ""


# --- looking up

_PLACE = re.compile(r"\{(\w+)\}")


def fill(text: str, params: Mapping[str, object]) -> str:
    """Puts values into the {places} of a text; values are data and never read as places."""
    if not params:
        return text
    return _PLACE.sub(lambda place: str(params.get(place[1], place[0])), text)


def places(text: str) -> list[str]:
    """Names of the {places} in a text."""
    return _PLACE.findall(text)


def tr(message: str, /, **params: object) -> str:
    """The message in the language in force, its {places} filled."""
    text = _current.catalogue.gettext(message)
    return fill(text, params) if params else text


def trc(context: str, message: str, /, **params: object) -> str:
    """As `tr`, for a message that means another thing elsewhere."""
    text = _current.catalogue.pgettext(context, message)
    return fill(text, params) if params else text


def ntr(one: str, many: str, n: int, /, **params: object) -> str:
    """As `tr`, by number; {n} is filled by itself, in groups of three digits."""
    return fill(_current.catalogue.ngettext(one, many, n), {"n": number(n), **params})


def ntrc(context: str, one: str, many: str, n: int, /, **params: object) -> str:
    """As `ntr`, for a message that means another thing elsewhere."""
    text = _current.catalogue.npgettext(context, one, many, n)
    return fill(text, {"n": number(n), **params})


def N_(message: str) -> str:  # noqa: N802 - the customary name of the marker
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


def NC_(context: str, message: str) -> tuple[str, str]:  # noqa: N802
    """As `N_`, with a context; to be shown by `trc(*pair)`."""
    return context, message


def NP_(context: str, one: str, many: str) -> tuple[str, str, str]:  # noqa: N802
    """As `NC_`, with a plural; to be shown by `ntrc(*triple, n)`."""
    return context, one, many


def translation(code: str, message: str, context: str = "", many: str = "") -> str:
    """The message in a language other than the one in force: imports know all of them.

    With `many`, the form for more than one.
    """
    if code not in _loaded:
        _loaded[code] = _catalogue(LANGUAGES[code])
    catalogue = _loaded[code]
    if many:
        return catalogue.npgettext(context, message, many, 2)
    return catalogue.pgettext(context, message) if context else catalogue.gettext(message)


# --- the catalogue file


def _catalogue(info: LanguageInfo) -> gettext.NullTranslations:
    source = LOCALE_FOLDER / info.folder / "LC_MESSAGES" / f"{DOMAIN}.po"
    try:
        content = source.read_bytes()
    except OSError:
        return gettext.NullTranslations()  # English is better than no screen
    return _from_cache(info.folder, content) or _compiled(info.folder, content)


def _cached_file(name: str, content: bytes) -> Path | None:
    if _cache_folder is None:
        return None
    import hashlib

    digest = hashlib.sha256(content).hexdigest()[:16]
    return _cache_folder / f"{DOMAIN}-{name}-{digest}.mo"


def _from_cache(name: str, content: bytes) -> gettext.NullTranslations | None:
    path = _cached_file(name, content)
    if path is None or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except Exception:  # a damaged copy is made anew, whatever is wrong with it
        return None


def _compiled(name: str, content: bytes) -> gettext.NullTranslations:
    import io

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(content), locale=name))
    path = _cached_file(name, content)
    if path is not None:
        _keep(path, compiled.getvalue())
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _keep(path: Path, compiled: bytes) -> None:
    """Puts the compiled catalogue in place in one step; a folder that cannot be written is fine."""
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".catalogue-")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(compiled)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)


# --- dates

_DAYS_SHORT: Final = (
    N_("Mon"),
    N_("Tue"),
    N_("Wed"),
    N_("Thu"),
    N_("Fri"),
    N_("Sat"),
    N_("Sun"),
)
_DAYS_TWO: Final = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ZH_DAYS: Final = "一二三四五六日"


def day(value: date) -> str:
    """A date as it is typed, in every language: 2026-03-02."""
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def day_long(value: date) -> str:
    """A date as it is read: Mon 2 March 2026, 2026年3月2日 星期一."""
    if _current.language == "zh":
        weekday = _ZH_DAYS[value.weekday()]
        return f"{value.year}年{value.month}月{value.day}日 星期{weekday}"
    return f"{day_of_week(value)} {value.day} {_MONTHS[value.month - 1]} {value.year}"


def day_of_year(value: date) -> str:
    """A date without its year: Mon 2 March, 3月2日 周一."""
    if _current.language == "zh":
        return f"{value.month}月{value.day}日 {day_of_week(value)}"
    return f"{day_of_week(value)} {value.day} {_MONTHS[value.month - 1]}"


def day_of_week(value: date) -> str:
    """Short name of the day of the week: Mon, 周一."""
    return tr(_DAYS_SHORT[value.weekday()])


def day_brief(value: date) -> str:
    """A day of the week that is shown: Mon 2, 周一 2."""
    return f"{day_of_week(value)} {value.day}"


_LUNAR_MONTHS: Final = "正二三四五六七八九十冬腊"
_LUNAR_TENS: Final = ("初", "十", "廿", "三")
_LUNAR_DIGITS: Final = "一二三四五六七八九十"


def lunar_date(text: str, *, leap: bool = False) -> str:
    """A date of the lunar calendar out of mm-dd: lunar 08-15, 农历八月十五, 农历闰六月初一."""
    if _current.language != "zh":
        return tr("lunar leap {date}", date=text) if leap else tr("lunar {date}", date=text)
    month, number = int(text[:2]), int(text[3:])
    tens, digit = divmod(number - 1, 10)
    day_text = f"{_LUNAR_TENS[tens]}{_LUNAR_DIGITS[digit]}"
    whole = {10: "初十", 20: "二十", 30: "三十"}
    name = f"{'闰' if leap else ''}{_LUNAR_MONTHS[month - 1]}月"
    return f"农历{name}{whole.get(number, day_text)}"


def day_span(first: date, last: date) -> str:
    """Days from one to another: 2-8 March, 30 March - 5 April, 3月2-8日."""
    same = first.month == last.month
    if _current.language == "zh":
        begins = f"{first.month}月{first.day}"
        return f"{begins}-{last.day}日" if same else f"{begins}日-{last.month}月{last.day}日"
    ends = f"{last.day} {_MONTHS[last.month - 1]}"
    return f"{first.day}-{ends}" if same else f"{first.day} {_MONTHS[first.month - 1]} - {ends}"


def week_heads(week_start: str = "monday") -> list[str]:
    """Column heads of a month, two cells each: Mo Tu ... or 一 二 ..."""
    names = [tr(name) for name in _DAYS_TWO]
    return names if week_start == "monday" else [names[-1], *names[:-1]]


def month_title(value: date) -> str:
    """March 2026, 2026年3月."""
    if _current.language == "zh":
        return f"{value.year}年{value.month}月"
    return f"{_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, zone: tzinfo | None = None) -> str:
    """A moment in the given or the configured zone, to the minute: 2026-03-02 16:30."""
    local = value.astimezone(zone or _zone)
    return f"{day(local)} {local.hour:02d}:{local.minute:02d}"


def local_day(value: datetime, zone: tzinfo | None = None) -> date:
    """The day of a moment in the given or the configured zone."""
    return value.astimezone(zone or _zone).date()


def hour(value: datetime, zone: tzinfo | None = None) -> str:
    """The time of day of a moment in the given or the configured zone: 16:30."""
    local = value.astimezone(zone or _zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def relative_due(due: date, today: date) -> str:
    """How far a due day is: today, +2d, ! 2d where it is late."""
    days = (due - today).days
    if days == 0:
        return tr("today")
    return tr("+{n}d", n=days) if days > 0 else tr("! {n}d", n=-days)


def time_left(span: timedelta) -> str:
    """Time left of a clock, negative once it has run out: 19h left, 3h over, 2d left."""
    minutes = int(abs(span).total_seconds()) // 60
    over = span < timedelta(0)
    if minutes < 60:
        return tr("{n}min over", n=minutes) if over else tr("{n}min left", n=minutes)
    hours = minutes // 60
    if hours < 48:
        return tr("{n}h over", n=hours) if over else tr("{n}h left", n=hours)
    days = hours // 24
    return tr("{n}d over", n=days) if over else tr("{n}d left", n=days)


# --- numbers

_SIGNS: Final = {"CNY": "¥", "USD": "US$", "GBP": "£"}
# Size of a unit, and the amount that rounds to 1 of it rather than to 1,000 of the one below.
_EN_STEPS: Final = (
    (10**9, 10**9 - 50_000, "bn"),
    (10**6, 10**6 - 50, "M"),
    (10**3, 10**3, "k"),
)
_ZH_STEPS: Final = ((10**8, 10**8 - 500, "亿"), (10**4, 10**4, "万"))


def number(value: int) -> str:
    """A whole number in groups of three: 2,400,000."""
    return f"{value:,}"


def money(minor: int, currency: str = BASE_CURRENCY, *, sign: bool = True) -> str:
    """An amount from minor units, in groups and with its currency: ¥ 2,400,000.00."""
    amount = f"{major_units(minor, currency):,.{exponent(currency)}f}"
    return f"{_SIGNS.get(currency, currency)} {amount}" if sign else amount


def money_short(minor: int, currency: str = BASE_CURRENCY) -> str:
    """An amount for a column: 2.4M, 240万; without a sign for the base currency."""
    major = major_units(minor, currency)
    text = f"{major:,.0f}"
    for size, start, unit in _ZH_STEPS if _current.language == "zh" else _EN_STEPS:
        if abs(major) >= start:
            text = f"{major / size:,.1f}".removesuffix(".0") + unit
            break
    return text if currency == BASE_CURRENCY else f"{_SIGNS.get(currency, currency)} {text}"


def percent(tenths: int) -> str:
    """Tenths of a percent with one decimal: 35.0 %, in Chinese 35.0%."""
    text = f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"
    return f"{text}%" if _current.language == "zh" else f"{text} %"


def yes_no(value: bool) -> str:
    """A switch in words."""
    return tr("yes") if value else tr("no")


def listed(parts: list[str]) -> str:
    """Words in a row: a comma between them, in Chinese the enumeration comma."""
    return ("、" if _current.language == "zh" else ", ").join(parts)
