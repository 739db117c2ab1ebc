"""The language of a command, before and without a database."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself is not imported: --help is to be quick
if TYPE_CHECKING:
    from tui.cli.options import Options


def may_be_english(options: Options) -> bool:
    """Does nothing but the settings file speak for another language; loads nothing to tell."""
    if options.language:
        return options.language == "en"
    names = ("FIVEFOLD_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return not said.lower().startswith("zh")


def choose(options: Options) -> None:
    """Sets the language by --lang, environment, settings file and locale."""
    from storage import locations
    from tui import i18n

    places = locations.find(options.database)
    i18n.use_cache(places.cache)
    configured = _configured(places.config_file)
    i18n.set_language(i18n.choose_language(options.language, os.environ, configured))


def _configured(path: os.PathLike[str]) -> str:
    """Language of the settings file; a file that cannot be read says nothing here."""
    import tomllib

    try:
        with open(path, "rb") as stream:
            return str(tomllib.load(stream).get("language", "auto"))
    except (OSError, ValueError):
        return "auto"
