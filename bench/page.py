#!/usr/bin/env python3
"""Bytes of a page of thumbnails in JPEG, WebP and AVIF, and of the originals.

  ./calotype serve --port 8099 --data /tmp/page
  python3 bench/page.py http://localhost:8099 24 FILES... [--preset medium]

The page consists of the first accepted files, up to this number.
"""
import argparse
import pathlib
import urllib.error
import urllib.request


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("server")
    arguments.add_argument("count", type=int)
    arguments.add_argument("files", nargs="+", type=pathlib.Path)
    arguments.add_argument("--preset", default="medium")
    options = arguments.parse_args()
    names, originals = [], 0
    for file in options.files:
        name = "".join(c if c.isalnum() else "-" for c in file.name)
        if len(names) < options.count and stored(options.server, name, file):
            names.append(name)
            originals += file.stat().st_size
    print(f"{len(names)} pictures, originals {originals / 1e6:.1f} MB, preset {options.preset}")
    for format in ("png", "jpeg", "webp", "avif"):
        total = sum(length(f"{options.server}/images/{name}/{options.preset}?format={format}") for name in names)
        print(f"{format:5} {total / 1000:8.0f} kB {total / len(names) / 1000:6.1f} kB each")


def stored(server, name, file):
    request = urllib.request.Request(f"{server}/api/media/{name}", data=file.read_bytes(), method="PUT")
    try:
        urllib.request.urlopen(request).close()
        return True
    except urllib.error.HTTPError:
        return False


def length(url):
    with urllib.request.urlopen(url) as answer:
        return len(answer.read())


if __name__ == "__main__":
    main()
