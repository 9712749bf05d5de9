"""How a banner looks: colours of a light and a dark page, and what of them can be read."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

_Color = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$")]
ENOUGH = 4.5
"""The contrast of text that WCAG 2 asks for at level AA."""


class Colors(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Colours as `#rrggbb`: of what is behind, of the text, of buttons and links."""

    background: _Color
    text: _Color
    accent: _Color


LIGHT = Colors("#ffffff", "#1f2933", "#0b5f7a")
DARK = Colors("#1b2228", "#e8edf1", "#7cc7dd")


class Style(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """`AUTO` is dark where the visitor's system is. `radius` of the corners, in pixels."""

    theme: Literal["AUTO", "LIGHT", "DARK"] = "AUTO"
    light: Colors = LIGHT
    dark: Colors = DARK
    radius: Annotated[int, msgspec.Meta(ge=0, le=40)] = 14


def rules(style: Style) -> str:
    """The stylesheet's rules that are this style's own."""
    light, dark = _variables(style.light), _variables(style.dark)
    radius = f"section{{--radius:{style.radius}px}}"
    if style.theme != "AUTO":
        return radius + (light if style.theme == "LIGHT" else dark)
    return f"{radius}{light}@media(prefers-color-scheme:dark){{{dark}}}"


def _variables(colors: Colors) -> str:
    line = _mixed(colors.text, colors.background, 0.16)
    return (
        f"section{{--back:{colors.background};--text:{colors.text};--accent:{colors.accent};"
        f"--on:{on(colors.accent)};--line:{line}}}"
    )


def on(color: str) -> str:
    """Black or white, whichever is better read on a colour."""
    return max(("#ffffff", "#000000"), key=lambda text: contrast(text, color))


def problems_of(style: Style) -> Iterator[str]:
    """What could not be read, in words."""
    shown = {"AUTO": ("light", "dark"), "LIGHT": ("light",), "DARK": ("dark",)}[style.theme]
    for name in shown:
        colors: Colors = getattr(style, name)
        for what, color in (("text", colors.text), ("accent", colors.accent)):
            found = contrast(color, colors.background)
            if found < ENOUGH:
                yield (
                    f"In style.{name}, {what} {color} on {colors.background} has a contrast of {found:.2f}. "
                    f"At least {ENOUGH} is needed, so that everybody can read it."
                )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(one: str, other: str, share: float) -> str:
    mixed = (round(a * share + b * (1 - share)) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(color: str) -> bytes:
    return bytes.fromhex(color[1:])
