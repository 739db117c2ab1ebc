"""`:identities`, `:systems`, `:requests`: who a customer is by document, who asks, who asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.enums import DocumentState
from storage.errors import ServiceError
from tui.display import toast
from tui.i18n import tr
from tui.rows.identities import (
    FIRST,
    REPLACE,
    REVEAL,
    identity_lines,
    request_detail,
    request_lines,
    system_lines,
)
from tui.rows.layout import Now
from tui.rows.lines import line_id
from tui.screens.lines import LinesScreen
from tui.screens.questions import Choose
from tui.screens.touchpoints import RecordsScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.views.identity import RequestRow
    from tui.bridge import Bridge
    from tui.rows.lines import Line
    from tui.widgets.lazy_list import LazyList


class IdentitiesScreen(RecordsScreen):
    """The identities of one customer; a number is masked until somebody says why."""

    def __init__(self, bridge: Bridge, customer_id: int) -> None:
        self._customer = customer_id
        self._name = ""
        super().__init__(
            bridge,
            lambda: tr("Identities: {name}", name=self._name),
            self._lines,
            hint=lambda: tr(
                "Enter shows or replaces a number · n new · e put right · d ends · Esc closes"
            ),
            file_name="identities",
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        services, customer = self.bridge.services, self._customer
        service = services.identities
        self._name = str(services.cards.record("customer", customer)["name"])
        return identity_lines(
            service.of_customer(customer),
            service.references(customer),
            service.kinds(customer),
            width,
        )

    def on_lazy_list_reloaded(self, event: LazyList.Reloaded) -> None:
        """The title follows what was read."""
        event.stop()
        self._say()

    def action_new(self) -> None:
        """An identity, a document of the one under the cursor, a number in another system."""
        line = self.list.cursor_row
        identity_id = _identity_of(line)
        answers = [("identity", tr("an identity"))]
        if identity_id:
            answers.append(("document", tr("a document of this person")))
        answers.append(("external_ref", tr("the number in another system")))

        def chosen(answer: str | None) -> None:
            if answer == "identity":
                self.open_form("identity", customer_id=self._customer)
            elif answer == "document":
                self.open_form("document", identity_id=identity_id)
            elif answer == "external_ref":
                self.open_form("record", entity="external_ref", customer_id=self._customer)

        self.app.push_screen(Choose(tr("What is new?"), answers), chosen)

    def action_edit(self) -> None:
        """Puts the identity of the line right; the number of another system too."""
        line = self.list.cursor_row
        if line is not None and line.entity == "external_ref":
            self.open_record("external_ref", line.record_id)
        elif identity_id := _identity_of(line):
            self.open_form("identity", record_id=identity_id)

    def action_archive(self) -> None:
        """Ends an identity; takes the number of another system away."""
        line = self.list.cursor_row
        if line is not None and line.entity == "external_ref":
            self.open_form("archive", entity="external_ref", record_id=line.record_id)
        elif identity_id := _identity_of(line):
            self.open_form("identity_revoke", identity_id=identity_id)

    def chosen(self, line: Line) -> None:
        """Enter: what may be done with a number; else puts right."""
        if line.entity != "document":
            self.action_edit()
            return
        answers = [(REVEAL, tr("show the whole number, with a reason"))]
        if line.act == DocumentState.CURRENT:
            answers.append((REPLACE, tr("replace it by a new document")))

        def chosen(answer: str | None) -> None:
            if answer == REVEAL:
                self.open_form("document_number", document_id=line.record_id)
            elif answer == REPLACE:
                self.open_form("document", identity_id=line.deal_id, replaces=line.record_id)

        self.app.push_screen(Choose(tr("What about this document?"), answers), chosen)


def _identity_of(line: Line | None) -> int:
    """The identity that a line stands for or belongs to; 0 for none."""
    if line is None:
        return 0
    return {"identity": line.record_id, "document": line.deal_id}.get(line.entity, 0)


class _TableScreen(RecordsScreen):
    """Rows below a head: the cursor begins on the first of them."""

    def _read(self, row_id: int | None = None) -> None:
        super()._read(line_id(FIRST) if row_id is None else row_id)


class SystemsScreen(_TableScreen):
    """The registry of other systems; Enter shows what one asked."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(
            bridge,
            lambda: tr("Other systems"),
            self._lines,
            hint=lambda: tr("Enter shows its requests · n new · e edit · d archive · Esc closes"),
            file_name="systems",
        )

    def _lines(self, width: int) -> tuple[Line, ...]:
        services = self.bridge.services
        return system_lines(services.identification.systems(), _now(self.bridge), width)

    def action_new(self) -> None:
        """Registers a system."""
        self.open_record("source_system")

    def chosen(self, line: Line) -> None:
        """Enter: the log of its requests."""
        if line.question:
            open_requests(self.app, self.bridge, line.question)


class RequestsScreen(_TableScreen):
    """The log of requests with their true causes; read by auditors and managers alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "failed", show=False, id="period"),
    ]

    def __init__(self, bridge: Bridge, system: str) -> None:
        self._system = system
        self._failed = False
        self._rows: Sequence[RequestRow] = ()
        super().__init__(
            bridge,
            self._titled,
            self._lines,
            hint=lambda: tr(
                "Enter shows one in full · w failed ones or all · p prints · Esc closes"
            ),
            file_name="requests",
        )

    def _titled(self) -> str:
        title = tr("Identity requests")
        if self._system:
            title += f": {self._system}"
        return f"{title} · {tr('failed')}" if self._failed else title

    def _lines(self, width: int) -> tuple[Line, ...]:
        self._rows = self.bridge.services.identification.log(self._system, failed=self._failed)
        return request_lines(self._rows, _now(self.bridge), width)

    def action_failed(self) -> None:
        """Those that failed, or all."""
        self._failed = not self._failed
        self._say()
        self._read()

    def chosen(self, line: Line) -> None:
        """Enter: the line in full."""
        if line.deal_id:
            build = partial(request_detail, self._rows[line.deal_id - 1])
            self.app.push_screen(LinesScreen(self.bridge, lambda: tr("Identity request"), build))


def _now(bridge: Bridge) -> Now:
    clock = bridge.services.core.clock
    return Now(clock.today(), clock.now())


def open_requests(app: Any, bridge: Bridge, system: str = "") -> None:
    """The log as a page; who may not read it is told so instead."""

    async def work() -> None:
        try:
            await bridge.read("", bridge.services.identification.log)
        except ServiceError as error:
            bridge.tell(error)
            return
        app.push_screen(RequestsScreen(bridge, system))

    bridge.run(app, work)


class IdentityActs:
    """Acts of the identity method; mixed into the workspace."""

    bridge: Bridge
    app: Any

    if TYPE_CHECKING:

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

    def action_identify(self) -> None:
        """Who is this, by five elements."""
        self.bridge.run(self.app, self._identify)

    async def _identify(self) -> None:
        try:
            systems = await self.bridge.read("", self.bridge.services.identification.systems)
        except ServiceError as error:
            self.bridge.tell(error)
            return
        if systems:
            self.open_form("identify")
        else:
            toast(self.app, tr("Register the system that asks first: :systems"), "warning")

    def action_identities(self) -> None:
        """The identities of the chosen customer."""
        self._with_customer(
            lambda found: self.app.push_screen(IdentitiesScreen(self.bridge, found))
        )

    def action_systems(self) -> None:
        """The registry of other systems."""
        self.app.push_screen(SystemsScreen(self.bridge))

    def action_requests(self) -> None:
        """The log of identity requests."""
        open_requests(self.app, self.bridge)
