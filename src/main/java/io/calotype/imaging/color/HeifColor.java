package io.calotype.imaging.color;

import io.calotype.imaging.bitmap.Av1Sequence;
import io.calotype.imaging.bitmap.HeifFile;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The sample ranges of a HEIF file such as an AVIF that its decoder does not expand.
///
/// @param grey whether the picture is luma only, of limited range
/// @param alpha whether its alpha plane is of limited range
public record HeifColor(boolean grey, boolean alpha) {
  private static final HeifColor FULL = new HeifColor(false, false);
  private static final int NCLX = 0x6e636c78;

  /// Reads the ranges of a file.
  public static HeifColor of(ByteBuffer file) {
    return HeifFile.read(file)
        .map(heif ->
            new HeifColor(
                luma(heif, heif.primary()) && limited(heif, heif.primary()),
                heif.alphaOf(heif.primary()).map(alpha -> limited(heif, alpha)).orElse(false)))
        .orElse(FULL);
  }

  /// The property `colr` of type `nclx` of an item (ISO/IEC 14496-12 section 12.1.5).
  static Optional<Cicp> nclx(HeifFile heif, int item) {
    return heif.properties(item, "colr").stream()
        .filter(colr -> colr.limit() >= 11 && colr.getInt(0) == NCLX)
        .map(colr -> new Cicp(colr.getShort(4), colr.getShort(6), (colr.get(10) & 0x80) != 0))
        .findFirst();
  }

  /// The code points of the primary picture: those of the file, otherwise of its AV1 sequence.
  static Optional<Cicp> codePoints(HeifFile heif) {
    int coded = heif.coded(heif.primary());
    return nclx(heif, heif.primary())
        .or(() -> nclx(heif, coded))
        .or(() ->
            sequence(heif, coded)
                .map(av1 -> new Cicp(av1.primaries(), av1.transfer(), av1.fullRange())));
  }

  /// Whether the item is of limited range, according to the file, otherwise to its AV1 sequence.
  private static boolean limited(HeifFile heif, int item) {
    int coded = heif.coded(item);
    return nclx(heif, item)
        .or(() -> nclx(heif, coded))
        .map(nclx -> !nclx.fullRange())
        .or(() -> sequence(heif, coded).map(sequence -> !sequence.fullRange()))
        .orElse(false);
  }

  private static boolean luma(HeifFile heif, int item) {
    int coded = heif.coded(item);
    Optional<ByteBuffer> av1 = heif.property(coded, "av1C").filter(box -> box.limit() >= 4);
    Optional<ByteBuffer> hevc = heif.property(coded, "hvcC").filter(box -> box.limit() >= 17);
    return av1.map(box -> (box.get(2) & 0x10) != 0)
        .or(() -> hevc.map(box -> (box.get(16) & 3) == 0))
        .orElse(false);
  }

  private static Optional<Av1Sequence> sequence(HeifFile heif, int coded) {
    return heif.property(coded, "av1C").isPresent()
        ? heif.data(coded).flatMap(Av1Sequence::find)
        : Optional.empty();
  }
}
