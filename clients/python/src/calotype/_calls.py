"""The calls of the API, free of input and output.

A call is a generator: it yields requests, receives responses whose bodies are read, and returns its
result. The clients send the requests, each in its own way.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, Union
from urllib.parse import quote

import httpx

from ._models import Deletion, Media, Ticket
from ._problems import ConnectionFailed, Problem
from ._source import Opened

T = TypeVar("T")
MAX_BATCH = 1_000
RESUMABLE_FROM = 16 << 20
TICKET = "calotype-ticket-"  # tickets for uploads begin so
TUS = {"Tus-Resumable": "1.0.0"}
REDIRECTS = (302, 307)
MAX_REDIRECTS = 3


class Unset:
    """The type of a member that stays as it is."""


UNSET = Unset()
Ttl = Union[int, str]


@dataclass(frozen=True)
class Part:
    """Bytes of a file from ``offset`` on, as the body of a request."""

    source: Opened
    offset: int = 0

    @property
    def length(self) -> int:
        return self.source.length - self.offset


@dataclass(frozen=True)
class Request:
    """A request. One with ``answer`` returns a response of any status; others raise ``Problem``.

    ``path`` is below the URL of the client. Only a request without ``key`` has an absolute URL.
    """

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Part | None = None
    answer: bool = False
    retry: bool = True
    key: bool = True


Call = Generator[Request, Union[httpx.Response, ConnectionFailed], T]


@dataclass(frozen=True)
class UploadOptions:
    """The options of an upload; None for those of the server."""

    id: str | None = None
    group: str | None = None
    visibility: Literal["public", "private"] | None = None
    ttl: Ttl | None = None
    attributes: Mapping[str, str] | None = None
    filename: str | None = None

    def fields(self) -> dict[str, str]:
        """The options by the names of the API, without the id."""
        named = {
            "group": self.group,
            "visibility": self.visibility,
            "ttl": None if self.ttl is None else str(self.ttl),
            "filename": self.filename,
        }
        fields = {name: value for name, value in named.items() if value is not None}
        fields.update({f"attr.{name}": value for name, value in (self.attributes or {}).items()})
        return fields


def _path(id: str) -> str:
    return "/api/media/" + quote(id, safe="")


def _last(url: str) -> str:
    """The last segment of a link, with its query.

    A link may begin with the public URL of the server. Requests go to the URL of the client.
    """
    path, mark, query = url.partition("?")
    return path.rpartition("/")[2] + mark + query


def _json(method: str, path: str, content: object, **headers: str) -> Request:
    headers.setdefault("Content-Type", "application/json")
    return Request(method, path, headers=headers, body=json.dumps(content).encode())


def _response(answer: httpx.Response | ConnectionFailed) -> httpx.Response:
    if isinstance(answer, ConnectionFailed):
        raise answer
    return answer


def _media(response: httpx.Response) -> Media:
    return Media.of(response.json(), response.headers.get("etag"))


def upload(source: Opened, options: UploadOptions, resumable: bool | None) -> Call[Media]:
    """Uploads a file: in one request, or resumably if it is long."""
    long = source.length >= RESUMABLE_FROM if resumable is None else resumable
    return (yield from (_resumable(source, options) if long else _whole(source, options)))


def _whole(source: Opened, options: UploadOptions) -> Call[Media]:
    params = options.fields()
    headers = {"Content-Type": "application/octet-stream"}
    method, path = ("POST", "/api/media") if options.id is None else ("PUT", _path(options.id))
    answer = yield Request(method, path, params, headers, Part(source))
    return _media(_response(answer))


def _resumable(source: Opened, options: UploadOptions) -> Call[Media]:
    """Uploads by tus 1.0.0. After a lost connection it asks for the offset and goes on."""
    fields = options.fields() | ({} if options.id is None else {"id": options.id})
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in fields.items())
    headers = TUS | {"Upload-Length": str(source.length)} | ({"Upload-Metadata": metadata} if metadata else {})
    created = _response((yield Request("POST", "/api/uploads", headers=headers, answer=True)))
    if created.status_code == 404:  # a server without resumable uploads
        return (yield from _whole(source, options))
    if created.is_error:
        raise Problem.of(created)
    location = "/api/uploads/" + _last(created.headers.get("location", ""))
    lost, offset = 0, 0
    while True:
        content = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        answer = yield Request(
            "PATCH", location, headers=TUS | content, body=Part(source, offset), answer=True, retry=False
        )
        if isinstance(answer, httpx.Response) and answer.is_success and "media-location" in answer.headers:
            break
        if isinstance(answer, httpx.Response) and answer.is_error and not _again(answer):
            raise Problem.of(answer)
        state = _response((yield Request("HEAD", location, headers=TUS)))
        if "media-location" in state.headers:
            answer = state
            break
        progress = int(state.headers.get("upload-offset", "0"))
        lost = 0 if progress > offset else lost + 1
        if lost > 5:
            raise answer if isinstance(answer, ConnectionFailed) else Problem.of(answer)
        offset = progress
    return (yield from get(_last(answer.headers["media-location"])))


def _again(answer: httpx.Response) -> bool:
    return answer.status_code in (409, 423, 429, 503)


def get(id: str) -> Call[Media]:
    """Reads a record."""
    return _media(_response((yield Request("GET", _path(id)))))


def list_params(
    group: str | None, kind: str | None, visibility: str | None, order: str, page_size: int
) -> dict[str, str]:
    """The options of a list."""
    named = {"group": group, "kind": kind, "visibility": visibility, "order": order, "limit": str(page_size)}
    return {name: value for name, value in named.items() if value is not None}


def page(params: Mapping[str, str]) -> Call[tuple[list[Media], str | None]]:
    """Reads a page of a list."""
    body = _response((yield Request("GET", "/api/media", params))).json()
    return [Media.of(item) for item in body["items"]], body["next"]


def patch(id: str, changes: Mapping[str, object], if_match: str | None) -> Call[Media]:
    """Changes a record."""
    headers = {"Content-Type": "application/merge-patch+json"} | ({"If-Match": if_match} if if_match else {})
    members = {name: value for name, value in changes.items() if not isinstance(value, Unset)}
    return _media(_response((yield _json("PATCH", _path(id), members, **headers))))


def delete(id: str) -> Call[bool]:
    """Deletes a media. Returns whether it existed."""
    answer = _response((yield Request("DELETE", _path(id), answer=True)))
    if answer.status_code == 404:
        return False
    if answer.is_error:
        raise Problem.of(answer)
    return True


def delete_group(group: str) -> Call[int]:
    """Deletes the media of a group. Returns their number."""
    answer = _response((yield Request("DELETE", "/api/media", {"group": group})))
    return int(answer.json()["deleted"])


def delete_batch(ids: Iterable[str]) -> Call[Deletion]:
    """Deletes any number of media, in batches."""
    left, deleted = list(ids), 0
    missing: list[str] = []
    refused: list[str] = []
    failed: list[str] = []
    while left:
        batch, left = left[:MAX_BATCH], left[MAX_BATCH:]
        body = _response((yield _json("POST", "/api/media/batch-delete", {"ids": batch}))).json()
        deleted += body["deleted"]
        missing += body["missing"]
        refused += body["refused"]
        failed += body.get("failed", [])
    return Deletion(deleted, tuple(missing), tuple(refused), tuple(failed))


def sign(ids: Iterable[str], expires: Ttl) -> Call[dict[str, str]]:
    """Issues tokens for media, by their ids."""
    body = {"ids": list(ids), "expires": expires}
    answer: dict[str, Any] = _response((yield _json("POST", "/api/sign", body))).json()
    return dict(answer["tokens"])


def ticket(limits: Mapping[str, object], options: UploadOptions, expires: Ttl) -> Call[Ticket]:
    """Issues a ticket for uploads."""
    members = {name: value for name, value in limits.items() if value is not None}
    members |= options.fields() | ({} if options.id is None else {"id": options.id}) | {"expires": expires}
    return Ticket.of(_response((yield _json("POST", "/api/tickets", members))).json())


def content(id: str) -> Call[bytes]:
    """Reads an original. A redirect to a store or a CDN is followed without credentials."""
    answer = _response((yield Request("GET", _path(id) + "/content")))
    for _ in range(MAX_REDIRECTS):
        if answer.status_code not in REDIRECTS:
            break
        target = str(answer.url.join(answer.headers.get("location", "")))
        answer = _response((yield Request("GET", target, key=False)))
    if not answer.is_success:
        raise Problem.of(answer)
    return answer.content
