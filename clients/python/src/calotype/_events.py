"""Server-sent events of media."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ._models import _time


@dataclass(frozen=True)
class Event:
    """An event: ``uploaded``, ``changed``, ``deleted``, ``failed``, or ``reset`` if some were missed.

    ``id`` is the one with which a later call resumes. ``media`` and ``kind`` are None for ``reset``.
    """

    id: str
    type: str
    media: str | None
    kind: str | None
    at: datetime | None


class EventParser:
    """Reads lines of a response. ``last_id`` is the id with which to resume."""

    def __init__(self, last_id: str | None) -> None:
        self.last_id = last_id
        self._fields: dict[str, str] = {}

    def begin(self) -> None:
        """Forgets the lines of an event that a lost connection has cut."""
        self._fields = {}

    def line(self, line: str) -> Iterator[Event]:
        """Reads a line, and yields the event that it completes."""
        line = line.rstrip("\r\n")  # httpx before 0.24 keeps them
        if line:
            name, _, value = line.partition(":")
            if name:
                self._fields[name] = value.removeprefix(" ")
            return
        fields, self._fields = self._fields, {}
        self.last_id = fields.get("id", self.last_id)
        if "event" in fields:
            data = json.loads(fields.get("data", "{}"))
            yield Event(
                self.last_id or "", fields["event"], data.get("id"), data.get("kind"), _time(data.get("at"))
            )
