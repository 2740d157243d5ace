"""Repeated requests."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from ._problems import seconds

_PAUSE = 0.5
_MAX_PAUSE = 30.0


def headers(key: str | None) -> dict[str, str]:
    """The headers of every request."""
    return {} if key is None else {"Authorization": f"Bearer {key}"}


class Try:
    """One try of a request. ``pause`` is the time before the next one, in seconds."""

    def __init__(self, number: int, last: bool) -> None:
        self.pause = min(_MAX_PAUSE, _PAUSE * 2**number)
        self._last = last

    def after(self, result: httpx.Response | httpx.TransportError) -> bool:
        """Whether to try again.

        A response is repeated if it is 503 or 429, and a failure if no byte was sent. After a
        connection that was lost later, the request may have had its effect.
        """
        if self._last:
            return False
        if isinstance(result, httpx.Response):
            if result.status_code not in (429, 503):
                return False
            asked = seconds(result.headers.get("retry-after"))
            self.pause = self.pause if asked is None else min(_MAX_PAUSE, asked)
            return True
        return isinstance(result, (httpx.ConnectError, httpx.ConnectTimeout))


class Retries:
    """The tries of a request."""

    def __init__(self, retries: int) -> None:
        self._retries = retries

    def __iter__(self) -> Iterator[Try]:
        for number in range(self._retries + 1):
            yield Try(number, number == self._retries)
