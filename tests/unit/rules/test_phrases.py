from __future__ import annotations

import pytest

from models.rules.phrases import Phrase, unfit
from storage.content.phrases import load_phrases

LIST = (
    Phrase(("I don't know", "no idea"), "I will find out"),
    Phrase(("不归我们管",), "这件事我先接下来"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sorry, I don't know.", ["I don't know"]),
        ("sorry, i DON\u2019T  know", ["I don't know"]),
        ("No idea, and 这个不归我们管", ["no idea", "不归我们管"]),
        ("we have no ideal date", []),
        ("这件事我先接下来, 明天答复您", []),
        ("", []),
    ],
)
def test_what_no_customer_should_hear_is_found(text: str, found: list[str]) -> None:
    assert [reason.params["phrase"] for reason in unfit(text, LIST)] == found


def test_each_hit_says_what_is_better() -> None:
    (reason,) = unfit("no idea", LIST)
    assert (reason.code, reason.params["instead"]) == ("feedback.unfit_phrase", "I will find out")


def test_the_shipped_list_has_both_languages_and_no_better_answer_is_unfit_itself() -> None:
    phrases = load_phrases()
    assert len(phrases) >= 14
    for english, chinese in zip(phrases[::2], phrases[1::2], strict=True):
        assert all(wording.isascii() and wording == wording.lower() for wording in english.wordings)
        assert english.instead.isascii()
        assert not any(wording.isascii() for wording in chinese.wordings)
        assert not chinese.instead.isascii()
    for phrase in phrases:
        assert not unfit(phrase.instead, phrases)
