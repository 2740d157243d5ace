"""The bytes of an upload."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from typing import BinaryIO, Union

Source = Union[bytes, bytearray, memoryview, str, "os.PathLike[str]", BinaryIO]

PIECE = 1 << 18


@dataclass
class Opened:
    """An open file and its length in bytes. It is read from ``start``."""

    file: BinaryIO
    length: int
    start: int
    owned: bool
    filename: str | None

    def piece(self, left: int) -> bytes:
        """Reads the next piece of at most ``left`` bytes."""
        return self.file.read(min(PIECE, left))

    def seek(self, offset: int) -> None:
        """Continues at ``offset`` of the upload."""
        self.file.seek(self.start + offset)

    def close(self) -> None:
        """Closes the file if this package has opened it."""
        if self.owned:
            self.file.close()


def opened(source: Source) -> Opened:
    """Opens ``source``: bytes, the path of a file, or an open binary file at its current position."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
        return Opened(io.BytesIO(data), len(data), 0, True, None)
    if isinstance(source, (str, os.PathLike)):
        file = open(source, "rb")
        return Opened(file, os.fstat(file.fileno()).st_size, 0, True, os.path.basename(source))
    if hasattr(source, "seekable") and not source.seekable():  # temporary files of 3.10 have none
        data = source.read()
        return Opened(io.BytesIO(data), len(data), 0, True, None)
    start = source.tell()
    length = source.seek(0, os.SEEK_END) - start
    source.seek(start)
    return Opened(source, length, start, False, None)
