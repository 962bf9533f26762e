"""The colour themes: dark, light, high contrast, and one that no kind of colour blindness confuses.

Evidence is set on its background at 7:1 or better in every theme (WCAG 2.2, success criterion 1.4.6). Colour never
says anything alone: verdicts have a mark and a word, matched words are underlined, words
of like meaning slanted, and those that answer reversed.
"""

from __future__ import annotations

from textual.theme import Theme

from qabot.chat.theme_names import ThemeName

_PREFIX = "qabot-"
_DARK = Theme(
    name=f"{_PREFIX}dark",
    primary="#7fb2d9",
    secondary="#9aa7b5",
    accent="#e7b55c",
    success="#7cc48d",
    warning="#e7b55c",
    error="#ec8a80",
    foreground="#e6e9ec",
    background="#12161b",
    surface="#181d24",
    panel="#222933",
    dark=True,
    variables={
        "quiet": "#9aa7b5",
        "strong": "#7cc48d",
        "possible": "#e7b55c",
        "not-found": "#ec8a80",
        "matched": "#f3d08a",
        "quoted": "#24303d",
        "meant": "#a9d3ee",
        "answer": "#c5ecd0",
        "block-cursor-background": "#2f3b48",
        "block-cursor-foreground": "#ffffff",
        "footer-key-foreground": "#e7b55c",
        "input-selection-background": "#3c5a75",
        "border": "#7fb2d9",
        "border-blurred": "#313b47",
    },
)
_LIGHT = Theme(
    name=f"{_PREFIX}light",
    primary="#1b5a8a",
    secondary="#54616e",
    accent="#8a4b00",
    success="#1d6b35",
    warning="#7d4a00",
    error="#a3261c",
    foreground="#16191d",
    background="#fbfaf7",
    surface="#f2f0eb",
    panel="#e5e2da",
    dark=False,
    variables={
        "quiet": "#54616e",
        "strong": "#1d6b35",
        "possible": "#7d4a00",
        "not-found": "#a3261c",
        "matched": "#6e3600",
        "quoted": "#f6e7c1",
        "meant": "#104a75",
        "answer": "#0b4327",
        "block-cursor-background": "#d5e4f0",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#8a4b00",
        "input-selection-background": "#b7d3e8",
        "border": "#1b5a8a",
        "border-blurred": "#c9c4b8",
    },
)
_CONTRAST = Theme(
    name=f"{_PREFIX}contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    success="#00ff66",
    warning="#ffff00",
    error="#ff9d9d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "quiet": "#e0e0e0",
        "strong": "#00ff66",
        "possible": "#ffff00",
        "not-found": "#ff9d9d",
        "matched": "#ffff00",
        "quoted": "#003a70",
        "meant": "#7fe7ff",
        "answer": "#ffffff",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "footer-key-foreground": "#ffff00",
        "input-selection-background": "#0050a0",
        "border": "#ffffff",
        "border-blurred": "#8a8a8a",
    },
)
_COLOUR_BLIND = Theme(
    # Blue and orange stay apart in all three kinds of colour blindness (Okabe and Ito, "Color Universal Design", 2008).
    name=f"{_PREFIX}colour-blind",
    primary="#56b4e9",
    secondary="#a5acb3",
    accent="#f0a830",
    success="#56b4e9",
    warning="#f0a830",
    error="#f0e442",
    foreground="#eceff1",
    background="#101418",
    surface="#171c21",
    panel="#212830",
    dark=True,
    variables={
        "quiet": "#a5acb3",
        "strong": "#56b4e9",
        "possible": "#f0a830",
        "not-found": "#f0e442",
        "matched": "#f5c46a",
        "quoted": "#1d3346",
        "meant": "#9fd4f3",
        "answer": "#f2f6f9",
        "block-cursor-background": "#2c3a46",
        "block-cursor-foreground": "#ffffff",
        "footer-key-foreground": "#f0a830",
        "input-selection-background": "#2f5f80",
        "border": "#56b4e9",
        "border-blurred": "#333d47",
    },
)
THEMES: dict[ThemeName, Theme] = {
    "dark": _DARK,
    "light": _LIGHT,
    "contrast": _CONTRAST,
    "colour-blind": _COLOUR_BLIND,
}
"""Every theme, by the name that a user gives it."""
