#!/usr/bin/env python3
"""Costs and results of encoder settings: bytes, CPU and SSIMULACRA2 over a folder of pictures (ADR-0009).

  python3 -m venv venv && venv/bin/pip install pyvips numpy scipy pillow ssimulacra2 matplotlib
  venv/bin/python bench/encoders.py FOLDER_OR_FILES... [--sides 400,800] [--plot docs/adr/0009-encoders.svg]

It runs the bundled libvips, from target/classes/native. Each picture is scaled once to each side. Each setting
encodes the result, and the decoded file is compared with it. One line for each setting: bytes and
score as means over all pictures, CPU milliseconds as the mean of the best of three.
"""
import argparse
import os
import pathlib
import statistics
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "target/classes/native/linux-amd64/libvips-cpp.so.8.18.7"
NAMES = ("libvips.so.42", "libglib-2.0.so.0", "libgobject-2.0.so.0")


def settings():
    """Name, file ending and save options of everything that is compared."""
    jpeg = dict(Q=85, optimize_coding=True, keep="none")
    yield "jpeg baseline 4:2:0", ".jpg", dict(jpeg, subsample_mode="on")
    for quality in (81, 82, 83, 84, 85):
        yield f"jpeg baseline table 3, q{quality}", ".jpg", dict(jpeg, Q=quality, subsample_mode="on", quant_table=3)
    yield "jpeg progressive 4:2:0", ".jpg", dict(jpeg, subsample_mode="on", interlace=True)
    yield "jpeg progressive 4:4:4", ".jpg", dict(jpeg, subsample_mode="off", interlace=True)
    yield "jpeg trellis 4:2:0", ".jpg", dict(
        jpeg, subsample_mode="on", interlace=True, trellis_quant=True, overshoot_deringing=True,
        optimize_scans=True, quant_table=3)
    yield "jpeg quant table 3", ".jpg", dict(jpeg, subsample_mode="on", interlace=True, quant_table=3)
    for quality in (75, 80, 90):
        yield f"jpeg progressive q{quality}", ".jpg", dict(
            jpeg, Q=quality, subsample_mode="on", interlace=True)
    for effort in (0, 1, 2, 3, 4, 6):
        yield f"webp effort {effort}", ".webp", dict(Q=85, effort=effort, keep="none")
    for quality in (86, 87):
        yield f"webp effort 2, q{quality}", ".webp", dict(Q=quality, effort=2, keep="none")
    yield "webp effort 4, smart", ".webp", dict(Q=85, effort=4, smart_subsample=True, keep="none")
    for quality in (75, 80, 90):
        yield f"webp effort 4, q{quality}", ".webp", dict(Q=quality, effort=4, keep="none")
    avif = dict(compression="av1", keep="none")
    for effort in (0, 1, 2, 3, 4):
        yield f"avif q60 effort {effort}", ".avif", dict(avif, Q=60, effort=effort, bitdepth=8)
    for quality in (50, 55, 65, 70):
        yield f"avif q{quality} effort 1", ".avif", dict(avif, Q=quality, effort=1, bitdepth=8)
    yield "avif q60 effort 1, 4:4:4", ".avif", dict(
        avif, Q=60, effort=1, bitdepth=8, subsample_mode="off")
    yield "avif q60 effort 1, 10 bits", ".avif", dict(avif, Q=60, effort=1, bitdepth=10)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="+", type=pathlib.Path)
    arguments.add_argument("--sides", default="400,800")
    arguments.add_argument("--plot", type=pathlib.Path)
    options = arguments.parse_args()
    files = sorted(f for path in options.files for f in (path.iterdir() if path.is_dir() else [path]))
    use_our_library()
    rows = {name: [] for name, _, _ in settings()}
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            for side in options.sides.split(","):
                measure(file, int(side), pathlib.Path(folder), rows)
    for name, values in rows.items():
        size, cpu, score = (statistics.mean(column) for column in zip(*values))
        print(f"{name:28} {size / 1000:8.1f} kB {cpu:7.1f} ms {score:6.1f}", flush=True)
    if options.plot:
        plot(rows, options.plot)


def use_our_library():
    """The loader of pyvips asks for three libraries by name; ours is all of them."""
    folder = pathlib.Path(tempfile.gettempdir()) / "calotype-bench-lib"
    if os.environ.get("LD_LIBRARY_PATH") != str(folder):
        folder.mkdir(exist_ok=True)
        for name in NAMES:
            (folder / name).unlink(missing_ok=True)
            (folder / name).symlink_to(LIBRARY)
        os.environ["LD_LIBRARY_PATH"] = str(folder)
        os.execv(sys.executable, [sys.executable, *sys.argv])


def measure(file, side, folder, rows):
    import pyvips
    import ssimulacra2

    pyvips.voperation.cache_set_max(0)
    picture = pyvips.Image.thumbnail(
        str(file), side, height=side, size="down", export_profile="srgb").copy_memory()
    if picture.hasalpha():
        picture = picture.flatten(background=255).copy_memory()
    if picture.bands == 1:
        picture = picture.colourspace("srgb").copy_memory()
    reference = folder / "reference.png"
    picture.write_to_file(str(reference), keep="none")
    for name, ending, save in settings():
        cpu, encoded = min((timed(picture, ending, save) for _ in range(3)), key=lambda one: one[0])
        decoded = folder / "decoded.png"
        pyvips.Image.new_from_buffer(encoded, "").write_to_file(str(decoded), keep="none")
        score = ssimulacra2.compute_ssimulacra2(str(reference), str(decoded))
        rows[name].append((len(encoded), cpu * 1000, score))
    print(f"# {file.name} {picture.width}x{picture.height}", file=sys.stderr, flush=True)


def timed(picture, ending, save):
    begun = time.process_time()
    encoded = picture.write_to_buffer(ending, **save)
    return time.process_time() - begun, encoded


def plot(rows, file):
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4.6))
    colours = {"jpeg": "tab:orange", "webp": "tab:blue", "avif": "tab:green"}
    for name, values in rows.items():
        size, cpu, score = (statistics.mean(column) for column in zip(*values))
        kind, label = name.split(" ", 1)
        for axis, x in zip(axes, (size / 1000, cpu)):
            axis.scatter(x, score, color=colours[kind], s=18)
            axis.annotate(label, (x, score), fontsize=6, xytext=(3, 2), textcoords="offset points")
    axes[0].set_xlabel("kB a picture")
    axes[1].set_xlabel("CPU ms to encode")
    axes[1].set_xscale("log")
    axes[0].set_ylabel("SSIMULACRA2")
    for kind, colour in colours.items():
        axes[0].scatter([], [], color=colour, label=kind)
    axes[0].legend()
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


if __name__ == "__main__":
    main()
