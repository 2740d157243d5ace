"""URLs of renditions, and signatures of URLs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from ._models import Media


def _options(options: dict[str, object]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in options.items() if value is not None]


def image_url(media: Media | str, preset: str | None = None, **options: object) -> str:
    """Returns the URL of a rendition: of a record with its version, of an id without.

    Options are those of the server, such as ``w``, ``h``, ``fit``, ``format`` and ``q``.
    """
    link = media.links.image if isinstance(media, Media) else "/images/" + quote(media, safe="")
    scheme, host, path, query, _ = urlsplit(link)
    path = path if preset is None else f"{path}/{quote(preset, safe='')}"
    pairs = parse_qsl(query, keep_blank_values=True) + _options(options)
    return urlunsplit((scheme, host, path, urlencode(pairs, quote_via=quote, safe=":,"), ""))


def srcset(media: Media | str, widths: Iterable[int], **options: object) -> str:
    """Returns the value of ``srcset`` for an ``img``, with a width descriptor for each URL."""
    urls = (image_url(media, None, **{**options, "w": width}) + f" {width}w" for width in widths)
    return ", ".join(urls)


def sign_url(url: str, key: str, expires: timedelta | int) -> str:
    """Signs a URL with one of the server's ``SIGNING_KEYS``, from now for ``expires``.

    The path must be the one that the server receives.
    """
    lifetime = expires if isinstance(expires, int) else int(expires.total_seconds())
    scheme, host, path, query, _ = urlsplit(url)
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in ("exp", "sig")]
    pairs.append(("exp", str(int(time.time()) + lifetime)))
    encoded = sorted((quote(name, safe="-._~"), quote(value, safe="-._~")) for name, value in pairs)
    canonical = "&".join(f"{name}={value}" for name, value in encoded)
    mac = hmac.new(key.encode(), f"{path}?{canonical}".encode(), hashlib.sha256).digest()
    signature = base64.urlsafe_b64encode(mac).decode().rstrip("=")
    return urlunsplit((scheme, host, path, f"{canonical}&sig={signature}", ""))
