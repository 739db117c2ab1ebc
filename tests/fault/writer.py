"""Processes that write until they have written enough or are killed; they say what was promised.

Each is forked from this one, which wrote once before and closed the file: so hundreds can be
killed in a minute. On each line of the input, `COUNT WORD ARGUMENTS`, so many begin.
"""

from __future__ import annotations

import os
import sys
import traceback

from storage.clock import SystemClock
from storage.engine import sessions
from storage.locations import find
from storage.services import Services, open_services
from storage.work import Work
from tests.engines import sharing


def created(services: Services, number: int) -> str:
    """The code of a new customer."""
    texts = {"name": f"客户 {os.getpid()} {number}", "need_status": "LATENT"}
    return services.records.create("customer", texts).code


def create(services: Services, count: int) -> None:
    """Makes customers; each line is the code of one that is acknowledged as stored."""
    for number in range(count):
        say(created(services, number))


def add(services: Services, count: int, product_id: int) -> None:
    """Adds one to the same figure again and again, as a reader who then writes."""
    from models.records.product import Product

    def unit(work: Work) -> int:
        product = work.get(Product, product_id)
        product.list_price = (product.list_price or 0) + 1
        return product.list_price

    for _ in range(count):
        say(str(services.core.write("change.set", {"entity": "product"}, unit)))


def say(line: str) -> None:
    """One write a line: a kill leaves the whole of it or nothing, others come before or after."""
    os.write(1, f"{line}\n".encode())


def write(word: str, *arguments: int) -> int:
    """What a forked process does; its exit status."""
    try:
        services = open_services(find(), clock=SystemClock())
        say(f"READY {os.getpid()}")
        if word == "create":
            create(services, arguments[0])
        else:
            add(services, arguments[0], arguments[1])
        services.close()
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    vars(sessions)["make_engine"] = sharing(sessions.make_engine)
    services = open_services(find(), clock=SystemClock())
    created(services, 0)
    services.close()
    say("BEGIN")
    for line in sys.stdin:
        count, word, *arguments = line.split()
        for _ in range(int(count)):
            if os.fork() == 0:
                os._exit(write(word, *map(int, arguments)))
        for _ in range(int(count)):
            say(f"END {os.waitstatus_to_exitcode(os.wait()[1])}")


if __name__ == "__main__":
    main()
