"""Text for XML: characters that no XML file may hold are left out; escaping is the writer's."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text without the characters that XML 1.0 forbids, also as references: controls, halves of pairs, U+FFFF."""
    return _ILLEGAL.sub("", text)
