"""Colours by meaning. Every pair of a text colour and a ground stands at 4.5 : 1 or more (clear: 7 : 1).

Beside Textual's own names: `soft` and `faint` are the second and third tone of text, `warm` is for recording
(always with the word), `shade` is the ground of a field or a chosen row.
"""

from textual.theme import Theme

from companion.language import _

DEFAULT_THEME = "paper"


def _theme(
    name: str,
    *,
    ground: str,
    ink: str,
    soft: str,
    faint: str,
    accent: str,
    warm: str,
    shade: str,
    dark: bool,
    ansi: bool = False,
) -> Theme:
    return Theme(
        name=name,
        primary=accent,
        secondary=soft,
        accent=accent,
        warning=warm,
        error=warm,
        success=accent,
        foreground=ink,
        background=ground,
        surface=ground,
        panel=shade,
        boost=shade,
        dark=dark,
        ansi=ansi,
        variables={
            "soft": soft,
            "faint": faint,
            "warm": warm,
            "shade": shade,
            "footer-background": ground,
            "footer-item-background": ground,
            "footer-key-background": ground,
            "footer-description-background": ground,
            "footer-key-foreground": accent,
            "footer-description-foreground": soft,
            "input-cursor-background": accent,
            "input-cursor-foreground": ground,
            "input-selection-background": shade,
            "input-cursor-text-style": "reverse" if ansi else "none",
            "block-cursor-text-style": "none",
            "ansi-background": ground,
            "ansi-foreground": ink,
        },
    )


THEMES = {
    "paper": _theme(
        "paper",
        ground="#F7F1E5",
        ink="#1E2B3C",
        soft="#48515E",
        faint="#6A6459",
        accent="#9A4526",
        warm="#B0301F",
        shade="#EBE2D0",
        dark=False,
    ),
    "night": _theme(
        "night",
        ground="#0F2328",
        ink="#DCE3E0",
        soft="#AFBEBB",
        faint="#869B99",
        accent="#E3AC55",
        warm="#F0906E",
        shade="#18323A",
        dark=True,
    ),
    "clear": _theme(
        "clear",
        ground="#000000",
        ink="#FFFFFF",
        soft="#E8E8E8",
        faint="#C8C8C8",
        accent="#FFD84A",
        warm="#FFA48A",
        shade="#1E1E1E",
        dark=True,
    ),
    "terminal": _theme(
        "terminal",
        ground="ansi_default",
        ink="ansi_default",
        soft="ansi_default",
        faint="ansi_default",
        accent="ansi_default",
        warm="ansi_default",
        shade="ansi_default",
        dark=True,
        ansi=True,
    ),
}
"""The four themes by name, as the settings know them."""

NAMES = {"paper": _("paper"), "night": _("night"), "clear": _("clear"), "terminal": _("terminal")}
"""And as people read them."""
