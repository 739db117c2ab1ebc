"""A process that writes until it has written enough or is killed; says what it was promised."""

from __future__ import annotations

import os
import sys

from storage.clock import SystemClock
from storage.locations import find
from storage.services import Services, open_services
from storage.work import Work


def create(services: Services, count: int) -> None:
    """Makes customers; each line is the code of one that is acknowledged as stored."""
    for number in range(count):
        texts = {"name": f"客户 {os.getpid()} {number}", "need_status": "LATENT"}
        say(services.records.create("customer", texts).code)


def add(services: Services, count: int, customer_id: int) -> None:
    """Adds one to the same figure again and again, as a reader who then writes."""
    from models.records.customer import Customer

    def unit(work: Work) -> int:
        customer = work.get(Customer, customer_id)
        customer.employees = (customer.employees or 0) + 1
        return customer.employees

    for _ in range(count):
        say(str(services.core.write("change.set", {"entity": "customer"}, unit)))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    services = open_services(find(), clock=SystemClock())
    say("READY")
    if sys.argv[1] == "create":
        create(services, int(sys.argv[2]))
    else:
        add(services, int(sys.argv[2]), int(sys.argv[3]))
    services.close()


if __name__ == "__main__":
    main()
