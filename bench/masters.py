#!/usr/bin/env python3
"""Benefit of a smaller near-lossless master: renditions from it against renditions from the original (ADR-0010).

  venv/bin/python bench/masters.py FILES... [--side 2048] [--quality 95]

Needs the packages of bench/encoders.py, and runs the same libvips. One line for each file: CPU milliseconds of a 400 px WebP from
the original (shrunk by the decoder as far as Calotype does) and from the master; SSIMULACRA2 between the two
before encoding, at 400 and at 1600 px; the cost of the master, in CPU milliseconds and bytes.
"""
import argparse
import pathlib
import tempfile
import time

from encoders import use_our_library


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="+", type=pathlib.Path)
    arguments.add_argument("--side", type=int, default=2048)
    arguments.add_argument("--quality", type=int, default=95)
    options = arguments.parse_args()
    use_our_library()
    print("file original master score400 score1600 making kB")
    with tempfile.TemporaryDirectory() as folder:
        for file in options.files:
            compare(file, pathlib.Path(folder), options)


def compare(file, folder, options):
    import pyvips
    import ssimulacra2

    pyvips.voperation.cache_set_max(0)
    master = folder / "master.jpg"
    making = cpu(lambda: scaled(file, options.side).write_to_file(
        str(master), Q=options.quality, subsample_mode="off", keep="none"))
    original = cpu(lambda: scaled(file, 400).write_to_buffer(".webp", Q=85, effort=4, keep="none"))
    small = cpu(lambda: scaled(master, 400).write_to_buffer(".webp", Q=85, effort=4, keep="none"))
    scores = []
    for side in (400, 1600):
        one, other = folder / "one.png", folder / "other.png"
        first = scaled(file, side)
        first.write_to_file(str(one), keep="none")
        scaled(master, side, (first.width, first.height)).write_to_file(str(other), keep="none")
        scores.append(ssimulacra2.compute_ssimulacra2(str(one), str(other)))
    print(f"{file.name} {original:.0f} {small:.0f} {scores[0]:.1f} {scores[1]:.1f} {making:.0f} "
          f"{master.stat().st_size / 1000:.0f}", flush=True)


def scaled(file, side, size=None):
    """As Calotype does it: the decoder halves a JPEG as long as 800 px, or the side, are left."""
    import pyvips

    header = pyvips.Image.new_from_file(str(file))
    wanted = max(side, 800)
    factor = 1
    while factor < 8 and max(header.width, header.height) // (2 * factor) >= wanted:
        factor *= 2
    jpeg = header.get("vips-loader").startswith("jpeg")
    options = {"shrink": factor} if jpeg and factor > 1 else {}
    picture = pyvips.Image.new_from_file(str(file), access="sequential", **options)
    width, height = size or [max(1, round(length * side / max(header.width, header.height)))
                             for length in (header.width, header.height)]
    return picture.resize(width / picture.width, vscale=height / picture.height)


def cpu(work):
    best = []
    for _ in range(5):
        begun = time.process_time()
        work()
        best.append(time.process_time() - begun)
    return min(best) * 1000


if __name__ == "__main__":
    main()
