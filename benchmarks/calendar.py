"""A year of 50,000 follow-ups against one of 50: opening a month, turning it, doing an item."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks import data, peers
from benchmarks.measure import Bench, timed
from benchmarks.start import home_of
from benchmarks.terminal import Terminal
from storage.locations import Locations
from storage.services import Services
from tui.widgets.month import month_later

GROUP = "calendar"
FEW, MANY = 50, 50_000
GOAL = 1.5
_REST = 0.3
TOUCH = {"channel": "PHONE", "summary": "谈妥，按约定再联系。", "next_contact_at": "+30d"}


def run(bench: Bench) -> None:
    """Keys in the calendar pane, from the key to the last cell; then touches that do an item."""
    many, few = (data.year(bench.work, bench.small, n) for n in (MANY, FEW))
    _keys(bench, many, few)
    sides = [data.opened(where) for where in (many, few)]
    ours, peer = (_doing(services) for services in sides)
    _compare(bench, "doing an item", ours, peer)
    for services in sides:
        services.close()


def _keys(bench: Bench, many: Locations, few: Locations) -> None:
    with (
        Terminal(peers.FIVEFOLD, env=home_of(many)) as one,
        Terminal(peers.FIVEFOLD, env=home_of(few)) as other,
    ):
        for terminal in (one, other):
            terminal.until("Follow-ups")
            terminal.settle(2.0)
            for key in ("3", "z", "]", "["):  # the calendar alone; holidays are known from here on
                terminal.key(key)
                terminal.settle(1.0)
        _compare(bench, "opening the month of today", _opening(one), _opening(other))
        _compare(bench, "turning the month", _turning(one), _turning(other))


def _opening(terminal: Terminal) -> Callable[[], float]:
    def opened() -> float:
        terminal.key("]")
        terminal.settle(_REST)
        return terminal.key("T")

    return opened


def _turning(terminal: Terminal) -> Callable[[], float]:
    keys = _back_and_forth()

    def turned() -> float:
        terminal.settle(_REST)  # what the key before set off may come late
        return terminal.key(next(keys))

    return turned


def _back_and_forth() -> Iterator[str]:
    while True:
        yield from "]]]["
        yield from "[["


def _doing(services: Services) -> Callable[[], float]:
    items = _items(services)

    def done() -> float:
        customer_id, item_id = next(items)
        return timed(lambda: services.interactions.touch(customer_id, TOUCH, follow_up_id=item_id))

    done()
    return done


def _items(services: Services) -> Iterator[tuple[int, int]]:
    """(customer, item) of what is to be done, in the order of the calendar."""
    today = services.core.clock.today()
    plan = services.calendar.plan(today, month_later(today, 6), services.actor().id)
    for place in plan.places:
        for planned in services.calendar.rows([place.id]):
            yield planned.row.customer_id, planned.row.id


def _compare(bench: Bench, what: str, ours: Callable[[], float], peer: Callable[[], float]) -> None:
    bench.compare(
        GROUP,
        f"{what}, {MANY:,} follow-ups in a year",
        ours,
        peer,
        unit="ms",
        peer_name=f"itself, {FEW}",
        goal=GOAL,
        rounds=bench.rounds * 3,
    )
