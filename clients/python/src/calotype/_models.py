"""Values of answers. Unknown members are kept in ``raw``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))


def _required_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


@dataclass(frozen=True)
class Links:
    """URLs of a media: paths, or absolute where the server knows its public URL."""

    self: str
    content: str
    thumbnail: str
    image: str


@dataclass(frozen=True)
class Placeholder:
    """A ThumbHash as base64, and the dominant colour as ``#rrggbb``."""

    thumbhash: str
    color: str


@dataclass(frozen=True)
class Media:
    """The record of a media. ``etag`` is None in lists."""

    id: str
    kind: str
    type: str
    bytes: int
    width: int
    height: int
    sha256: str
    created_at: datetime
    expires_at: datetime | None
    group: str | None
    visibility: str
    attributes: Mapping[str, str]
    filename: str | None
    placeholder: Placeholder | None
    links: Links
    etag: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def of(record: Mapping[str, Any], etag: str | None = None) -> Media:
        """Reads a record."""
        placeholder = record.get("placeholder")
        links = record["links"]
        return Media(
            id=record["id"],
            kind=record["kind"],
            type=record["type"],
            bytes=record["bytes"],
            width=record["width"],
            height=record["height"],
            sha256=record["sha256"],
            created_at=_required_time(record["createdAt"]),
            expires_at=_time(record.get("expiresAt")),
            group=record.get("group"),
            visibility=record["visibility"],
            attributes=record.get("attributes") or {},
            filename=record.get("filename"),
            placeholder=placeholder and Placeholder(placeholder["thumbhash"], placeholder["color"]),
            links=Links(links["self"], links["content"], links["thumbnail"], links["image"]),
            etag=etag,
            raw=record,
        )


@dataclass(frozen=True)
class Ticket:
    """A permission to upload. ``text`` is the key of its holder."""

    text: str = field(repr=False)
    expires_at: datetime

    @staticmethod
    def of(answer: Mapping[str, Any]) -> Ticket:
        return Ticket(answer["ticket"], _required_time(answer["expiresAt"]))


@dataclass(frozen=True)
class Deletion:
    """The result of a batch: a count, ids that the caller cannot know, and media of others."""

    deleted: int
    missing: tuple[str, ...]
    refused: tuple[str, ...]
    failed: tuple[str, ...] = ()
