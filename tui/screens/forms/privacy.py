"""What is held on somebody into a file; erasing them; the job of keeping no longer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.explanation import Reason
from models.fields.spec import FieldKind, FieldSpec
from storage.errors import Refused
from tui.i18n import tr
from tui.labels import reason_text
from tui.rows.privacy import erasure_lines, run_lines, writer
from tui.screens.forms.common import code_and_name, contact_options
from tui.screens.forms.form import FormScreen
from tui.screens.forms.plan import Behaviour, Done, Filled, Plan
from tui.widgets.field_row import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.services import Services
    from tui.bridge import Bridge

_WHO = FieldSpec("who", FieldKind.CHOICE, required=True)
_REASON = FieldSpec("reason", required=True, max_length=400)
_PATH = FieldSpec("path", required=True, max_length=400)
_AGAIN = FieldSpec("again", required=True, max_length=12)


def _subjects(services: Services, customer_id: int) -> tuple[tuple[str, str], ...]:
    """The customer and its people by code."""
    code, name = code_and_name(services, "customer", customer_id)
    return ((code, f"{name} ({code})"), *contact_options(services, code))


def _found(services: Services, code: str) -> tuple[str, int]:
    return services.cards.find(code, "customer" if code.startswith("C") else "contact")


def _file(services: Services, name: str) -> str:
    today = services.core.clock.today().isoformat()
    return str(Path("~") / f"{name}-{today}.md")


def subject_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Everything that is held on the customer or one of its people, into a file."""
    services = bridge.services
    customer_id = int(params["customer_id"])

    def load() -> Plan:
        options = _subjects(services, customer_id)
        asks = (
            Ask(_WHO, tr("On whom"), options=options),
            Ask(_REASON, tr("Reason")),
            Ask(_PATH, tr("File (.md or .json)")),
        )
        note = tr(
            "Record, people, touches, feedback, consents, identities, bin and log, numbers in"
            " clear: for the person alone. The file is readable by you only; the log keeps it."
        )
        values = {"who": options[0][0], "path": _file(services, "held")}
        title, does = tr("What is held on somebody"), tr("write it")
        return Plan(title, asks, values, note=note, first="reason", saves=does)

    def submit(filled: Filled) -> Done:
        path = Path(filled.texts["path"]).expanduser()
        entity, record_id = _found(services, filled.texts["who"])
        services.privacy.subject_report(
            entity, record_id, path, writer(path.name, "subject"), reason=filled.texts["reason"]
        )
        return Done(tr("Written: {file}", file=str(path)), record_id)

    return FormScreen(bridge, "subject_report", params, load, submit)


def erase_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Makes the customer or one of its people nameless; says before what would go."""
    services = bridge.services
    customer_id = int(params["customer_id"])

    def load() -> Plan:
        options = _subjects(services, customer_id)
        asks = (
            Ask(_WHO, tr("Who is erased"), options=options),
            Ask(_REASON, tr("Reason")),
            Ask(_PATH, tr("File of the report (.md or .json)")),
            Ask(_AGAIN, tr("Type the code once more")),
        )
        note = tr(
            "Names, numbers, texts and days of birth go, from records, bin, search, drafts and"
            " log; links and amounts stay for the sums. There is no undo."
        )
        values = {"who": options[0][0], "path": _file(services, "erased")}
        title, does = tr("Erase somebody"), tr("erase")
        return Plan(title, asks, values, note=note, first="reason", saves=does)

    def live(texts: Mapping[str, str]) -> str:
        if not texts.get("who"):
            return ""
        try:
            seen = services.privacy.erase_preview(*_found(services, texts["who"]))
        except Refused as error:
            return "\n".join(reason_text(one, "termination") for one in error.reasons)
        return "\n".join(erasure_lines(replace(seen, dry_run=True)))

    def check(texts: Mapping[str, str]) -> Sequence[Reason]:
        if texts.get("again", "").strip().upper() != texts.get("who", ""):
            params_ = {"field": "again", "value": texts.get("who", "")}
            return [Reason("erase.type_again", params_)]
        return []

    def submit(filled: Filled) -> Done:
        path = Path(filled.texts["path"]).expanduser()
        entity, record_id = _found(services, filled.texts["who"])
        done = services.privacy.erase(
            entity, record_id, path, writer(path.name, "erasure"), reason=filled.texts["reason"]
        )
        said = tr("Erased: {name}. Report: {file}", name=done.name, file=str(path))
        return Done(said, record_id)

    behaviour = Behaviour(live=live, live_on=("who",), check=check)
    return FormScreen(bridge, "erase", params, load, submit, behaviour)


def retention_form(bridge: Bridge, params: Mapping[str, Any]) -> FormScreen:
    """Makes nameless whose time of keeping has passed; says before who that is."""
    services = bridge.services

    def load() -> Plan:
        tried = services.privacy.retention_run(None, writer(".md", "retention"))
        asks = (Ask(_REASON, tr("Reason")), Ask(_PATH, tr("File of the report (.md or .json)")))
        note = "\n".join((*run_lines(tried), tr("Tried only so far. There is no undo.")))
        values = {"path": _file(services, "kept-no-longer"), "reason": tr("time of keeping passed")}
        return Plan(tr("Make nameless"), asks, values, note=note, saves=tr("make nameless"))

    def submit(filled: Filled) -> Done:
        path = Path(filled.texts["path"]).expanduser()
        done = services.privacy.retention_run(
            path, writer(path.name, "retention"), reason=filled.texts["reason"]
        )
        said = tr("Made nameless: {n}. Report: {file}", n=str(len(done.erased)), file=str(path))
        return Done(said, len(done.erased))

    return FormScreen(bridge, "retention_run", params, load, submit)
