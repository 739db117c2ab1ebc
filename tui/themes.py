"""The colours: dark, light, and one of the terminal's own sixteen; no hex anywhere else.

Every hex value stands in the 256-colour table, so that a terminal reached over SSH shows
nearly the same. Colour carries emphasis, never meaning alone: signs and words do that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from textual.theme import Theme

if TYPE_CHECKING:
    from textual.app import App

DARK: Final = "fivefold-dark"
LIGHT: Final = "fivefold-light"
ANSI: Final = "fivefold-ansi"

# Grades and due signs stay apart for red-, green- and blue-blind eyes (tests/unit/tui).
_DARK_VARIABLES: Final = {
    "grade-a": "#87ffd7",
    "grade-b": "#8787ff",
    "grade-c": "#ffffaf",
    "grade-d": "#ffafff",
    "grade-e": "#949494",
    "due-amber": "#ffaf00",
    "due-red": "#ff5f5f",
    "muted": "#a8a8a8",
    "frame": "#585858",
    "frame-focus": "#5fafd7",
}
_LIGHT_VARIABLES: Final = {
    "grade-a": "#005f87",
    "grade-b": "#0000d7",
    "grade-c": "#875f00",
    "grade-d": "#8700af",
    "grade-e": "#626262",
    "due-amber": "#875f00",
    "due-red": "#870000",
    "muted": "#585858",
    "frame": "#9e9e9e",
    "frame-focus": "#005faf",
}
# Colours that are readable on a dark and on a light ground, since nobody tells which it is.
_ANSI_VARIABLES: Final = {
    "grade-a": "ansi_cyan",
    "grade-b": "ansi_blue",
    "grade-c": "ansi_default",
    "grade-d": "ansi_magenta",
    "grade-e": "ansi_default",
    "due-amber": "ansi_yellow",
    "due-red": "ansi_red",
    "muted": "ansi_default",
    "frame": "ansi_default",
    "frame-focus": "ansi_cyan",
}
# Reverse survives where no colour does. The first four are named by the toolkit's own style
# sheets, yet missing from what it makes for an ANSI theme.
_ANSI_TOOLKIT: Final = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "foreground-disabled": "ansi_default",
    "surface-active": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-background": "ansi_default",
    "block-cursor-text-style": "reverse",
    "block-cursor-blurred-foreground": "ansi_default",
    "block-cursor-blurred-background": "ansi_default",
    "block-cursor-blurred-text-style": "bold",
    "border": "ansi_cyan",
    "border-blurred": "ansi_default",
    "footer-key-foreground": "ansi_cyan",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-text-style": "reverse",
    "scrollbar": "ansi_cyan",
    "scrollbar-hover": "ansi_cyan",
    "scrollbar-active": "ansi_cyan",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "text-muted": "ansi_default",
    "text-disabled": "ansi_default",
}

THEMES: Final = (
    Theme(
        name=DARK,
        dark=True,
        primary="#5fafd7",
        secondary="#87afd7",
        accent="#5fafd7",
        warning="#ffaf00",
        error="#ff5f5f",
        success="#87ffd7",
        foreground="#dadada",
        background="#121212",
        surface="#1c1c1c",
        panel="#262626",
        variables={
            **_DARK_VARIABLES,
            "border": "#5fafd7",
            "border-blurred": "#585858",
            "block-cursor-foreground": "#121212",
            "block-cursor-background": "#5fafd7",
            "block-cursor-blurred-foreground": "#dadada",
            "block-cursor-blurred-background": "#3a3a3a",
            "scrollbar": "#585858",
            "scrollbar-hover": "#767676",
            "scrollbar-active": "#5fafd7",
            "scrollbar-background": "#1c1c1c",
            "footer-background": "#1c1c1c",
        },
    ),
    Theme(
        name=LIGHT,
        dark=False,
        primary="#005faf",
        secondary="#005f87",
        accent="#005faf",
        warning="#875f00",
        error="#870000",
        success="#005f5f",
        foreground="#262626",
        background="#ffffff",
        surface="#eeeeee",
        panel="#e4e4e4",
        variables={
            **_LIGHT_VARIABLES,
            "border": "#005faf",
            "border-blurred": "#9e9e9e",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-background": "#005faf",
            "block-cursor-blurred-foreground": "#262626",
            "block-cursor-blurred-background": "#d0d0d0",
            "scrollbar": "#9e9e9e",
            "scrollbar-hover": "#767676",
            "scrollbar-active": "#005faf",
            "scrollbar-background": "#eeeeee",
            "footer-background": "#eeeeee",
        },
    ),
    Theme(
        name=ANSI,
        ansi=True,
        dark=True,
        primary="ansi_cyan",
        secondary="ansi_blue",
        accent="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={**_ANSI_VARIABLES, **_ANSI_TOOLKIT},
    ),
)


def variable_defaults(theme: Theme) -> dict[str, str]:
    """Our own colour variables for a theme that is not ours (`get_theme_variable_defaults`)."""
    if theme.ansi:
        return dict(_ANSI_VARIABLES)
    return dict(_DARK_VARIABLES if theme.dark else _LIGHT_VARIABLES)


def install(app: App[Any], wanted: str = "") -> None:
    """Register the themes and choose one; called at the end of the app's constructor.

    An app that starts in sixteen or no colours stays there: the filter that takes the colours
    out is chosen once, and turns every other theme into black on black.

    Args:
        app: The app, its own constructor run.
        wanted: Theme named in the configuration, "" for none.
    """
    started_ansi = app.native_ansi_color
    chosen_outside = app.theme != "textual-dark"  # by TEXTUAL_THEME
    for theme in THEMES:
        app.register_theme(theme)
    if started_ansi:
        app.theme = ANSI
    elif wanted in app.available_themes:
        app.theme = wanted
    elif not chosen_outside:
        app.theme = DARK
