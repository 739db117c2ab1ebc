"""What an address card says, put into the fields of a contact; what has no field goes to the note.

Takes properties as they were read; knows no files and gives no verdict about a card.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from models.explanation import Reason
from storage.exchange.codes import Code
from storage.exchange.vcard_lines import BINARY, Property

COLUMNS = (
    "name", "salutation", "customer", "department", "title", "mobile", "office_phone",
    "home_phone", "fax", "email", "wechat", "whatsapp", "social_url", "country_region",
    "province", "city", "postcode", "address", "birth_date", "preference_note",
)  # fmt: skip
"""Header of the table: the field names of a contact."""

_SILENT = BINARY | {
    "VERSION", "UID", "REV", "PRODID", "SOURCE", "CLASS", "MAILER", "SORT-STRING", "PROFILE",
    "X-ABLABEL", "X-ABADR", "X-ABUID", "X-ABSHOWAS", "X-APPLE-OMIT-YEAR", "CLIENTPIDMAP", "LABEL",
}  # fmt: skip
"""Bookkeeping of other programs and pictures: nothing that a contact could keep."""

_LABELS = {
    "手机": "CELL", "移动电话": "CELL", "MOBILE": "CELL", "IPHONE": "CELL", "PCS": "CELL",
    "住宅": "HOME", "家庭": "HOME", "家": "HOME", "工作": "WORK", "单位": "WORK", "公司": "WORK",
    "传真": "FAX", "工作传真": "FAX", "WORK FAX": "FAX", "WORKFAX": "FAX", "HOME FAX": "FAX",
    "HOMEFAX": "FAX", "FACSIMILE": "FAX",
}  # fmt: skip
_MESSENGERS = {
    "WECHAT": "wechat", "WEIXIN": "wechat", "X-WECHAT": "wechat", "X-WEIXIN": "wechat",
    "微信": "wechat", "WHATSAPP": "whatsapp", "X-WHATSAPP": "whatsapp",
}  # fmt: skip
_APPLE_LABEL = re.compile(r"^_\$!<(.*)>!\$_$")
_CHINESE_MOBILE = re.compile(r"^(?:\+?86)?1[3-9]\d{9}$")
_DATE = re.compile(r"^(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?$")
_NO_YEAR = "1604"  # what some phones write for a year left open


@dataclass(slots=True)
class Draft:
    """A card being read: its properties, and remarks about it."""

    line: int
    old: bool = False
    properties: list[Property] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)

    def all(self, *names: str) -> list[Property]:
        """The properties of these names that say something, the preferred first."""
        found = [p for p in self.properties if p.name in names and p.text.strip("; \t\n")]
        return sorted(found, key=_preference)

    def text(self, name: str) -> str:
        """The first such text, "" where there is none."""
        return next((p.text for p in self.all(name)), "")

    def label(self, group: str) -> str:
        """The label that a group of properties carries."""
        found = (p for p in self.properties if group and p.group == group)
        label = next((p.text for p in found if p.name == "X-ABLABEL"), "")
        return _APPLE_LABEL.sub(r"\1", label)

    def types(self, item: Property) -> frozenset[str]:
        """Types of a property and what its label says, in one spelling."""
        label = self.label(item.group).upper()
        return frozenset(_LABELS.get(t, t) for t in {*item.types, label} if t)


def _preference(item: Property) -> int:
    rank = item.params.get("PREF", "")
    if rank.isascii() and rank.isdigit():
        return int(rank[:3])
    return 1 if "PREF" in item.types else 101


def padded(parts: list[str], count: int) -> list[str]:
    """So many parts, blanks for those that are missing."""
    return [*parts, *[""] * count][:count]


def email_of(item: Property) -> str:
    """The address without the scheme of 4.0."""
    return re.sub("^mailto:", "", item.text, flags=re.IGNORECASE).strip()


def number_of(item: Property) -> str:
    """A number as dialled: without the scheme of 4.0, an extension behind an x."""
    number = re.sub("^tel:", "", item.text, flags=re.IGNORECASE)
    return re.sub(";ext=", " x", number, flags=re.IGNORECASE).partition(";")[0].strip()


class _Cells:
    """Cells of a card under the columns of a contact; what finds its place taken is a note."""

    def __init__(self) -> None:
        self.values = dict.fromkeys(COLUMNS, "")
        self.notes: list[str] = []

    def put(self, column: str, value: str, label: str) -> None:
        """Fill a column; a second value goes into the note under its label, never away."""
        if not value or self.values[column] == value:
            return
        if self.values[column]:
            self.keep(label, value)
        else:
            self.values[column] = value

    def keep(self, label: str, value: str) -> None:
        """A line of the note."""
        line = f"{label}: {value}" if label else value
        if value and line not in self.notes:
            self.notes.append(line)

    def row(self) -> list[str]:
        """The cells in the order of COLUMNS."""
        self.values["preference_note"] = "\n".join(self.notes)
        return [self.values[column] for column in COLUMNS]


def row_cells(draft: Draft, name: str) -> list[str]:
    """All that a card says, in the columns of a contact."""
    cells = _Cells()
    cells.values["name"] = name
    for item in draft.all("N")[:1]:
        cells.put("salutation", padded(item.parts(), 5)[3], "")
    for item in sorted(draft.properties, key=_preference):
        if item.name in _SILENT or not item.text.strip("; \t\n"):
            continue
        fill = _FILLERS.get(item.name)
        if fill is not None:
            fill(draft, item, cells)
        elif item.name in _MESSENGERS:
            cells.put(_MESSENGERS[item.name], item.text, item.name)
        elif item.name not in ("FN", "N", "KIND", "AGENT", "X-ADDRESSBOOKSERVER-KIND"):
            cells.keep(item.name, item.text)
    return cells.row()


def _fill_phone(draft: Draft, item: Property, cells: _Cells) -> None:
    number, types = number_of(item), draft.types(item)
    plain = re.sub(r"[\s\-().]", "", number)
    if types & {"FAX"}:
        column = "fax"
    elif types & {"CELL"} or (not types & {"WORK", "HOME"} and _CHINESE_MOBILE.match(plain)):
        column = "mobile"
    else:
        column = "home_phone" if types & {"HOME"} else "office_phone"
    cells.put(column, number, _label(draft, item))


def _label(draft: Draft, item: Property) -> str:
    """What a further value is called in the note: its name with its types, or its own label."""
    own = draft.label(item.group)
    return own or " ".join((item.name, *sorted(item.types - {"PREF", "INTERNET", "VOICE"})))


def _fill_email(draft: Draft, item: Property, cells: _Cells) -> None:
    cells.put("email", email_of(item), _label(draft, item))


def _fill_organisation(_draft: Draft, item: Property, cells: _Cells) -> None:
    organisation, *units = item.parts()
    cells.put("customer", organisation, "ORG")
    cells.put("department", " ".join(filter(None, units)), "ORG")


def _fill_title(_draft: Draft, item: Property, cells: _Cells) -> None:
    cells.put("title", item.text, item.name)


def _fill_note(_draft: Draft, item: Property, cells: _Cells) -> None:
    cells.keep("", item.text)


def _fill_url(draft: Draft, item: Property, cells: _Cells) -> None:
    cells.put("social_url", item.text, _label(draft, item))


def _fill_address(draft: Draft, item: Property, cells: _Cells) -> None:
    box, extended, street, city, province, postcode, country = padded(item.parts(), 7)
    address = " ".join(filter(None, (street, extended, box)))
    values = {
        "address": address, "city": city, "province": province, "postcode": postcode,
        "country_region": country,
    }  # fmt: skip
    if any(cells.values[column] for column in values):
        line = " ".join(filter(None, (country, province, city, address, postcode)))
        cells.keep(_label(draft, item), line)
    else:
        cells.values.update(values)


def _fill_messenger(draft: Draft, item: Property, cells: _Cells) -> None:
    """IMPP and the like name the service by a scheme, a parameter, a type or a label."""
    scheme, colon, handle = item.text.partition(":")
    named = (item.params.get("X-SERVICE-TYPE", ""), *item.types, draft.label(item.group), scheme)
    column = next(filter(None, (_MESSENGERS.get(word.upper()) for word in named)), "")
    if column:
        cells.put(column, handle if colon else item.text, item.name)
    else:
        cells.keep(_label(draft, item), item.text)


def _fill_birthday(draft: Draft, item: Property, cells: _Cells) -> None:
    """A whole date, or a remark where the year is left open."""
    found = _DATE.match(item.text)
    if found is None:
        draft.notes.append(Reason(Code.BIRTHDAY_UNREADABLE, {"text": item.text}))
        cells.keep(item.name, item.text)
        return
    year, month, day = found.groups()
    if year in ("--", item.params.get("X-APPLE-OMIT-YEAR", _NO_YEAR)):
        params = {"month": int(month), "day": int(day)}
        draft.notes.append(Reason(Code.BIRTHDAY_WITHOUT_YEAR, params))
        cells.keep(item.name, f"--{month}-{day}")
    else:
        cells.put("birth_date", f"{year}-{month}-{day}", item.name)


_FILLERS: dict[str, Callable[[Draft, Property, _Cells], None]] = {
    "TEL": _fill_phone,
    "EMAIL": _fill_email,
    "ORG": _fill_organisation,
    "TITLE": _fill_title,
    "ROLE": _fill_title,
    "NOTE": _fill_note,
    "URL": _fill_url,
    "ADR": _fill_address,
    "IMPP": _fill_messenger,
    "X-SOCIALPROFILE": _fill_messenger,
    "BDAY": _fill_birthday,
}
