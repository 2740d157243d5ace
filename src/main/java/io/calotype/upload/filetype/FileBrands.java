package io.calotype.upload.filetype;

import io.calotype.media.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The brands in the file type box of an ISO base media file (ISO/IEC 14496-12 section 4.3).
final class FileBrands {
  private static final int MAJOR = 8;
  private static final int COMPATIBLE = 16;
  private static final int LENGTH = 4;
  private static final int MAX_BOX = 256;

  /// AV1 and HEVC in HEIF; QuickTime. All other video brands are MP4 or 3GP.
  private static final Map<String, MediaType> KNOWN =
      Map.of(
          "avif", MediaType.AVIF,
          "avis", MediaType.AVIF,
          "heic", MediaType.HEIC,
          "heix", MediaType.HEIC,
          "heim", MediaType.HEIC,
          "heis", MediaType.HEIC,
          "hevc", MediaType.HEIC,
          "hevx", MediaType.HEIC,
          "qt  ", MediaType.QUICKTIME);

  private static final List<String> PICTURES = List.of("mif1", "msf1", "miaf");
  private static final List<String> VIDEOS =
      List.of("iso", "mp4", "mp7", "M4V", "avc", "MSN", "dash", "mmp", "f4v", "F4V", "XAVC", "cmf");

  private FileBrands() {}

  /// Returns the type that a file's brands declare; empty if no brand is known.
  static Optional<MediaType> type(byte[] head) {
    List<String> brands = brands(head);
    MediaType major = KNOWN.get(brands.getFirst());
    if (major != null) {
      return Optional.of(major);
    }
    return brands.getFirst().startsWith("3g")
        ? Optional.of(MediaType.THREE_GP)
        : compatible(brands);
  }

  private static Optional<MediaType> compatible(List<String> brands) {
    boolean picture = PICTURES.contains(brands.getFirst());
    Optional<MediaType> known =
        brands.stream().filter(KNOWN::containsKey).map(KNOWN::get).findFirst();
    if (picture && known.isPresent()) {
      return known;
    }
    boolean video = brands.stream().anyMatch(brand -> VIDEOS.stream().anyMatch(brand::startsWith));
    return video ? Optional.of(MediaType.MP4) : known;
  }

  private static List<String> brands(byte[] head) {
    int size = head.length < LENGTH ? 0 : ((head[2] & 0xff) << 8) | (head[3] & 0xff);
    int end = Math.min(head.length, Math.min(size, MAX_BOX));
    List<String> brands = new ArrayList<>();
    brands.add(brand(head, MAJOR));
    for (int at = COMPATIBLE; at + LENGTH <= end; at += LENGTH) {
      brands.add(brand(head, at));
    }
    return brands;
  }

  private static String brand(byte[] head, int at) {
    return at + LENGTH <= head.length
        ? new String(head, at, LENGTH, StandardCharsets.ISO_8859_1)
        : "";
  }
}
