"""The asynchronous client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from types import TracebackType
from typing import Literal, TypeVar

import httpx

from . import _calls as calls
from ._calls import UNSET, Call, Part, Request, Ttl, Unset, UploadOptions
from ._events import Event, EventParser
from ._models import Deletion, Media, Ticket
from ._problems import ConnectionFailed, Problem
from ._retries import Retries, headers
from ._source import Source, opened
from ._urls import image_url

T = TypeVar("T")


class AsyncCalotype:
    """A client of one server. Use it as an asynchronous context manager, or call ``close``.

    ``key`` is an API key, a token or a ticket. A request that the server answers with 503 or 429, or whose
    connection is refused, is repeated up to ``retries`` times, as ``Retry-After`` says.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout: float = 60,
        retries: int = 4,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(base_url=url, headers=headers(key), timeout=timeout, transport=transport)
        self._retries = retries
        self._ticket = key is not None and key.startswith(calls.TICKET)

    async def upload(
        self,
        source: Source,
        *,
        id: str | None = None,
        group: str | None = None,
        visibility: Literal["public", "private"] | None = None,
        ttl: Ttl | None = None,
        attributes: Mapping[str, str] | None = None,
        filename: str | None = None,
        resumable: bool | None = None,
    ) -> Media:
        """Uploads bytes, the file at a path, or an open binary file.

        The media is durable and decodable when this returns. Files of 16 MiB and more are sent
        resumably, unless ``resumable`` says otherwise. The holder of a ticket sends one request, because it may
        not read the record afterwards.
        """
        file = await asyncio.to_thread(opened, source)
        try:
            options = UploadOptions(id, group, visibility, ttl, attributes, filename or file.filename)
            return await self._run(calls.upload(file, options, False if self._ticket else resumable))
        finally:
            file.close()

    async def get(self, id: str) -> Media:
        """Reads a record."""
        return await self._run(calls.get(id))

    async def list(
        self,
        *,
        group: str | None = None,
        kind: Literal["image", "video"] | None = None,
        visibility: Literal["public", "private"] | None = None,
        order: Literal["newest", "oldest"] = "newest",
        page_size: int = 200,
    ) -> AsyncIterator[Media]:
        """Iterates over records, page by page."""
        params = calls.list_params(group, kind, visibility, order, page_size)
        cursor: str | None = ""
        while cursor is not None:
            items, cursor = await self._run(calls.page(params | ({"cursor": cursor} if cursor else {})))
            for item in items:
                yield item

    async def patch(
        self,
        id: str,
        *,
        group: str | None | Unset = UNSET,
        visibility: Literal["public", "private"] | Unset = UNSET,
        ttl: Ttl | None | Unset = UNSET,
        attributes: Mapping[str, str | None] | None | Unset = UNSET,
        focus: str | None | Unset = UNSET,
        if_match: str | None = None,
    ) -> Media:
        """Changes a record. None removes a value."""
        changes = {
            "group": group,
            "visibility": visibility,
            "ttl": ttl,
            "attributes": attributes,
            "focus": focus,
        }
        return await self._run(calls.patch(id, changes, if_match))

    async def delete(self, id: str) -> bool:
        """Deletes a media with all renditions. Returns whether it existed."""
        return await self._run(calls.delete(id))

    async def delete_group(self, group: str) -> int:
        """Deletes the media of a group. Returns their number."""
        return await self._run(calls.delete_group(group))

    async def delete_batch(self, ids: Iterable[str]) -> Deletion:
        """Deletes any number of media."""
        return await self._run(calls.delete_batch(ids))

    async def sign(self, ids: Iterable[str], expires: Ttl = "PT1H") -> dict[str, str]:
        """Issues tokens, the option ``t`` of URLs, by the ids of the media."""
        return await self._run(calls.sign(ids, expires))

    async def ticket(
        self,
        *,
        bytes: int | None = None,
        types: Iterable[str] | None = None,
        count: int | None = None,
        id: str | None = None,
        group: str | None = None,
        visibility: Literal["public", "private"] | None = None,
        ttl: Ttl | None = None,
        expires: Ttl = "PT1H",
    ) -> Ticket:
        """Issues a ticket: the key of a page or an app that uploads.

        ``bytes``, ``types`` such as ``image/*`` and ``count`` limit its uploads, which have the other options.
        """
        limits = {"bytes": bytes, "types": None if types is None else [*types], "count": count}
        return await self._run(calls.ticket(limits, UploadOptions(id, group, visibility, ttl), expires))

    async def content(self, id: str) -> bytes:
        """Reads an original. A redirect to a store or a CDN is followed without credentials."""
        return await self._run(calls.content(id))

    def url(self, media: Media | str, preset: str | None = None, **options: object) -> str:
        """Returns the absolute URL of a rendition."""
        return str(self._http.base_url.join(image_url(media, preset, **options)))

    async def events(self, last_id: str | None = None) -> AsyncIterator[Event]:
        """Follows events of media, without end. Connects again after a lost connection.

        The first event is ``reset`` if ``last_id`` is None or too old: read the list then.
        """
        parser = EventParser(last_id)
        while True:
            try:
                sent = {"Last-Event-ID": parser.last_id} if parser.last_id else {}
                wait = httpx.Timeout(10, read=60)
                async with self._http.stream("GET", "/api/events", headers=sent, timeout=wait) as response:
                    if response.is_error:
                        await response.aread()
                        raise Problem.of(response)
                    parser.begin()
                    if not sent:
                        yield Event("", "reset", None, None, None)
                    async for line in response.aiter_lines():
                        for event in parser.line(line):
                            yield event
            except (httpx.TransportError, Problem) as failed:
                if isinstance(failed, Problem) and failed.status not in (429, 502, 503, 504):
                    raise
            await asyncio.sleep(2)

    async def _run(self, call: Call[T]) -> T:
        try:
            request = next(call)
            while True:
                request = call.send(await self._send(request))
        except StopIteration as done:
            result: T = done.value
            return result

    async def _send(self, request: Request) -> httpx.Response | ConnectionFailed:
        for retry in Retries(self._retries if request.retry else 0):
            try:
                response = await self._http.send(self._built(request))
            except httpx.TransportError as failed:
                if not retry.after(failed):
                    if request.answer:
                        return ConnectionFailed(str(failed))
                    raise ConnectionFailed(str(failed)) from failed
            else:
                if not retry.after(response):
                    if response.is_error and not request.answer:
                        raise Problem.of(response)
                    return response
            await asyncio.sleep(retry.pause)
        raise AssertionError("the last try returns or raises")

    def _built(self, request: Request) -> httpx.Request:
        sent = dict(request.headers)
        body: bytes | AsyncIterator[bytes] | None = None
        if isinstance(request.body, Part):
            sent["Content-Length"] = str(request.body.length)
            body = _pieces(request.body)
        else:
            body = request.body
        built = self._http.build_request(
            request.method, request.path, params=dict(request.params) or None, headers=sent, content=body
        )
        if not request.key:
            built.headers.pop("Authorization", None)
        return built

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncCalotype:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


async def _pieces(part: Part) -> AsyncIterator[bytes]:
    await asyncio.to_thread(part.source.seek, part.offset)
    left = part.length
    while left > 0:
        piece = await asyncio.to_thread(part.source.piece, left)
        if not piece:
            raise ConnectionFailed("the file has become shorter")
        left -= len(piece)
        yield piece
