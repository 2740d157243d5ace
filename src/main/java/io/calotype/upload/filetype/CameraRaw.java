package io.calotype.upload.filetype;

import io.calotype.media.MediaType;
import io.calotype.originals.StagedFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Detects camera raw files: sensor data with a small preview, which is no substitute for the
/// picture.
///
/// Many raw formats are TIFF files. Their directories distinguish them from TIFF pictures. One of
/// them has a DNG version (DNG 1.7 chapter 4), or a colour filter array or linear raw data
/// (TIFF/EP). Otherwise the first one declares itself a reduced copy of another.
public final class CameraRaw {
  private static final long COLOUR_FILTER_ARRAY = 32803;
  private static final long LINEAR_RAW = 34892;
  private static final long REDUCED = 1;

  /// Olympus, Panasonic and Leica, Fujifilm, Canon before CR2, Minolta, Sigma.
  private static final List<byte[]> MAGIC =
      Stream.of(
              "4949524f",
              "49495253",
              "4d4d4f52",
              "49495500",
              "46554a4946494c4d4343442d524157",
              "49491a00000048454150434344",
              "004d524d",
              "464f5662")
          .map(HexFormat.of()::parseHex)
          .toList();

  /// Canon's CR3, an ISO base media file; Canon's CR2 and Phase One's IIQ, which are TIFF files.
  private static final List<Mark> MARKS =
      List.of(
          new Mark(4, "ftypcrx "), new Mark(8, "CR\2\0"), new Mark(8, "IIII"), new Mark(8, "MMMM"));

  private CameraRaw() {}

  /// Characters at an offset.
  private record Mark(int offset, String text) {
    boolean in(byte[] head) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      return head.length >= offset + bytes.length
          && Arrays.equals(head, offset, offset + bytes.length, bytes, 0, bytes.length);
    }
  }

  /// Returns whether `file` is a camera raw file.
  public static boolean is(StagedFile file) {
    byte[] head = file.head();
    boolean tiff = Sniffer.sniff(head).filter(MediaType.TIFF::equals).isPresent();
    return MAGIC.stream().anyMatch(magic -> begins(head, magic))
        || MARKS.getFirst().in(head)
        || (tiff
            && (MARKS.stream().anyMatch(mark -> mark.in(head))
                || file.read(bytes -> raw(RawDirectory.of(bytes)))));
  }

  private static boolean begins(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  /// Returns whether the directories of a TIFF are those of a camera raw file.
  static boolean raw(List<RawDirectory> all) {
    return all.stream().anyMatch(CameraRaw::sensor)
        || (all.size() > 1 && (all.getFirst().value(RawDirectory.NEW_SUBFILE_TYPE) & REDUCED) != 0);
  }

  private static boolean sensor(RawDirectory directory) {
    long photometric = directory.value(RawDirectory.PHOTOMETRIC);
    return directory.values().containsKey(RawDirectory.DNG_VERSION)
        || photometric == COLOUR_FILTER_ARRAY
        || photometric == LINEAR_RAW;
  }
}
