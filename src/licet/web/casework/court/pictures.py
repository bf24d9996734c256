"""How large a picture is, and whether it is whole: a broken one is listed, not shown as a blank page."""

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">II")
_MOST_PIXELS = 100_000_000
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA


class BrokenPictureError(ValueError):
    """A picture that cannot be shown whole."""


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG in pixels.

    Raises:
        BrokenPictureError: It is cut, damaged, neither of the two, or unreasonably large.
    """
    try:
        width, height = (_png if content.startswith(_PNG) else _jpeg)(content)
    except (struct.error, IndexError, zlib.error) as error:
        raise BrokenPictureError("the picture is damaged") from error
    if not 0 < width * height <= _MOST_PIXELS:
        raise BrokenPictureError("the picture is empty or too large")
    return width, height


def _png(content: bytes) -> tuple[int, int]:
    at, size, packed = len(_PNG), (0, 0), zlib.decompressobj()
    while True:
        length = int.from_bytes(content[at : at + 4], "big")
        chunk = content[at + 4 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if len(check) != 4 or zlib.crc32(chunk) != int.from_bytes(check, "big"):  # noqa: PLR2004  # a CRC
            raise BrokenPictureError("the picture is damaged")
        kind, body = chunk[:4], chunk[4:]
        if kind == b"IHDR":
            width, height = _HEADER.unpack(body[:8])
            size = (width, height)
        elif kind == b"IDAT":
            packed.decompress(body, 1 << 24)
        elif kind == b"IEND":
            return size
        at += 12 + length


def _jpeg(content: bytes) -> tuple[int, int]:
    if content[:2] != bytes([0xFF, _START]) or content[-2:] != bytes([0xFF, _END]):
        raise BrokenPictureError("the picture is cut")
    at = 2
    while content[at] == 0xFF:  # noqa: PLR2004  # a marker
        marker, length = (
            content[at + 1],
            int.from_bytes(content[at + 2 : at + 4], "big"),
        )
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        if marker == _SCAN:
            break
        at += 2 + length
    raise BrokenPictureError("the picture has no size")
