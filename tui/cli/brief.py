"""`brief`: one page before a call, or the page that explains customer or deal to the team."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from tui.cli.options import UsageError
from tui.i18n import N_
from tui.rows import briefing

if TYPE_CHECKING:
    from tui.cli.call import Call


def run(call: Call) -> int:
    """A customer's brief; with --team the 4W1H page; of a deal its 5W2H page."""
    (code,) = call.take("CODE")
    call.finish()
    wanted = call.value("format") or "text"
    if wanted not in ("text", "md"):
        raise UsageError(N_("--format is text or md."))
    page = _page(call, *call.find(code))
    if call.options.json:
        call.out.data(asdict(page))
    elif wanted == "md":
        call.out.block(briefing.markdown(page))
    else:
        call.out.line(page.title)
        for section in page.sections:
            call.out.line()
            call.out.line(section.title)
            for line in section.lines:
                call.out.line(f"  {line}")
    return 0


def _page(call: Call, entity: str, record_id: int) -> briefing.Page:
    if entity == "opportunity":
        return briefing.deal_brief(call.services, record_id)
    if entity != "customer":
        raise UsageError(N_("A brief needs the code of a customer or of an opportunity."))
    make = briefing.team_brief if call.switch("team") else briefing.call_brief
    return make(call.services, record_id)
