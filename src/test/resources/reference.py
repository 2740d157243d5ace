"""What Pillow makes of a picture: orientation applied, converted to sRGB, fitted inside a square.

    reference.py SOURCE SIDE TARGET.png
"""

import io
import sys

from PIL import Image, ImageCms, ImageOps

source, side, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
picture = Image.open(source)
profile = picture.info.get("icc_profile")
picture = ImageOps.exif_transpose(picture)
if profile:
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if picture.mode == "RGBA" else picture
    picture = ImageCms.profileToProfile(
        colours,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
    )
    if alpha:
        picture.putalpha(alpha)
scale = min(1, side / max(picture.size))
size = tuple(max(1, round(length * scale)) for length in picture.size)
picture.resize(size, Image.LANCZOS).save(target)
