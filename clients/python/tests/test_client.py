"""Tests against the server at CALOTYPE_URL. CALOTYPE_KEY is the key of an editor."""

import asyncio
import io
import logging
import os
import re
import tempfile
import threading
import unittest
import uuid
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from calotype import AsyncCalotype, Calotype, ConnectionFailed, Problem, image_url, sign_url, srcset

URL = os.environ["CALOTYPE_URL"]
KEY = os.environ["CALOTYPE_KEY"]
SIGNING_KEY = os.environ["CALOTYPE_SIGNING_KEYS"]

RESUMABLE = httpx.options(URL + "/api/uploads").status_code == 204
resumable = unittest.skipUnless(RESUMABLE, "this test needs a server with resumable uploads")
logging.getLogger("asyncio").setLevel(logging.ERROR)  # its tests report slow steps


def png(width: int = 64, height: int = 48, noise: int = 0) -> bytes:
    """A picture with ``noise`` bytes of an ancillary chunk."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    rows = b"".join(b"\0" + os.urandom(3) * width for _ in range(height))
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    extra = chunk(b"prVt", os.urandom(noise)) if noise else b""
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


class SyncTest(unittest.TestCase):
    def setUp(self) -> None:
        self.client = Calotype(URL, KEY)
        self.addCleanup(self.client.close)
        self.group = uuid.uuid4().hex

    def test_upload_bytes_is_read_and_listed(self) -> None:
        sent = png()
        media = self.client.upload(sent, group=self.group, ttl="PT1H", attributes={"title": "Düne"}, filename="a.png")
        self.assertEqual((media.kind, media.type, media.width, media.height), ("image", "image/png", 64, 48))
        self.assertEqual(media.attributes, {"title": "Düne"})
        self.assertEqual(media.filename, "a.png")
        self.assertIsNotNone(media.expires_at)
        read = self.client.get(media.id)
        self.assertEqual(read, media.__class__.of(read.raw, read.etag))
        self.assertEqual(self.client.content(media.id), sent)
        self.assertEqual([one.id for one in self.client.list(group=self.group)], [media.id])

    def test_upload_path_and_file_keep_their_bytes(self) -> None:
        sent = png()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "beach.png")
            with open(path, "wb") as file:
                file.write(b"skipped" + sent)
            with open(path, "rb") as file:
                file.seek(7)
                self.assertEqual(self.client.content(self.client.upload(file).id), sent)
            with open(path, "wb") as file:
                file.write(sent)
            self.assertEqual(self.client.upload(path, group=self.group).filename, "beach.png")

    def test_upload_under_an_id_is_idempotent_and_refuses_other_bytes(self) -> None:
        id, sent = uuid.uuid4().hex, png()
        self.assertEqual(self.client.upload(sent, id=id).id, id)
        self.assertEqual(self.client.upload(sent, id=id).id, id)
        with self.assertRaises(Problem) as refused:
            self.client.upload(png(), id=id)
        self.assertEqual((refused.exception.status, refused.exception.slug), (409, "media-exists"))
        self.assertEqual(refused.exception.members["id"], id)

    def test_upload_resumable_keeps_bytes_and_options(self) -> None:
        id, sent = uuid.uuid4().hex, png(noise=600_000)
        media = self.client.upload(sent, id=id, group=self.group, attributes={"a": "b"}, resumable=True)
        self.assertEqual((media.id, media.group, media.attributes), (id, self.group, {"a": "b"}))
        self.assertEqual(self.client.content(id), sent)

    @resumable
    def test_upload_resumable_goes_on_after_lost_connections(self) -> None:
        class Cutting(httpx.HTTPTransport):
            """Loses the connection in the first two requests with bytes."""

            left = 2

            def handle_request(self, request: httpx.Request) -> httpx.Response:
                if request.method == "PATCH" and Cutting.left > 0:
                    Cutting.left -= 1
                    request.stream = CutStream(request.stream)
                return super().handle_request(request)

        class CutStream(httpx.SyncByteStream):
            def __init__(self, whole: object) -> None:
                self.whole = whole

            def __iter__(self):
                pieces = iter(self.whole)
                yield next(pieces)
                raise httpx.WriteError("cut")

        sent = png(noise=900_000)
        with Calotype(URL, KEY, transport=Cutting()) as client:
            media = client.upload(sent, resumable=True)
        self.assertEqual(Cutting.left, 0)
        self.assertEqual(self.client.content(media.id), sent)

    def test_upload_of_no_picture_is_a_problem(self) -> None:
        for resumable in (False, True):
            with self.assertRaises(Problem) as refused:
                self.client.upload(b"no picture", resumable=resumable)
            self.assertEqual(refused.exception.slug, "unsupported-media")

    def test_patch_changes_and_removes(self) -> None:
        media = self.client.upload(png(), group=self.group, attributes={"a": "1", "b": "2"})
        changed = self.client.patch(media.id, group=None, visibility="private", attributes={"a": None, "c": "3"})
        self.assertEqual((changed.group, changed.visibility), (None, "private"))
        self.assertEqual(changed.attributes, {"b": "2", "c": "3"})
        with self.assertRaises(Problem) as stale:
            self.client.patch(media.id, ttl=60, if_match='"old"')
        self.assertEqual(stale.exception.slug, "precondition-failed")

    def test_list_of_several_pages_has_all(self) -> None:
        ids = [self.client.upload(png(), group=self.group).id for _ in range(5)]
        self.assertEqual([one.id for one in self.client.list(group=self.group, page_size=2)], ids[::-1])
        self.assertEqual([one.id for one in self.client.list(group=self.group, order="oldest")], ids)

    def test_delete_one_a_batch_and_a_group(self) -> None:
        ids = [self.client.upload(png(), group=self.group).id for _ in range(4)]
        self.assertTrue(self.client.delete(ids[0]))
        self.assertFalse(self.client.delete(ids[0]))
        deletion = self.client.delete_batch([ids[1], "gone"])
        self.assertEqual((deletion.deleted, deletion.missing), (1, ("gone",)))
        self.assertEqual(self.client.delete_group(self.group), 2)
        with self.assertRaises(Problem) as absent:
            self.client.get(ids[3])
        self.assertEqual(absent.exception.status, 404)

    def test_urls_are_served(self) -> None:
        media = self.client.upload(png(400, 300))
        with httpx.Client(base_url=URL) as browser:
            for url in (
                self.client.url(media),
                self.client.url(media.id, "small"),
                self.client.url(media, w=200, format="jpeg", q=70),
                sign_url(self.client.url(media.id, w=123), SIGNING_KEY, 60),
                srcset(media, (200, 320)).split(" ")[0],
            ):
                self.assertEqual(browser.get(url).status_code, 200, url)
            self.assertIn("v=", image_url(media, "small"))
            self.assertEqual(browser.get(self.client.url(media.id, w=123)).status_code, 400)

    def test_sign_opens_a_private_media(self) -> None:
        media = self.client.upload(png(), visibility="private")
        token = self.client.sign([media.id], "PT1M")[media.id]
        with httpx.Client(base_url=URL) as browser:
            self.assertEqual(browser.get(image_url(media.id, "small")).status_code, 404)
            self.assertEqual(browser.get(image_url(media.id, "small", t=token)).status_code, 200)

    def test_ticket_permits_an_upload(self) -> None:
        ticket = self.client.ticket(group=self.group, types=["image/*"], expires="PT5M")
        self.assertNotIn(ticket.text, repr(ticket))
        with Calotype(URL, ticket.text) as holder:
            media = holder.upload(png())
            with self.assertRaises(Problem) as refused:
                holder.upload(png())
        self.assertEqual(refused.exception.slug, "ticket-refused")
        self.assertEqual(self.client.get(media.id).group, self.group)

    def test_events_follow_and_resume(self) -> None:
        events = self.client.events()
        self.assertEqual(next(events).type, "reset")
        first = self.client.upload(png())
        seen = next(event for event in events if event.media == first.id)
        self.assertEqual((seen.type, seen.kind), ("uploaded", "image"))
        events.close()
        self.client.delete(first.id)
        resumed = self.client.events(seen.id)
        self.assertEqual(next(event for event in resumed if event.media == first.id).type, "deleted")
        resumed.close()

    def test_example_of_the_documentation_runs(self) -> None:
        page = (Path(__file__).parents[3] / "docs" / "clients.md").read_text("utf-8")
        example = re.search(r"^```python\n(.*?)^```$", page, re.M | re.S)
        assert example
        printed: list[tuple[object, ...]] = []
        here = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                Path("beach.jpg").write_bytes(png())
                exec(example[1], {"url": URL, "key": KEY, "print": lambda *values: printed.append(values)})
            finally:
                os.chdir(here)
        self.assertEqual(printed[-1][:2], (415, "unsupported-media"))

    def test_wrong_key_is_a_problem(self) -> None:
        with Calotype(URL, "wrong") as stranger, self.assertRaises(Problem) as refused:
            next(stranger.list())
        self.assertEqual(refused.exception.slug, "unauthorized")

    def test_server_away_is_a_failed_connection(self) -> None:
        with Calotype("http://127.0.0.1:1", retries=0) as client, self.assertRaises(ConnectionFailed):
            client.get("a")

    def test_overloaded_server_is_asked_again(self) -> None:
        with Busy(2) as busy, Calotype(busy.url) as client:
            self.assertEqual(client.delete_group("g"), 3)
            self.assertEqual(busy.requests, 3)
        with Busy(9) as busy, Calotype(busy.url, retries=1) as client, self.assertRaises(Problem) as refused:
            client.upload(io.BytesIO(b"x"))
        self.assertEqual((refused.exception.status, busy.requests), (503, 2))


SERVER = "http://calotype.internal:8080"
STORE = "https://store.example.org"
PUBLIC = "https://media.example.org/site"
LINKS = {"self": "/api/media/m", "content": "/c", "thumbnail": "/t", "image": "/images/m"}
RECORD = {
    **{"id": "m", "kind": "image", "type": "image/png", "bytes": 9, "width": 1, "height": 1, "sha256": "00"},
    **{"createdAt": "2026-11-30T15:04:05.123Z", "visibility": "public", "links": LINKS},
}


class Seen:
    """A transport with responses of the test. ``requests`` has method, URL and credentials of each request."""

    def __init__(self, *answers: httpx.Response | httpx.TransportError) -> None:
        self.requests: list[tuple[str, str, str | None]] = []
        self.transport = httpx.MockTransport(self._answer)
        self._answers = iter(answers)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append((request.method, str(request.url), request.headers.get("authorization")))
        answer = next(self._answers)
        if isinstance(answer, httpx.TransportError):
            raise answer
        return answer


def redirect(status: int, location: str) -> httpx.Response:
    return httpx.Response(status, headers={"Location": location})


class AddressTest(unittest.IsolatedAsyncioTestCase):
    """The addresses to which requests and the key go."""

    def test_content_follows_redirects_without_the_key(self) -> None:
        signed = STORE + "/bucket/a%20b?X-Amz-Signature=0f%2F1"
        last = [redirect(302, SERVER + "/d"), httpx.Response(200, content=b"x")]
        seen = Seen(redirect(302, signed), redirect(307, "/c"), *last)
        with Calotype(SERVER, "secret", transport=seen.transport) as client:
            self.assertEqual(client.content("m"), b"x")
        first = ("GET", SERVER + "/api/media/m/content", "Bearer secret")
        others = [("GET", url, None) for url in (signed, STORE + "/c", SERVER + "/d")]
        self.assertEqual(seen.requests, [first, *others])

    async def test_content_of_the_asynchronous_client_follows_redirects_without_the_key(self) -> None:
        seen = Seen(redirect(302, STORE + "/o"), httpx.Response(200, content=b"x"))
        async with AsyncCalotype(SERVER, "secret", transport=seen.transport) as client:
            self.assertEqual(await client.content("m"), b"x")
        self.assertEqual([key for _, _, key in seen.requests], ["Bearer secret", None])

    def test_content_that_is_not_delivered_is_a_problem(self) -> None:
        away = redirect(302, STORE + "/o")
        for answers in ([away] * 4, [redirect(301, STORE)], [away, httpx.Response(403)]):
            seen = Seen(*answers)
            with Calotype(SERVER, "secret", transport=seen.transport) as client, self.assertRaises(Problem) as refused:
                client.content("m")
            self.assertEqual((refused.exception.status, len(seen.requests)), (answers[-1].status_code, len(answers)))

    def test_upload_resumable_stays_at_the_configured_url(self) -> None:
        seen = Seen(
            redirect(201, PUBLIC + "/api/uploads/u?a=b/c"),
            httpx.WriteError("cut"),
            httpx.Response(200, headers={"Upload-Offset": "3"}),
            httpx.Response(204, headers={"Media-Location": PUBLIC + "/api/media/m"}),
            httpx.Response(200, json=RECORD),
        )
        with Calotype(SERVER + "/below", "secret", transport=seen.transport) as client:
            self.assertEqual(client.upload(b"123456789", resumable=True).id, "m")
        piece = "PATCH /uploads/u?a=b/c"
        paths = ["POST /uploads", piece, "HEAD /uploads/u?a=b/c", piece, "GET /media/m"]
        expected = [(*path.replace("/", SERVER + "/below/api/", 1).split(" "), "Bearer secret") for path in paths]
        self.assertEqual(seen.requests, expected)


class Busy:
    """A server that refuses the first requests with 503, and reads their bodies."""

    def __init__(self, refusals: int) -> None:
        self.requests = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_DELETE(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                outer.requests += 1
                refused = outer.requests <= refusals
                body = b'{"type":"/problems/overloaded","title":"Overloaded"}' if refused else b'{"deleted":3}'
                self.send_response(503 if refused else 200)
                self.send_header("Content-Length", str(len(body)))
                if refused:
                    self.send_header("Retry-After", "0")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_DELETE

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "Busy":
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class AsyncTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.client = AsyncCalotype(URL, KEY)
        self.addAsyncCleanup(self.client.close)
        self.group = uuid.uuid4().hex

    async def test_life_of_a_media(self) -> None:
        events = self.client.events()
        self.assertEqual((await anext(events)).type, "reset")
        sent = png()
        media = await self.client.upload(io.BytesIO(sent), group=self.group)
        self.assertEqual(await self.client.content(media.id), sent)
        self.assertEqual([one.id async for one in self.client.list(group=self.group, page_size=1)], [media.id])
        self.assertEqual((await self.client.patch(media.id, ttl=60)).id, media.id)
        self.assertEqual(set(await self.client.sign([media.id])), {media.id})
        self.assertTrue(await self.client.delete(media.id))
        types = []
        async for event in events:
            if event.media == media.id:
                types.append(event.type)
                if event.type == "deleted":
                    break
        self.assertEqual(types, ["uploaded", "changed", "deleted"])
        await events.aclose()

    async def test_uploads_at_once_are_all_stored(self) -> None:
        uploads = [self.client.upload(png(noise=300_000), group=self.group, resumable=i % 2 == 0) for i in range(6)]
        stored = await asyncio.gather(*uploads)
        self.assertEqual((await self.client.delete_batch([one.id for one in stored])).deleted, 6)

    async def test_ticket_permits_an_upload(self) -> None:
        ticket = await self.client.ticket(bytes=10_000, count=2, group=self.group)
        async with AsyncCalotype(URL, ticket.text) as holder:
            self.assertEqual((await holder.upload(png())).group, self.group)
            with self.assertRaises(Problem):
                await holder.upload(png(noise=20_000))

    async def test_problem_is_raised(self) -> None:
        with self.assertRaises(Problem) as refused:
            await self.client.get("absent")
        self.assertEqual(refused.exception.status, 404)
