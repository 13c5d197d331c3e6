"""Answers of a what-if as they come, one file each, so that an interrupted one goes on where it stopped.

A file holds what the board may see: no supplier is named in it. A file that cannot be read, or that is
not the answer it says it is, is no answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from calloff.case import Answer, is_final
from calloff.errors import InputError
from calloff.programme import Programme
from calloff.report.audience import shown_to
from calloff_data.atomic import write_whole
from calloff_data.read.reading import text_of


@dataclass(frozen=True)
class Runs:
    """The answers in one folder."""

    folder: Path

    def known(self, keys: Iterable[str]) -> dict[str, Answer]:
        """Answers that need not be asked for again, by key."""
        found = {key: self._read(key) for key in keys}
        return {key: answer for key, answer in found.items() if answer is not None and is_final(answer)}

    def keep(self, answer: Answer, programme: Programme) -> None:
        """Write an answer, without any supplier's name."""
        if answer.plan is not None:
            shown = shown_to("board", programme, answer.plan, {}).plan
            answer = Answer(**{**dict(answer), "plan": shown})
        write_whole(self._path(answer.key), answer.model_dump_json(indent=1) + "\n")

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _read(self, key: str) -> Answer | None:
        path = self._path(key)
        try:
            answer = Answer.model_validate_json(text_of(path)) if path.is_file() else None
        except (InputError, ValidationError):
            return None
        return answer if answer is not None and answer.key == key else None
