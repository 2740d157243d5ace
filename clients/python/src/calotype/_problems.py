"""Errors. Every error of this package is a ``CalotypeError``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx


class CalotypeError(Exception):
    """The request has failed."""


class ConnectionFailed(CalotypeError):
    """The server cannot be reached, or the connection was lost."""


class Problem(CalotypeError):
    """The server has refused the request (RFC 9457)."""

    def __init__(self, status: int, members: Mapping[str, Any], retry_after: float | None) -> None:
        self.status = status
        self.members = dict(members)
        self.retry_after = retry_after
        self.slug = str(members.get("type", "")).rpartition("/")[2] or "unknown"
        self.title = str(members.get("title", f"HTTP {status}"))
        self.detail = str(members.get("detail", ""))
        super().__init__(f"{status} {self.slug}: {self.detail or self.title}")

    @staticmethod
    def of(response: httpx.Response) -> Problem:
        """Reads the problem of a response whose body is read."""
        try:
            body = response.json()
        except ValueError:
            body = {}
        members = body if isinstance(body, dict) else {}
        return Problem(response.status_code, members, seconds(response.headers.get("retry-after")))


def seconds(text: str | None) -> float | None:
    """The value of ``Retry-After`` as Calotype sends it, in seconds."""
    return float(text) if text is not None and text.isdigit() else None
