"""What F1 says of each place: what it shows, how one works there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLES: Final[Mapping[str, str]] = {
    "customers": N_("Customers"),
    "detail": N_("The customer"),
    "follow-ups": N_("Follow-ups"),
    "feedback": N_("Feedback"),
    "form": N_("Forms"),
}

PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "customers": (
        N_(
            "One row a customer, the most pressing first. The grade A to E follows from need and"
            " dates by rule; x tells how it came about."
        ),
        N_(
            "Due: ! 2d is two days late, +3d is in three days. * marks an important customer, x one"
            " who must not be contacted, @2 two open cases, + more deals under negotiation."
        ),
        N_(
            "/ finds: part of a name, pinyin initials, a phone number, or terms such as grade:A,B"
            " due<7d owner:me. Tab completes, Esc clears. v opens a saved view."
        ),
        N_(
            "After a call: t, what was said, the need and the expected date, the next contact,"
            " ctrl+s. The grade and the next tracking date follow."
        ),
    ),
    "detail": (
        N_(
            "All about one customer in tabs; h and l turn them, J and K go to the next customer."
            " Enter on a line edits it, answers the question or takes the next step; x explains"
            " the figure on the line."
        ),
        N_(
            "NSABC asks whether a deal is real: Needs, Solution, Authority, Benefit, Competition."
            " Only what somebody confirmed counts in full. The gaps are ordered by what closing"
            " them would bring; Enter on one plans the step."
        ),
        N_(
            "People shows who decides and how they stand, Value what the customer is worth and why"
            " they stay, Account plan what their business needs. i makes a page for the next call."
        ),
    ),
    "follow-ups": (
        N_(
            "What is to be done on the chosen day, overdue first. ! is late, @ a case that is due,"
            " + a birthday or other day to think of, - what was planned."
        ),
        N_(
            "Enter does the item: it opens the touch form with everything known filled in. The"
            " tracking item of a customer is done by a touch and by nothing else; S lets it sleep"
            " with a reason."
        ),
        N_("w changes between month, week and day; [ and ] turn them, L chooses the layers."),
        N_("Space marks; m and S then move or put off all that is marked. f plans something new."),
    ),
    "feedback": (
        N_(
            "Open cases in the order in which they are to be answered: what is over time, then by"
            " weight and time left. A case goes from new through acknowledged, analysed, acting"
            " and tracking to closed."
        ),
        N_(
            "> or Enter takes the next step and says what that step still lacks. R reopens a case"
            " that came back; it then needs another action than the last."
        ),
        N_("H shows the seven rules for an angry customer and asks for the one issue to answer."),
        N_(
            "! is over time or dangerous, ~ waits for word: N writes down that they were told. P"
            " holds the clock for a reason they know, O hands the case over, e puts right what was"
            " written down. A case that comes back is told to the manager."
        ),
    ),
    "form": (
        N_(
            "ctrl+s saves, Esc leaves. Whatever is typed is on the disk half a second later and"
            " comes back after a crash, a dropped line or Esc."
        ),
        N_(
            "Tab and Enter go on, ctrl+n to the next group, F6 and a letter to any field. A choice"
            " takes arrows, digits or its first letter; F4 searches the record that a field names."
        ),
        N_(
            "Dates are read as 2026-03-20, +3d, +2w or tomorrow. What was understood stands"
            " beside the field; what is wrong stands below it."
        ),
    ),
}
