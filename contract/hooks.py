"""Raw uploads are small pictures, or bytes that are none. Loaded by schemathesis (SCHEMATHESIS_HOOKS)."""

import struct
import zlib

import schemathesis
from hypothesis import strategies as st


def png(shade: int) -> bytes:
    """A PNG of one grey pixel (PNG specification, third edition, section 11)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + chunk(b"IEND", b"")
    )


pictures = st.integers(0, 255).map(png)
files = st.one_of(pictures, pictures, st.binary(min_size=1))
schemathesis.openapi.media_type("application/octet-stream", files)
schemathesis.openapi.media_type("application/offset+octet-stream", files)
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
