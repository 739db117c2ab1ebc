"""`playbook`: what there is, what runs with a customer, start, tick, date, skip, end (9.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.cli.listing import parsed
from tui.cli.options import UsageError
from tui.cli.output import reason_data, sentence
from tui.i18n import N_, ntr, tr
from tui.labels import in_language
from tui.rows.lines import Lines
from tui.rows.playbooks import playbook_lines, run_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.explanation import Reason
    from models.views.playbook import Run, RunStep
    from tui.cli.call import Call
    from tui.rows.lines import Line

_WIDTH = 96


def run(call: Call) -> int:
    """The first word says what to do; none at all lists the playbooks."""
    name = call.words.pop(0) if call.words else "list"
    known: Mapping[str, Callable[[Call], int]] = {
        "list": _list,
        "show": _show,
        "start": _start,
        "runs": _runs,
        "tick": _tick,
        "day": _day,
        "skip": _skip,
        "close": _close,
        "stop": _stop,
    }
    if name not in known:
        message = N_("{word} is nothing a playbook can do. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join(known))
    return known[name](call)


def _list(call: Call) -> int:
    call.finish()
    shelf = call.services.playbooks.shelf()
    if call.options.json:
        rows = [
            {
                "code": card.code,
                "title": card.title,
                "steps": len(card.steps),
                "described": card.filled,
                "starts_on": card.starts_on,
                "own": card.own,
            }
            for card in shelf.playbooks
        ]
        call.out.data({"playbooks": rows, "faults": [reason_data(one) for one in shelf.faults]})
        return 0
    call.out.table(
        [tr("Code"), tr("Steps"), tr("Playbook")],
        [[card.code, str(card.filled), in_language(card.title)] for card in shelf.playbooks],
    )
    for fault in shelf.faults:
        call.out.note(sentence(fault))
    return 0


def _show(call: Call) -> int:
    (code,) = call.take("CODE")
    call.finish()
    if code.upper().startswith("PB-"):
        return _print_runs(call, [call.services.playbooks.run(_run_id(call, code))])
    card = call.services.playbooks.card(code)
    if call.options.json:
        call.out.data(
            {
                "code": card.code,
                "title": card.title,
                "about": card.about,
                "starts_on": card.starts_on,
                "own": card.own,
                "described": card.filled,
                "steps": [
                    {
                        "key": step.key,
                        "title": step.title,
                        "script": step.script,
                        "checklist": [point.text for point in step.checklist],
                        "base": step.base,
                        "distance": step.distance,
                        "unit": step.unit,
                        "after": step.waits_for,
                        "required": step.required,
                        "in_source": not step.unknown,
                    }
                    for step in card.steps
                ],
            }
        )
        return 0
    call.out.line(in_language(card.title))
    _print(call, playbook_lines(card, _WIDTH))
    return 0


def _start(call: Call) -> int:
    (code,) = call.take("CODE")
    day = call.value("on") or ""
    services = call.services
    if (text := call.value("query")) is not None:
        call.finish()
        ids = services.lists.ids(parsed(call, text, "customers"))
        result = services.playbooks.start_many(ids, code, day=day)
        _tell_many(call, result.found, result.started, result.refused)
        return 0
    (customer,) = call.take("CUSTOMER")
    call.finish()
    started = services.playbooks.start(
        call.find(customer, "customer")[1],
        code,
        day=day,
        contact=call.value("contact") or "",
        deal=call.value("deal") or "",
    )
    if call.options.json:
        warnings = [reason_data(one) for one in started.warnings]
        call.out.data({"code": started.code, "planned": started.planned, "warnings": warnings})
        return 0
    call.out.line(started.code)
    for warning in started.warnings:
        call.out.note(sentence(warning))
    call.out.note(ntr("{n} step is planned.", "{n} steps are planned.", started.planned))
    return 0


def _tell_many(call: Call, found: int, started: int, refused: Sequence[tuple[str, Reason]]) -> None:
    if call.options.json:
        rows = [{"customer": code, **reason_data(reason)} for code, reason in refused]
        call.out.data({"found": found, "started": started, "refused": rows})
        return
    call.out.line(tr("Started with {n} of {total} customers.", n=started, total=found))
    for _code, reason in refused:
        call.out.note(sentence(reason))


def _runs(call: Call) -> int:
    (customer,) = call.take("CUSTOMER")
    call.finish()
    found = call.services.playbooks.runs(call.find(customer, "customer")[1])
    for warning in found.warnings:
        call.out.note(sentence(warning))
    return _print_runs(call, found.runs)


def _print_runs(call: Call, runs: Sequence[Run]) -> int:
    if call.options.json:
        call.out.data([_run_data(one) for one in runs])
        return 0
    page = Lines(_WIDTH)
    for one in runs:
        run_lines(page, one, call.today)
    _print(call, page.done())
    return 0


def _print(call: Call, lines: Sequence[Line]) -> None:
    for line in lines:
        call.out.line("".join(text for text, _tone in line.pieces).rstrip())


def _run_data(found: Run) -> dict[str, Any]:
    return {
        "code": found.code,
        "playbook": found.playbook,
        "title": found.title,
        "state": found.state,
        "customer": found.customer_code,
        "contact": found.contact_name or None,
        "opportunity": found.deal_code or None,
        "day": found.anchor,
        "ended_on": found.ended_on,
        "reason": found.reason or None,
        "steps": [
            {
                "key": step.key,
                "title": step.title,
                "state": step.state,
                "required": step.required,
                "due_date": step.due,
                "due_time": step.due_time or None,
                "follow_up": step.item_code or None,
                "checklist": [
                    {"key": point.key, "text": point.text, "done_on": point.done_on}
                    for point in step.checklist
                ],
                "ended_on": step.ended_on,
                "reason": step.reason or None,
            }
            for step in found.steps
        ],
    }


def _run_id(call: Call, code: str) -> int:
    return call.find(code, "playbook_run")[1]


def _step(call: Call) -> tuple[int, RunStep]:
    """The run and the step that the next two words name."""
    code, key = call.take("RUN", "STEP")
    run_id = _run_id(call, code)
    steps = call.services.playbooks.run(run_id).steps
    found = next((step for step in steps if key in (step.key, str(step.number))), None)
    if found is None:
        message = N_("{run} has no step {step}. It has: {allowed}.")
        allowed = ", ".join(step.key for step in steps)
        raise UsageError(message, run=code, step=key, allowed=allowed)
    return run_id, found


def _shown_again(call: Call, run_id: int) -> int:
    return _print_runs(call, [call.services.playbooks.run(run_id)])


def _tick(call: Call) -> int:
    run_id, step = _step(call)
    (point,) = call.take("POINT")
    call.finish()
    call.services.playbooks.tick(step.id, point, on=not call.switch("off"))
    return _shown_again(call, run_id)


def _day(call: Call) -> int:
    run_id, step = _step(call)
    (day,) = call.take("DAY")
    time = call.words.pop(0) if call.words else ""
    call.finish()
    _saved, warnings = call.services.playbooks.set_day(step.id, day, time)
    for warning in warnings:
        call.out.note(sentence(warning))
    return _shown_again(call, run_id)


def _skip(call: Call) -> int:
    run_id, step = _step(call)
    reason, call.words = " ".join(call.words), []
    call.services.playbooks.skip(step.id, reason)
    return _shown_again(call, run_id)


def _close(call: Call) -> int:
    (code,) = call.take("RUN")
    call.finish()
    run_id = _run_id(call, code)
    call.services.playbooks.close(run_id)
    return _shown_again(call, run_id)


def _stop(call: Call) -> int:
    (code,) = call.take("RUN")
    reason, call.words = " ".join(call.words), []
    run_id = _run_id(call, code)
    call.services.playbooks.stop(run_id, reason)
    return _shown_again(call, run_id)
