package io.calotype.imaging.bitmap.psd;

import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The merged picture of a Photoshop document, PSD or PSB, which follows its layers (Adobe
/// Photoshop File Formats Specification, "Image Data Section").
///
/// Every colour mode is supported, with 1, 8, 16 or 32 bits a sample, plain or packed. Decoded
/// samples have 8 bits. A document that was saved without a merged picture is refused: it contains
/// a plain area instead.
///
/// Errors: `BitmapException` if the file is invalid.
public final class Psd {
  private static final int OPAQUE = 255;

  private final CheckedBytes file;
  private final PsdHeader header;
  private final PsdSections sections;

  private Psd(CheckedBytes file) {
    this.file = file;
    header = PsdHeader.read(file);
    sections = new PsdSections(file, header);
  }

  /// Reads the document in the remaining bytes of a buffer, which does not change. No pixel is
  /// read.
  public static Psd read(ByteBuffer file) {
    Psd psd = new Psd(CheckedBytes.bigEndian(file));
    psd.planes();
    return psd;
  }

  /// The width in pixels.
  public int width() {
    return header.width();
  }

  /// The height in pixels.
  public int height() {
    return header.height();
  }

  /// Whether the picture has transparency. CMYK is printed on white instead.
  public boolean alpha() {
    return header.mode() == PsdMode.INDEXED
        ? sections.transparentIndex() >= 0
        : hasAlpha() && !inks();
  }

  private boolean hasAlpha() {
    return sections.transparent() && header.channels() > colours();
  }

  private int colours() {
    return header.mode().bands(header.channels());
  }

  /// Whether its samples are amounts of cyan, magenta, yellow and black, without alpha.
  public boolean inks() {
    return colours() == 4;
  }

  /// The bytes of a decoded pixel: grey, RGB or CMYK, and alpha after the first two.
  public int bands() {
    int bands = header.mode() == PsdMode.INDEXED ? 3 : colours();
    return alpha() ? bands + 1 : bands;
  }

  /// The ICC profile of its samples. Samples that are converted to sRGB have none.
  public Optional<ByteBuffer> profile() {
    boolean converted =
        switch (header.mode()) {
          case LAB, BITMAP, DUOTONE, MULTICHANNEL -> true;
          case GREY, INDEXED, RGB, CMYK -> header.depth() == 32;
        };
    return converted ? Optional.empty() : sections.profile();
  }

  /// The EXIF of the document, which begins like a TIFF.
  public Optional<ByteBuffer> exif() {
    return sections.exif();
  }

  /// The XMP packet of the document.
  public Optional<ByteBuffer> xmp() {
    return sections.xmp();
  }

  /// Fills `width * height * bands` bytes from the position of `pixels`, which does not move. Rows
  /// run from top to bottom; colours are not premultiplied.
  ///
  /// Errors: `IndexOutOfBoundsException` if there is no room for them; `BitmapException`, possibly
  /// after some were filled.
  public void decode(ByteBuffer pixels) {
    ByteBuffer out = pixels.slice();
    PsdPlanes planes = planes();
    for (int plane = 0; plane < planeCount(); plane++) {
      for (int y = 0; y < header.height(); y++) {
        planes.read((long) plane * header.height() + y);
        fill(out, planes, plane, y);
      }
    }
    if (header.mode() == PsdMode.LAB) {
      convertLab(out);
    }
    if (alpha() && header.mode() != PsdMode.INDEXED) {
      removeWhite(out);
    }
  }

  private PsdPlanes planes() {
    return new PsdPlanes(file, header, sections.merged(), planeCount());
  }

  private int planeCount() {
    return colours() + (alpha() && header.mode() != PsdMode.INDEXED ? 1 : 0);
  }

  private void fill(ByteBuffer out, PsdPlanes planes, int plane, int y) {
    int bands = bands();
    boolean shares = plane >= colours() || inks() || header.mode() == PsdMode.LAB;
    for (int x = 0; x < header.width(); x++) {
      int at = (y * header.width() + x) * bands;
      int level = planes.level(x, shares);
      if (header.mode() == PsdMode.INDEXED) {
        color(out, at, level);
      } else {
        out.put(at + plane, (byte) (inks() ? OPAQUE - level : level)); // ink is stored inverted
      }
    }
  }

  private void color(ByteBuffer out, int at, int index) {
    paint(out, at, sections.rgb(index));
    if (alpha()) {
      out.put(at + 3, (byte) (index == sections.transparentIndex() ? 0 : OPAQUE));
    }
  }

  private static void paint(ByteBuffer out, int at, int rgb) {
    out.put(at, (byte) (rgb >> 16)).put(at + 1, (byte) (rgb >> 8)).put(at + 2, (byte) rgb);
  }

  private void convertLab(ByteBuffer out) {
    int bands = bands();
    for (int at = 0; at < width() * height() * bands; at += bands) {
      int lightness = Byte.toUnsignedInt(out.get(at));
      int a = Byte.toUnsignedInt(out.get(at + 1));
      int b = Byte.toUnsignedInt(out.get(at + 2));
      paint(out, at, LabColor.rgb(lightness, a, b));
    }
  }

  /// Removes the white with which Photoshop blends a transparent merged picture.
  private void removeWhite(ByteBuffer out) {
    int bands = bands();
    for (int at = 0; at < width() * height() * bands; at += bands) {
      int alpha = Byte.toUnsignedInt(out.get(at + bands - 1));
      for (int band = 0; alpha > 0 && alpha < OPAQUE && band < bands - 1; band++) {
        int blended = Byte.toUnsignedInt(out.get(at + band)) - (OPAQUE - alpha);
        out.put(at + band, (byte) Math.clamp((blended * OPAQUE + alpha / 2) / alpha, 0, OPAQUE));
      }
    }
  }
}
