"""`feedback`: the queue, intake, and every step of a case with what its gate asks for (9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.enums import FeedbackState
from models.fields.registry import entity as entity_named
from models.fields.spec import EntitySpec, FieldSpec
from tui import i18n, labels
from tui.cli.listing import parsed, print_rows
from tui.cli.options import UsageError
from tui.cli.output import reason_data
from tui.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage.services.feedback import Receipt
    from tui.cli.call import Call

_STEPS: Final[Mapping[str, FeedbackState]] = {
    "ack": FeedbackState.ACKNOWLEDGED,
    "analyse": FeedbackState.ANALYSED,
    "act": FeedbackState.ACTING,
    "track": FeedbackState.TRACKING,
    "close": FeedbackState.CLOSED,
    "reopen": FeedbackState.REOPENED,
    "merge": FeedbackState.MERGED,
}
# Words of `act`, which makes a record of its own.
_ACTION: Final = ("type", "text", "owner", "due")


def run(call: Call) -> int:
    """The first word says what to do; none at all lists the queue."""
    name = call.words.pop(0) if call.words else "list"
    if name in _STEPS:
        return _step(call, _STEPS[name])
    known: Mapping[str, Callable[[Call], int]] = {
        "list": _list,
        "new": _new,
        "steps": _steps,
        "progress": _progress,
        "pause": _pause,
        "resume": _resume,
        "owner": _owner,
        "idea": _idea,
        "set": _set,
        "escalate": _escalate,
    }
    if name not in known:
        message = N_("{word} is no step of feedback. Write one of: {allowed}.")
        raise UsageError(message, word=name, allowed=", ".join([*known, *_STEPS]))
    return known[name](call)


def _list(call: Call) -> int:
    text = " ".join(call.words)
    query = parsed(call, text, "feedback")
    page = call.services.lists.page(query, limit=call.number("limit", 1000))
    print_rows(call, "feedback", page.rows)
    return 0


def _new(call: Call) -> int:
    return take_in(call, call.assignments(entity_named("feedback")))


def take_in(call: Call, texts: dict[str, str]) -> int:
    """Takes a case in and prints the receipt that the customer is told (AC-194)."""
    _receipt(call, call.services.feedback.take_in(texts, words=call.vocabulary))
    return 0


def _receipt(call: Call, receipt: Receipt) -> None:
    if call.options.json:
        call.out.data(
            {
                "id": str(receipt.id),
                "code": receipt.code,
                "kind": receipt.kind,
                "owner": receipt.owner,
                "due_at": receipt.due_at,
                "reply_channel": receipt.reply_channel,
            }
        )
        return
    call.out.line(receipt.code)
    channel = labels.choice_label(_channels(), receipt.reply_channel)
    call.out.note(
        tr(
            "{kind} {code}, {owner}: answer by {due} ({channel})",
            kind=labels.label(receipt.kind),
            code=receipt.code,
            owner=receipt.owner,
            due=i18n.moment(receipt.due_at),
            channel=channel,
        )
    )


def _channels() -> type:
    from models.enums import FeedbackChannel

    return FeedbackChannel


def _case(call: Call) -> int:
    (code,) = call.take("CODE")
    return call.find(code, "feedback")[1]


def _step(call: Call, state: FeedbackState) -> int:
    case_id = _case(call)
    texts = call.assignments(_asked(state))
    if state is FeedbackState.ACTING:
        texts = {f"action.{name}" if name in _ACTION else name: v for name, v in texts.items()}
    saved = call.services.feedback.step(case_id, state, texts, words=call.vocabulary)
    _warn(call, texts.get("ack_text", ""))
    _print_state(call, case_id, saved.code)
    return 0


def _asked(state: FeedbackState) -> EntitySpec:
    """The fields of a step, so that their labels are understood like their names."""
    from storage.services.feedback import STEP_FIELDS

    own = entity_named("feedback")
    action = entity_named("feedback_action")
    names = [*STEP_FIELDS.get(state, ()), "note"]
    found = []
    for name in names:
        short = name.removeprefix("action.")
        home = action if short != name else own
        found.append(home.field(short) or FieldSpec(short))
    return EntitySpec("feedback", "feedback", "F", tuple(found), "text")


def _print_state(call: Call, case_id: int, code: str) -> None:
    card = call.services.cards.feedback(case_id)
    state, due = card.values["state"], card.values["due_at"]
    if call.options.json:
        found = {"code": code, "state": state, "round": card.values["round"], "due_at": due}
        call.out.data(found)
        return
    words = [labels.worded_value(state), tr("round {n}", n=card.values["round"])]
    if due is not None:
        words.append(tr("due {moment}", moment=labels.worded_value(due)))
    call.out.line(f"{code}  {i18n.listed(words)}")


def _steps(call: Call) -> int:
    steps = call.services.feedback.next_steps(_case(call))
    call.finish()
    if call.options.json:
        call.out.data(
            [
                {
                    "state": step.state,
                    "fields": list(step.fields),
                    "missing": [reason_data(reason) for reason in step.missing],
                }
                for step in steps
            ]
        )
        return 0
    verbs = {state: name for name, state in _STEPS.items()}
    for step in steps:
        name = verbs.get(step.state, step.state.value)
        call.out.line(f"{name}  {labels.label(step.state)}: {' '.join(step.fields)}".rstrip(": "))
        for reason in step.missing:
            call.out.line(f"    {labels.reason_text(reason, 'feedback')}")
    return 0


def _progress(call: Call) -> int:
    """Free words are what the customer was told; promised_at=… tells another handling time."""
    case_id = _case(call)
    said = [word for word in call.words if not word.startswith("promised_at=")]
    told = [word for word in call.words if word.startswith("promised_at=")]
    call.words = []
    given = call.assignments(_ACTS, told)
    note = " ".join(said)
    saved = call.services.feedback.progress(case_id, note, given.get("promised_at"))
    _warn(call, note)
    _print_state(call, case_id, saved.code)
    return 0


def _pause(call: Call) -> int:
    case_id = _case(call)
    given = call.assignments(_ACTS)
    told = given.get("customer_told", "").strip().lower() in ("yes", "y", "1", "是")
    saved = call.services.feedback.pause(case_id, given.get("reason", ""), customer_told=told)
    _print_state(call, case_id, saved.code)
    return 0


def _resume(call: Call) -> int:
    case_id = _case(call)
    saved = call.services.feedback.resume(case_id, " ".join(call.words))
    _print_state(call, case_id, saved.code)
    return 0


def _owner(call: Call) -> int:
    case_id = _case(call)
    (owner,) = call.take("OWNER")
    saved = call.services.feedback.hand_over(case_id, owner, " ".join(call.words))
    _print_state(call, case_id, saved.code)
    return 0


def _idea(call: Call) -> int:
    case_id = _case(call)
    (author,) = call.take("CONTACT")
    saved = call.services.feedback.take_up_idea(case_id, author, " ".join(call.words))
    _print_state(call, case_id, saved.code)
    return 0


def _set(call: Call) -> int:
    case_id = _case(call)
    texts = call.assignments(entity_named("feedback"))
    saved = call.services.feedback.correct(case_id, texts, words=call.vocabulary)
    _print_state(call, case_id, saved.code)
    return 0


_ACTS: Final = EntitySpec(
    "feedback",
    "feedback",
    "F",
    (FieldSpec("promised_at"), FieldSpec("reason"), FieldSpec("customer_told")),
    "text",
)


def _warn(call: Call, text: str) -> None:
    """Phrases that no customer should hear are named beside the answer; nothing is refused."""
    for reason in call.services.feedback.unfit(text):
        call.out.note(labels.reason_text(reason, "feedback"))


def _escalate(call: Call) -> int:
    case_id = _case(call)
    call.finish()
    _receipt(call, call.services.feedback.escalate(case_id))
    return 0
