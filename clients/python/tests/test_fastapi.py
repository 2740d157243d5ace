"""The examples of docs/fastapi.md, against the server at CALOTYPE_URL."""

import asyncio
import os
import re
import unittest
import uuid
from pathlib import Path

import httpx
from fastapi import FastAPI

from tests.test_client import KEY, URL, png

BLOCK = re.compile(r"^<!-- (?P<marker>[^\n]*) -->\n```python\n(?P<text>.*?)^```$", re.M | re.S)
PAGE = Path(__file__).parents[3] / "docs" / "fastapi.md"


def blocks() -> list[tuple[str, str]]:
    return [(found["marker"], found["text"]) for found in BLOCK.finditer(PAGE.read_text("utf-8"))]


def example(marker: str) -> dict[str, object]:
    os.environ |= {"CALOTYPE_URL": URL, "CALOTYPE_KEY": KEY}
    names: dict[str, object] = {}
    exec(compile(dict(blocks())[f"after: {marker}"], marker, "exec"), names)
    return names


class FastApiTest(unittest.IsolatedAsyncioTestCase):
    def caller(self, app: FastAPI) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://backend")

    async def delivered(self, response: httpx.Response) -> httpx.Response:
        self.assertIn(response.status_code, (302, 307))
        async with httpx.AsyncClient() as browser:
            return await browser.get(response.headers["location"])

    async def test_thumbnails(self) -> None:
        names = example("thumbnails")
        async with self.caller(names["app"]) as caller:
            answer = await caller.post("/photos", files={"file": ("beach.png", png(800, 600))})
            self.assertEqual(answer.status_code, 201, answer.text)
            photo = answer.json()
            self.assertEqual((photo["width"], photo["height"]), (800, 600))
            picture = await self.delivered(await caller.get(f"/photos/{photo['id']}/thumbnail"))
            self.assertEqual((picture.status_code, picture.headers["content-type"]), (200, "image/webp"))
            refused = await caller.post("/photos", files={"file": ("a.txt", b"no picture")})
            self.assertEqual(refused.status_code, 415)
        await names["calotype"].close()

    async def test_generator(self) -> None:
        names, job, picture = example("generator"), uuid.uuid4().hex, png(800, 600)
        await asyncio.gather(names["store"](job, picture), names["store"](job, picture))
        async with self.caller(names["app"]) as caller:
            self.assertEqual((await self.delivered(await caller.get(f"/images/{job}"))).status_code, 200)
            self.assertEqual((await caller.get("/images/absent")).status_code, 404)
        await names["calotype"].close()

    def test_examples_of_before_are_python(self) -> None:
        before = [text for marker, text in blocks() if marker == "before"]
        self.assertEqual(len(before), 2)
        for text in before:
            compile(text, "before", "exec")
