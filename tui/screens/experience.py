"""What the workspace adds for touchpoints, audits, surveys, improvements; part of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.bridge import Bridge
    from tui.panes.feedback import FeedbackPane


class ExperienceActs:
    """Opens the pages of customer experience; mixed into the workspace."""

    bridge: Bridge
    feedback: FeedbackPane
    pane: int
    app: Any

    if TYPE_CHECKING:

        def action_report(self, given: str = "") -> None:
            """The report of that name."""

        def open_form(self, form: str, **params: Any) -> None:
            """Opens a form by its name."""

        def _with_customer(self, act: Callable[[int], None]) -> None:
            """Runs an act on the customer that keys mean."""

    def action_touchpoints(self) -> None:
        """The register of touchpoints."""
        from tui.screens.touchpoints import TouchpointsScreen

        self.app.push_screen(TouchpointsScreen(self.bridge))

    def action_matrix(self) -> None:
        """Service x channel with its blind spots."""
        from tui.screens.matrix import MatrixScreen

        self.app.push_screen(MatrixScreen(self.bridge))

    def action_surveys(self) -> None:
        """Survey calls to make, surveys and what was answered."""
        from tui.screens.surveys import SurveysScreen

        self.app.push_screen(SurveysScreen(self.bridge))

    def action_survey(self) -> None:
        """Asks the customer the questions of its survey, as on the phone."""
        self._with_customer(lambda found: self.open_form("survey", customer_id=found))

    def action_audits(self) -> None:
        """Audits by a checklist."""
        from tui.screens.audits import AuditsScreen

        self.app.push_screen(AuditsScreen(self.bridge))

    def action_audit(self, given: str = "") -> None:
        """The audit trail, narrowed by what is typed; `verify` walks its chain."""
        from tui.screens.trail import TrailScreen, VerifyScreen

        if given.strip() == "verify":
            self.app.push_screen(VerifyScreen(self.bridge))
        else:
            self.app.push_screen(
                TrailScreen(self.bridge, given.strip().removeprefix("log").strip())
            )

    def action_improvements(self) -> None:
        """What to improve, by priority."""
        self.action_report("improvements")

    def action_standards(self) -> None:
        """Service standards and the days of their reviews."""
        self.action_report("standards")

    def action_service(self) -> None:
        """Service reviews beside satisfaction, complaint rate and response time."""
        self.action_report("service")

    def action_improve(self) -> None:
        """An improvement, from the feedback case under the cursor where there is one."""
        row = self.feedback.current if self.pane == 4 else None
        defaults = {} if row is None else {"origin": "FEEDBACK", "feedback": row.code}
        self.open_form("record", entity="improvement", defaults=defaults)
