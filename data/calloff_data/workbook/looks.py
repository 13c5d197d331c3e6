"""How the cells of a workbook look: one place, with the colours of every other picture."""

from __future__ import annotations

from typing import Any

from calloff_data.write.signs import BAND, BLUE, GREEN, INK, LINE, MUTED, PAPER

ASSUMED = "#e8defa"
"""Behind an assumed figure, which is in italics too: colour alone would be lost in print."""
WANTED = "#fbdfe6"
"""Behind a cell that must be filled and is not."""
TABS = {"guide": GREEN, "required": BLUE, "optional": "#98a9c6"}
FONT = {"font_name": "Calibri", "font_size": 10.5, "font_color": INK, "valign": "vcenter"}
DATE = "dd mmm yyyy"
TEXT = "@"

LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 18, "valign": "vcenter"},
    "about": {"font_color": MUTED, "font_size": 11},
    "head": {"bold": True, "font_color": PAPER, "bg_color": "#2f4a7a", "text_wrap": True, "valign": "vcenter"},
    "head_free": {"bold": True, "font_color": INK, "bg_color": "#d5dae3", "text_wrap": True, "valign": "vcenter"},
    "unit": {"font_color": MUTED, "font_size": 9, "italic": True, "text_wrap": True, "valign": "bottom"},
    "link": {"font_color": BLUE, "underline": 1},
    "cell": {"bottom": 1, "bottom_color": LINE},
    "name": {"bold": True, "bottom": 1, "bottom_color": LINE},
    "input": {"border": 1, "border_color": LINE, "bg_color": PAPER},
    "band": {"bg_color": INK, "font_color": PAPER},
    "band_title": {"bg_color": INK, "font_color": PAPER, "bold": True, "font_size": 22, "valign": "vcenter"},
    "band_about": {"bg_color": INK, "font_color": "#cfe0f5", "font_size": 11, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 14, "font_color": BLUE, "bottom": 2, "bottom_color": BLUE},
    "group": {"bold": True, "bg_color": BAND, "font_color": MUTED, "valign": "vcenter"},
    "body": {"text_wrap": True, "valign": "vcenter"},
    "number": {"bold": True, "font_color": BLUE, "align": "center", "font_size": 12},
    "command": {"font_name": "Consolas", "bg_color": BAND, "border": 1, "border_color": LINE},
    "assumed": {"bg_color": ASSUMED, "italic": True, "border": 1, "border_color": LINE},
    "wanted": {"bg_color": WANTED, "border": 1, "border_color": LINE},
    "needed": {"bold": True, "font_color": BLUE, "bottom": 1, "bottom_color": LINE},
    "count": {"num_format": "0", "align": "right", "bottom": 1, "bottom_color": LINE},
}


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}

    def __call__(self, look: str = "plain", **more: Any) -> Any:
        """A look by name, with a number format or wrapping on top."""
        key = (look, *sorted(more.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**FONT, **LOOKS[look], **more})
        return self._made[key]

    def over(self, **more: Any) -> Any:
        """What a condition lays over a cell's own format."""
        key = ("over", *sorted(more.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(more)
        return self._made[key]
