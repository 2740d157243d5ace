package io.calotype.imaging.bitmap.psd;

import io.calotype.imaging.bitmap.BitmapException;
import io.calotype.imaging.bitmap.CheckedBytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sections of a Photoshop document between its header and its merged picture.
final class PsdSections {
  private static final int SIGNATURE = 0x3842494d;
  private static final int SIGNATURE_64 = 0x38423634;
  private static final int ICC_PROFILE = 1039;
  private static final int TRANSPARENT_INDEX = 1047;
  private static final int VERSION_INFO = 1057;
  private static final int EXIF = 1058;
  private static final int XMP = 1060;

  /// `Lr16`, `Lr32`, `Layr`: layers; `Mt16`, `Mt32`, `Mtrn`: the merged picture is transparent.
  private static final int LR16 = 0x4c723136;

  private static final int LR32 = 0x4c723332;
  private static final int LAYR = 0x4c617972;
  private static final int MT16 = 0x4d743136;
  private static final int MT32 = 0x4d743332;
  private static final int MTRN = 0x4d74726e;

  private final CheckedBytes file;
  private final PsdHeader header;
  private final long palette = PsdHeader.BYTES + 4L;
  private final long paletteBytes;
  private final long merged;
  private boolean transparent;
  private @Nullable ByteBuffer profile;
  private @Nullable ByteBuffer exif;
  private @Nullable ByteBuffer xmp;
  private int transparentIndex = -1;

  PsdSections(CheckedBytes file, PsdHeader header) {
    this.file = file;
    this.header = header;
    paletteBytes = file.u32(PsdHeader.BYTES);
    long resources = palette + paletteBytes;
    long layers = resources + 4 + file.u32(resources);
    readResources(resources + 4, layers);
    long length = header.length(file, layers);
    long first = layers + header.lengthBytes();
    file.within(first, length);
    merged = first + length;
    if (length > 0) {
      readLayers(first);
    }
  }

  /// The offset of the merged picture.
  long merged() {
    return merged;
  }

  /// Whether the first channel after the colours is the alpha of the merged picture. Any other is a
  /// selection or a spot colour.
  boolean transparent() {
    return transparent;
  }

  Optional<ByteBuffer> profile() {
    return Optional.ofNullable(profile);
  }

  Optional<ByteBuffer> exif() {
    return Optional.ofNullable(exif);
  }

  Optional<ByteBuffer> xmp() {
    return Optional.ofNullable(xmp);
  }

  /// The transparent entry of the palette; -1 if every entry is opaque.
  int transparentIndex() {
    return transparentIndex;
  }

  /// A colour of the palette, which lists all reds, then all greens, then all blues.
  int rgb(int index) {
    long entries = paletteBytes / 3;
    if (index >= entries) {
      return 0;
    }
    long at = palette + index;
    return (file.u8(at) << 16) | (file.u8(at + entries) << 8) | file.u8(at + 2 * entries);
  }

  private void readResources(long first, long end) {
    long at = first;
    while (at + 12 <= end && file.i32(at) == SIGNATURE) {
      int id = file.u16(at + 4);
      long name = at + 6;
      long size = name + file.u8(name) / 2 * 2L + 2;
      long length = file.u32(size);
      resource(id, size + 4, length);
      at = size + 4 + length + length % 2;
    }
  }

  private void resource(int id, long at, long length) {
    switch (id) {
      case ICC_PROFILE -> profile = file.part(at, length);
      case EXIF -> exif = file.part(at, length);
      case XMP -> xmp = file.part(at, length);
      case TRANSPARENT_INDEX -> transparentIndex = file.u16(at);
      case VERSION_INFO -> {
        if (file.u8(at + 4) == 0) {
          throw new BitmapException("saved without a merged picture");
        }
      }
      default -> {}
    }
  }

  /// Reads the layer section. A negative number of layers means that the merged picture is
  /// transparent.
  private void readLayers(long first) {
    long length = header.length(file, first);
    long layers = first + header.lengthBytes();
    transparent = length >= 2 && negative(layers);
    long mask = layers + length;
    if (mask + 4 <= merged) {
      readBlocks(mask + 4 + file.u32(mask));
    }
  }

  private boolean negative(long at) {
    return file.u16(at) >= 0x8000;
  }

  /// Reads additional layer information, which contains the layers of documents of 16 and 32 bits.
  private void readBlocks(long first) {
    long at = first;
    while (at + 12 <= merged && signed(at)) {
      int key = file.i32(at + 4);
      boolean wide = header.large() && wide(key);
      long length = wide ? header.length(file, at + 8) : file.u32(at + 8);
      long data = at + (wide ? 16 : 12);
      transparent |= transparency(key) || (layers(key) && length >= 2 && negative(data));
      at = data + Math.max(0, length + 3) / 4 * 4;
    }
  }

  private boolean signed(long at) {
    return file.i32(at) == SIGNATURE || file.i32(at) == SIGNATURE_64;
  }

  private static boolean layers(int key) {
    return key == LR16 || key == LR32 || key == LAYR;
  }

  private static boolean transparency(int key) {
    return key == MT16 || key == MT32 || key == MTRN;
  }

  /// Whether the length field of a key has eight bytes in a PSB: the keys of this section, and
  /// `LMsk`.
  private static boolean wide(int key) {
    return layers(key) || transparency(key) || key == 0x4c4d736b;
  }
}
