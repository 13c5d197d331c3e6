"""Files written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TextIO


def write_whole(path: Path, content: str | bytes) -> None:
    """Write one file, so that nobody ever finds half of it.

    Raises
    ------
    OSError
        The file could not be written; what stood there before still stands.
    """
    write_all_whole({path: content})


def write_all_whole(files: Mapping[Path, str | bytes]) -> None:
    """Write several files; none is replaced before the new text of all is on disk.

    Raises
    ------
    OSError
        A file could not be written; what stood there before still stands.
    """
    with ExitStack() as stack:
        ready = [(_beside(path, content, stack), path) for path, content in files.items()]
        for path in files:
            if path.is_dir():
                raise IsADirectoryError(f"{path} is a folder")
        for new, path in ready:
            new.replace(path)


@contextmanager
def whole_files(paths: Sequence[Path]) -> Iterator[Sequence[TextIO]]:
    """Text files to write piece by piece; none stands in its place before the block has ended well.

    Raises
    ------
    OSError
        A file could not be written; what stood there before still stands.
    """
    with ExitStack() as stack:
        ready = [(_beside(path, "", stack), path) for path in paths]
        opened = [stack.enter_context(new.open("w", encoding="utf-8", newline="")) for new, _ in ready]
        yield opened
        for file in opened:
            file.flush()
            os.fsync(file.fileno())
            file.close()
        for new, path in ready:
            new.replace(path)


def _beside(path: Path, content: str | bytes, stack: ExitStack) -> Path:
    """A temporary file with the content in the folder of `path`: only there is a rename atomic."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as file:
        new = Path(file.name)
        stack.callback(new.unlink, missing_ok=True)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.chmod(0o666 & ~_umask())
    return new


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
