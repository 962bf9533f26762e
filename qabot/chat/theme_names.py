"""The colours that a chat on a screen can be shown in, by name; what each looks like is the screen's own affair."""

from __future__ import annotations

from typing import Literal, get_args

ThemeName = Literal["dark", "light", "contrast", "colour-blind"]
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)
