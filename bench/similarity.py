#!/usr/bin/env python3
"""Renditions by Calotype against those of another program: structural similarity, worst first.

  ./calotype serve --port 8099 --data /tmp/similarity
  venv/bin/python bench/similarity.py http://localhost:8099 FOLDER_OR_FILES... [--side 400]

The other program is Pillow (its Lanczos filter, its littleCMS for profiles), and ImageMagick where Pillow cannot
read a file. Both make a PNG inside the same square; alpha is put on grey. One line for each file: SSIM of luma with a
window of 8 by 8 pixels (1 is the same), the mean difference in levels, and the program that made the reference.
"""
import argparse
import io
import pathlib
import subprocess
import urllib.request

import numpy
from PIL import Image, ImageCms, ImageOps

GREY = (128, 128, 128, 255)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("server")
    arguments.add_argument("files", nargs="+", type=pathlib.Path)
    arguments.add_argument("--side", type=int, default=400)
    options = arguments.parse_args()
    files = sorted(f for path in options.files for f in (path.rglob("*") if path.is_dir() else [path]) if f.is_file())
    rows = []
    for file in files:
        ours = delivered(options.server, file, options.side)
        if ours is None:
            continue
        reference, maker = other(file, ours.size)
        if reference is None or min(ours.size) < 8:
            continue
        one, two = (numpy.asarray(picture, dtype=float) for picture in (ours, reference))
        rows.append((ssim(luma(one), luma(two)), abs(one - two).mean(), file.name, maker))
    for score, difference, name, maker in sorted(rows):
        print(f"{score:.4f} {difference:6.2f} {name:44} {maker}")


def delivered(server, file, side):
    name = "".join(c if c.isalnum() else "-" for c in file.name)
    request = urllib.request.Request(f"{server}/api/media/{name}", data=file.read_bytes(), method="PUT")
    try:
        urllib.request.urlopen(request).close()
        png = urllib.request.urlopen(f"{server}/images/{name}?w={side}&h={side}&format=png").read()
    except urllib.error.HTTPError as refused:
        print(f"# {file.name}: {refused.code}")
        return None
    return on_grey(Image.open(io.BytesIO(png)))


def other(file, size):
    try:
        return with_pillow(file, size), "Pillow"
    except Exception:
        made = subprocess.run(
            ["convert", "-background", "none", f"{file}[0]", "-auto-orient", "-resize", "%dx%d!" % size,
             "-colorspace", "sRGB", "png:-"], capture_output=True)
        return (on_grey(Image.open(io.BytesIO(made.stdout))), "ImageMagick") if made.stdout else (None, "")


def with_pillow(file, size):
    picture = ImageOps.exif_transpose(Image.open(file))
    profile = picture.info.get("icc_profile")
    if picture.mode == "I;16":
        picture = Image.fromarray((numpy.asarray(picture) / 257).astype("uint8"))
    if profile and picture.mode in ("RGB", "RGBA", "L", "CMYK"):
        alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
        plain = picture.convert("RGB") if alpha else picture
        srgb = ImageCms.createProfile("sRGB")
        picture = ImageCms.profileToProfile(
            plain, ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb, outputMode="RGB")
        if alpha:
            picture.putalpha(alpha)
    clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    picture = picture.convert("RGBA" if clear else "RGB")
    return on_grey(picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=None))


def on_grey(picture):
    rgba = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, GREY), rgba).convert("RGB")


def luma(pixels):
    return pixels @ [0.299, 0.587, 0.114]


def ssim(one, two, window=8):
    def mean(values):
        total = numpy.cumsum(numpy.cumsum(numpy.pad(values, ((1, 0), (1, 0))), 0), 1)
        box = total[window:, window:] - total[:-window, window:] - total[window:, :-window]
        return (box + total[:-window, :-window]) / window**2

    a, b = mean(one), mean(two)
    va, vb, both = mean(one * one) - a * a, mean(two * two) - b * b, mean(one * two) - a * b
    c, d = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float((((2 * a * b + c) * (2 * both + d)) / ((a * a + b * b + c) * (va + vb + d))).mean())


if __name__ == "__main__":
    main()
