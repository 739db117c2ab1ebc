"""`completion`: scripts for bash, zsh and fish, and the words they ask for.

A script calls `fivefold completion words -- WORD ...` at each Tab; the last word is the one
being typed. Opens no database.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from models import enums
from models.fields.registry import ENTITIES, entity_of_code, find_entity
from models.fields.spec import FieldKind
from models.query import completions
from models.query_terms import KINDS
from tui.cli.options import UsageError
from tui.cli.verbs import DEMO, GLOBALS, VERBS, find
from tui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from enum import StrEnum

    from models.fields.spec import EntitySpec
    from tui.cli.call import Call
    from tui.cli.verbs import Verb

_BASH = """\
_fivefold() {
    local line=${COMP_LINE:0:COMP_POINT} cur word
    local -a typed
    read -ra typed <<< "$line"
    [[ $line == *[[:space:]] ]] && typed+=("")
    word=${typed[-1]}
    cur=${COMP_WORDS[COMP_CWORD]}
    # Readline splits at = and : and completes what follows them.
    local cut=${word%"$cur"}
    case $cur in [=:]) cut=$word ;; esac
    local IFS=$'\\n'
    COMPREPLY=()
    local one
    for one in $(fivefold completion words -- "${typed[@]:1}" 2>/dev/null); do
        COMPREPLY+=("${one#"$cut"}")
    done
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    return 0
}
complete -o default -F _fivefold fivefold
"""
_ZSH = """\
#compdef fivefold
_fivefold() {
    local -a found
    found=("${(@f)$(fivefold completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    found=(${found:#})
    if (( ${#found} )); then
        compadd -S '' -- ${(M)found:#*=}
        compadd -- ${found:#*=}
    else
        _files
    fi
}
compdef _fivefold fivefold
"""
_FISH = """\
function __fivefold_words
    set -l typed (commandline -opc) (commandline -ct)
    fivefold completion words -- $typed[2..-1] 2>/dev/null
end
complete -c fivefold -a '(__fivefold_words)'
"""
SCRIPTS: Final[Mapping[str, str]] = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def run(call: Call) -> int:
    """Prints a script, or the words that fit at the end of a line."""
    (name,) = call.take("SHELL")
    if name == "words":
        for word in words(call.words):
            call.out.line(word)
        return 0
    call.finish()
    if name not in SCRIPTS:
        message = N_("There is no completion for {shell}. Shells: {allowed}.")
        raise UsageError(message, shell=name, allowed=", ".join(SCRIPTS))
    sys.stdout.write(SCRIPTS[name])
    return 0


def words(typed: list[str]) -> list[str]:
    """What the last of the words typed so far may become."""
    *before, current = typed or [""]
    verb, plain, waiting = _read(before)
    if waiting:
        found: Iterable[str] = _option_values(waiting, verb)
    elif current.startswith("--") and "=" in current:
        name, _, _value = current.partition("=")
        found = [f"{name}={value}" for value in _option_values(name[2:], verb)]
    elif current.startswith("-"):
        own = verb.options if verb else ()
        found = [f"--{one.rstrip('*').rstrip('=')}" for one in (*own, *GLOBALS)]
    elif verb is None or (verb is DEMO and not plain):
        found = [one.name for one in VERBS if verb is None or one is not DEMO]
    else:
        found = _positional(verb, plain, before, current)
    return [word for word in dict.fromkeys(found) if word.startswith(current)]


def _read(before: list[str]) -> tuple[Verb | None, list[str], str]:
    """The verb so far, its plain words, and the option that waits for its value."""
    verb: Verb | None = None
    plain: list[str] = []
    waiting = ""
    for word in before:
        if waiting:
            waiting = ""
        elif word.startswith("--"):
            own = verb.options if verb else ()
            name = word[2:]
            takes = any(one.rstrip("*") == f"{name}=" for one in (*own, *GLOBALS))
            waiting = name if takes else ""
        elif verb is None or (verb is DEMO and not plain and find(word)):
            verb = find(word) or verb
        else:
            plain.append(word)
    return verb, plain, waiting


def _kinds() -> list[str]:
    return [spec.kind for spec in ENTITIES]


def _names(choices: type[StrEnum]) -> list[str]:
    return [member.value for member in choices]


_VALUES: Final[Mapping[str, Callable[[], list[str]]]] = {
    "lang": lambda: ["en", "zh"],
    "profile": lambda: _names(enums.Profile),
    "kind": lambda: list(KINDS),
    "as": _kinds,
    "channel": lambda: _names(enums.Channel),
    "need": lambda: _names(enums.NeedStatus),
    "keep": lambda: _names(enums.Grade),
    "format": lambda: ["csv", "xlsx", "json", "md", "txt", "vcf", "ics"],
    "encoding": lambda: ["utf-8", "gb18030", "big5"],
}


def _option_values(name: str, verb: Verb | None) -> list[str]:
    if name == "query" and verb is not None:
        return [one.insert for one in completions("", 0, "customers")]
    offered = _VALUES.get(name)
    return offered() if offered else []


def _positional(verb: Verb, plain: list[str], before: list[str], current: str) -> list[str]:
    offer = _OFFERS.get(verb.name)
    return offer(plain, before, current) if offer else []


def _assign(spec: EntitySpec | None, current: str) -> list[str]:
    """FIELD= of the fields that may be filled in, or FIELD=VALUE of the one being typed."""
    if spec is None:
        return []
    name, equals, _value = current.partition("=")
    if not equals:
        return [f"{field.name}=" for field in spec.editable]
    field = spec.field(name)
    if field is None:
        return []
    if field.kind is FieldKind.BOOLEAN:
        return [f"{name}=yes", f"{name}=no"]
    return [f"{name}={value}" for value in _names(field.choices)] if field.choices else []


def _new(plain: list[str], _before: list[str], current: str) -> list[str]:
    return _assign(find_entity(plain[0]), current) if plain else _kinds()


def _set(plain: list[str], before: list[str], current: str) -> list[str]:
    if "--query" in before:
        kind = before[before.index("--kind") + 1] if "--kind" in before[:-1] else "customers"
        return _assign(find_entity(kind), current)
    return _assign(entity_of_code(plain[0]), current) if plain else []


def _query(kind: str, current: str) -> list[str]:
    found = completions(current, len(current), kind)
    return [current[: one.start] + one.insert + current[one.end :] for one in found]


def _list(_plain: list[str], before: list[str], current: str) -> list[str]:
    kind = before[before.index("--kind") + 1] if "--kind" in before[:-1] else "customers"
    spec = find_entity(kind)
    return _query(spec.kind if spec else kind, current)


def _export(plain: list[str], _before: list[str], current: str) -> list[str]:
    return _query(plain[0], current) if plain else list(KINDS)


def _explain(plain: list[str], _before: list[str], _current: str) -> list[str]:
    from storage.services.explanations import FIGURES

    spec = entity_of_code(plain[0]) if plain else None
    return list(FIGURES.get(spec.name, ())) if spec else []


_FEEDBACK: Final = (
    *("list", "new", "ack", "analyse", "act", "track", "close", "reopen", "merge"),
    *("steps", "progress", "pause", "resume", "owner", "idea", "set", "escalate"),
)


def _feedback(plain: list[str], _before: list[str], current: str) -> list[str]:
    if not plain:
        return list(_FEEDBACK)
    return _assign(find_entity("feedback"), current) if plain[0] in ("new", "set") else []


def _answer(plain: list[str], _before: list[str], _current: str) -> list[str]:
    if len(plain) == 1:
        level = "C" if plain[0].upper().startswith("C") else "P"
        return [f"{level}-{element}{number}" for element in "NSABC" for number in (1, 2, 3, 4)]
    return _names(enums.NsabcState) if len(plain) == 2 else []


def _shells(plain: list[str], _before: list[str], _current: str) -> list[str]:
    return [] if plain else list(SCRIPTS)


def _touch(plain: list[str], _before: list[str], current: str) -> list[str]:
    return _assign(find_entity("interaction"), current) if plain else []


def _stage(plain: list[str], _before: list[str], _current: str) -> list[str]:
    return _names(enums.Stage) if len(plain) == 1 else []


def _report(plain: list[str], _before: list[str], _current: str) -> list[str]:
    from storage.services.reports import REPORTS

    if not plain:
        return list(REPORTS)
    choices = REPORTS[plain[0]].choices if plain[0] in REPORTS else ()
    said = tuple(plain[1:])
    fitting = (one for one in choices if one[: len(said)] == said and len(one) > len(said))
    return list(dict.fromkeys(one[len(said)] for one in fitting))


_OFFERS: Final[Mapping[str, Callable[[list[str], list[str], str], list[str]]]] = {
    "list": _list,
    "new": _new,
    "set": _set,
    "export": _export,
    "explain": _explain,
    "feedback": _feedback,
    "answer": _answer,
    "completion": _shells,
    "report": _report,
    "touch": _touch,
    "stage": _stage,
}
