"""Who is to take a ticket: rules such as "pump, East", and technicians by skill and region.

Pure (AC-109, S4-TEC-05, 9.2): texts are compared folded; nothing here books anybody.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.enums import TicketKind
from models.explanation import Reason

# Parts of the country as people name them, by the places that lie in them.
_AREAS = (
    (
        ("east", "east china", "华东"),
        "上海 江苏 浙江 安徽 福建 江西 山东 南京 苏州 无锡 杭州 宁波 合肥 厦门 济南 青岛 shanghai",
    ),
    (
        ("south", "south china", "华南"),
        "广东 广西 海南 广州 深圳 珠海 佛山 东莞 中山 惠州 南宁 海口 shenzhen guangzhou",
    ),
    (("north", "north china", "华北"), "北京 天津 河北 山西 内蒙古 石家庄 太原 beijing tianjin"),
    (("central", "central china", "华中"), "河南 湖北 湖南 郑州 武汉 长沙 wuhan"),
    (
        ("southwest", "south-west", "西南"),
        "重庆 四川 贵州 云南 西藏 成都 贵阳 昆明 chongqing chengdu",
    ),
    (("northwest", "north-west", "西北"), "陕西 甘肃 青海 宁夏 新疆 西安 兰州 xi'an"),
    (("northeast", "north-east", "东北"), "辽宁 吉林 黑龙江 沈阳 大连 长春 哈尔滨"),
)
_SEPARATORS = str.maketrans(dict.fromkeys(",;，；、/|\n", ","))
_ENDINGS = ("特别行政区", "自治区", "省", "市", "区", "县")


def folded(text: str | None) -> str:
    """A text as it is compared: without case, width and outer blanks."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def listed(text: str | None) -> tuple[str, ...]:
    """The words of a list such as "pump, conveyor" or 水泵、输送带."""
    parts = (folded(part) for part in (text or "").translate(_SEPARATORS).split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _place(text: str) -> str:
    for ending in _ENDINGS:
        if len(text) > len(ending) + 1 and text.endswith(ending):
            return text.removesuffix(ending)
    return text


def in_region(region: str | None, places: Iterable[str | None]) -> bool:
    """Is one of these places (country, province, city) in a region; an empty one is everywhere.

    A region is a list of places, of which 华东 or "East" stand for all that lie there.
    """
    named = {_place(one) for one in listed(region)}
    if not named:
        return True
    here = {_place(folded(place)) for place in places if place}
    if named & here:
        return True
    return any(named & set(names) and here & set(members.split()) for names, members in _AREAS)


@dataclass(frozen=True, slots=True)
class Job:
    """What is known of a ticket where somebody is looked for."""

    kind: TicketKind
    texts: tuple[str, ...] = ()  # symptom, product name and code
    product_id: int | None = None
    places: tuple[str, ...] = ()

    def speaks_of(self, word: str) -> bool:
        """Does the word stand in what is known of it."""
        return any(word in folded(text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """One dispatch rule; what is empty asks nothing."""

    id: int
    assignee_id: int
    word: str = ""
    product_id: int | None = None
    region: str = ""
    kind: TicketKind | None = None

    @property
    def asked(self) -> int:
        """How many conditions it has: the more, the closer it fits."""
        given = (self.word.strip(), self.product_id, self.region.strip(), self.kind)
        return sum(bool(one) for one in given)

    def fits(self, job: Job) -> bool:
        """Do all of its conditions hold."""
        words = listed(self.word)
        return (
            (not words or any(job.speaks_of(word) for word in words))
            and (self.product_id is None or self.product_id == job.product_id)
            and (self.kind is None or self.kind is job.kind)
            and in_region(self.region, job.places)
        )


def choose_rule(rules: Iterable[RuleFacts], job: Job) -> RuleFacts | None:
    """The rule that assigns a ticket (AC-109): most conditions first, then the older one."""
    fitting = [rule for rule in rules if rule.asked and rule.fits(job)]
    return min(fitting, key=lambda rule: (-rule.asked, rule.id), default=None)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half-open: 10-12 and 12-14 do not overlap (9.2)."""

    start: datetime
    end: datetime

    def overlaps(self, other: Span) -> bool:
        """Do both share a moment."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class TechnicianFacts:
    """A technician with the bookings around the visit."""

    id: int
    name: str
    skills: str = ""
    region: str = ""
    bookings: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A technician for a ticket: does the skill fit, the region, and is the slot free."""

    technician_id: int
    name: str
    skilled: bool
    near: bool
    free: bool
    booked: int  # bookings that day
    reasons: tuple[Reason, ...] = ()


def suggest(
    technicians: Sequence[TechnicianFacts], job: Job, visit: Span | None
) -> tuple[Suggestion, ...]:
    """Technicians for a ticket, the best first: free, then skill, region, fewest bookings (9.2).

    A skill fits where its word stands in the symptom or the product; without a visit all are free.
    """
    found = []
    for one in technicians:
        fitting = tuple(skill for skill in listed(one.skills) if job.speaks_of(skill))
        near = bool(one.region.strip()) and in_region(one.region, job.places)
        clash = visit is not None and any(visit.overlaps(booked) for booked in one.bookings)
        reasons = (
            Reason("dispatch.skill" if fitting else "dispatch.no_skill", {"skills": fitting}),
            Reason("dispatch.near" if near else "dispatch.far", {"region": one.region}),
            Reason("dispatch.taken" if clash else "dispatch.free"),
        )
        count = len(one.bookings)
        found.append(Suggestion(one.id, one.name, bool(fitting), near, not clash, count, reasons))
    found.sort(
        key=lambda s: (not s.free, not s.skilled, not s.near, s.booked, s.name, s.technician_id)
    )
    return tuple(found)


def first_visit(
    technicians: Sequence[TechnicianFacts], job: Job, slots: Iterable[Span]
) -> Span | None:
    """The first slot in which somebody is free who can do it; anybody, where nobody has the skill.

    None where all slots are taken.
    """
    skilled = any(one.skilled for one in suggest(technicians, job, None))
    for slot in slots:
        found = suggest(technicians, job, slot)
        if any(one.free and (one.skilled or not skilled) for one in found):
            return slot
    return None
