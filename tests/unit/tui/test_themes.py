"""Contrast, colour-blind eyes, 256 colours: figures, not taste."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from tui import themes

DARK, LIGHT, ANSI = themes.THEMES
GRADES = ("grade-a", "grade-b", "grade-c", "grade-d", "grade-e")
DUE = ("due-amber", "due-red")
OURS = (*GRADES, *DUE, "muted", "frame", "frame-focus")
TEXT_TOKENS = (
    *GRADES,
    *DUE,
    "muted",
    "frame-focus",
    "foreground",
    "primary",
    "text-primary",
    "text-warning",
    "text-error",
    "text-success",
    "text-accent",
    "footer-key-foreground",
)
# Machado, Oliveira and Fernandes 2009, full strength, on linear RGB.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def luminance(color: Color) -> float:
    red, green, blue = (linear(channel) for channel in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(color: Color, eyes: str) -> tuple[float, float, float]:
    channels = [linear(channel) for channel in color.rgb]
    red, green, blue = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, channels, strict=True))))
        for row in EYES[eyes]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (float(v ** (1 / 3)) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: Color, other: Color, eyes: str) -> float:
    pairs = zip(lab(one, eyes), lab(other, eyes), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def in_256_colours(color: Color) -> Color:
    eight_bit = RichColor.from_rgb(*color.rgb).downgrade(ColorSystem.EIGHT_BIT)
    return Color(*eight_bit.get_truecolor())


def palette(theme: Theme, depth: int = 1 << 24) -> dict[str, Color]:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    wanted = {*OURS, *TEXT_TOKENS, "background", "surface", "panel"}
    colors = {name: Color.parse(variables[name]) for name in wanted}
    if depth > 256:
        return colors
    return {name: in_256_colours(color) for name, color in colors.items()}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("depth", [256, 1 << 24])
def test_text_is_readable(theme: Theme, ground: str, depth: int) -> None:
    colors = palette(theme, depth)
    too_weak = {
        token: round(value, 2)
        for token in TEXT_TOKENS
        if (value := contrast(colors[token], colors[ground])) < 4.5
    }
    assert not too_weak


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_cursor_rows_are_readable(theme: Theme) -> None:
    for state in ("block-cursor", "block-cursor-blurred"):
        foreground = Color.parse(theme.variables[f"{state}-foreground"])
        assert contrast(foreground, Color.parse(theme.variables[f"{state}-background"])) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("depth", [256, 1 << 24])
def test_meanings_stay_apart_for_every_eye(theme: Theme, eyes: str, depth: int) -> None:
    colors = palette(theme, depth)
    pairs = [*combinations(GRADES, 2), DUE, *((due, "foreground") for due in DUE)]
    too_near = {
        pair: round(value)
        for pair in pairs
        if (value := difference(colors[pair[0]], colors[pair[1]], eyes)) < 15
    }
    assert not too_near


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_256_colours_look_the_same(theme: Theme) -> None:
    own = palette(theme)
    for name in (*OURS, "foreground", "background", "surface", "panel", "primary"):
        mapped = in_256_colours(own[name])
        # Hues as they are; a light grey may move by one step of the grey ramp.
        assert difference(own[name], mapped, "usual") < 5, name
    grounds = [in_256_colours(own[name]).hex for name in ("background", "surface", "panel")]
    assert len(set(grounds)) == 3


def test_every_theme_names_our_variables() -> None:
    for theme in themes.THEMES:
        assert set(OURS) <= theme.variables.keys()
        assert themes.variable_defaults(theme) == {n: theme.variables[n] for n in OURS}


def test_ansi_theme_names_all_that_other_themes_name() -> None:
    others = DARK.to_color_system().generate().keys()
    assert not others - (ANSI.to_color_system().generate().keys() | ANSI.variables.keys())


def test_ansi_theme_leaves_all_colours_to_the_terminal() -> None:
    values = {**ANSI.to_color_system().generate(), **ANSI.variables}
    assert not [name for name, value in values.items() if value.startswith("#")]
    assert ANSI.ansi
    assert ANSI.variables["block-cursor-text-style"] == "reverse"


@pytest.mark.parametrize(
    ("started", "wanted", "expected"),
    [
        ("textual-dark", "", themes.DARK),
        ("textual-dark", themes.LIGHT, themes.LIGHT),
        ("textual-dark", "nord", "nord"),
        ("textual-dark", "no-such-theme", themes.DARK),
        ("nord", "", "nord"),
        ("ansi-dark", themes.LIGHT, themes.ANSI),
    ],
)
def test_install_chooses(started: str, wanted: str, expected: str) -> None:
    app: App[Any] = App()
    app.set_reactive(App.theme, started)
    themes.install(app, wanted)
    assert app.theme == expected
    assert {theme.name for theme in themes.THEMES} <= app.available_themes.keys()
