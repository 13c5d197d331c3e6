"""All that a file holds, as text to search: archives inside archives, streams, embedded data, split runs."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

TAGS = re.compile(r"<[^<>]{0,20000}>")
EMBEDDED = re.compile(r"base64,([A-Za-z0-9+/=\s]{16,})")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f\u2009 ](?=\d{3})")
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FOLDED = re.compile(r"\r?\n[ \t]")
"""Long lines of calendars are folded."""


def searchable(data: bytes) -> str:
    """Everything in a file, as it is and with figures without separators, so that one search finds every writing."""
    text = "\n".join(_texts(data))
    return f"{text}\n{GROUPED.sub('', text)}"


def _texts(data: bytes) -> Iterator[str]:
    if is_zipfile(BytesIO(data)) and data[:2] == b"PK":
        with ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield f"{entry.filename} {entry.comment!r}"
                yield from _texts(archive.read(entry))
    elif data[:2] == b"\x1f\x8b":
        yield from _texts(gzip.decompress(data))
    elif data[:5] == b"%PDF-":
        yield from _of_pdf(data)
    else:
        yield from _of_text(data)


def _of_text(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16"):
        text = data.decode(encoding, "replace" if encoding == "utf-8" else "ignore")
        plain = ESCAPED.sub(lambda m: chr(int(m[1], 16)), html.unescape(text))
        yield from (plain, FOLDED.sub("", plain))
        if encoding == "utf-8" and "<" in text:
            # A name may be split between runs of text: its letters are found again without the tags.
            yield html.unescape(TAGS.sub("", text))
    for found in EMBEDDED.findall(data.decode("utf-8", "replace")):
        try:
            yield from _texts(base64.b64decode(found))
        except binascii.Error:
            continue


def _of_pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    file = PdfReader(BytesIO(data))
    yield from (page.extract_text() for page in file.pages)
    yield str(file.metadata)
    yield data.decode("latin-1")
    for stream in STREAM.findall(data):
        try:
            yield zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
