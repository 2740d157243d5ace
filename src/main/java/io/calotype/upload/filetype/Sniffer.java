package io.calotype.upload.filetype;

import io.calotype.failure.StoreFaults;
import io.calotype.imaging.svg.SvgText;
import io.calotype.media.MediaType;
import io.calotype.originals.StagedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Detects a file's type by its first bytes, never by its name or declared type.
public final class Sniffer {
  private static final String EBML = "1a45dfa3";
  private static final int MAX_EBML = 128;
  private static final int MAX_PROLOG = 1 << 20;
  private static final String RIFF = "52494646";

  /// TIFF in little or big endian, classic or big (TIFF 6.0 section 2, BigTIFF); JPEG XL and JPEG
  /// 2000 as a bare codestream or in a container; a BMP with a valid header length.
  private static final List<Magic> MAGIC =
      List.of(
          new Magic(MediaType.JPEG, "ffd8ff"),
          new Magic(MediaType.PNG, "89504e470d0a1a0a"),
          new Magic(MediaType.WEBP, RIFF, 8, "WEBP"),
          new Magic(MediaType.AVI, RIFF, 8, "AVI "),
          new Magic(MediaType.GIF, "474946383761"),
          new Magic(MediaType.GIF, "474946383961"),
          new Magic(MediaType.TIFF, "49492a00"),
          new Magic(MediaType.TIFF, "4d4d002a"),
          new Magic(MediaType.TIFF, "49492b00"),
          new Magic(MediaType.TIFF, "4d4d002b"),
          new Magic(MediaType.BMP, "424d", 15, "\0\0\0"),
          new Magic(MediaType.ICO, "00000100", 5, "\0"),
          new Magic(MediaType.ICO, "00000200", 5, "\0"),
          new Magic(MediaType.JXL, "ff0a"),
          new Magic(MediaType.JXL, "0000000c4a584c200d0a870a"),
          new Magic(MediaType.JP2, "0000000c6a5020200d0a870a"),
          new Magic(MediaType.JP2, "ff4fff51"),
          new Magic(MediaType.PSD, "38425053"));

  private Sniffer() {}

  /// Returns the type of a file that begins with `head`; empty if it is not an accepted one.
  public static Optional<MediaType> sniff(byte[] head) {
    Optional<MediaType> type =
        MAGIC.stream().filter(magic -> magic.begins(head)).map(Magic::type).findFirst();
    if (type.isPresent()) {
      return type;
    }
    if (text(head, 4, "ftyp")) {
      return FileBrands.type(head);
    }
    if (starts(head, EBML)) {
      return Optional.of(webm(head) ? MediaType.WEBM : MediaType.MATROSKA);
    }
    return MovieAtoms.type(head)
        .or(() ->
            svg(new ByteArrayInputStream(head)) ? Optional.of(MediaType.SVG) : Optional.empty());
  }

  /// Returns the type of a whole file. A movie without a file type must have a movie atom. An SVG
  /// may have a long prolog: its root element must be in the first [#MAX_PROLOG] bytes, unpacked.
  public static Optional<MediaType> sniff(StagedFile file) {
    boolean bare = MovieAtoms.type(file.head()).isPresent();
    return sniff(file.head())
        .filter(type -> !bare || file.read(MovieAtoms::hasMovie))
        .or(() ->
            markup(file.head()) && file.read(Sniffer::svg)
                ? Optional.of(MediaType.SVG)
                : Optional.empty());
  }

  /// Returns whether `head` begins like XML in UTF-8 or UTF-16, or like gzip.
  private static boolean markup(byte[] head) {
    return head.length == StagedFile.HEAD_BYTES
        && (starts(head, "1f8b")
            || new String(head, 0, 64, StandardCharsets.ISO_8859_1).contains("<"));
  }

  private static boolean svg(FileChannel file) throws IOException {
    return SvgText.read(Channels.newInputStream(file), MAX_PROLOG).svg();
  }

  private static boolean svg(InputStream bytes) {
    try {
      return SvgText.read(bytes, MAX_PROLOG).svg();
    } catch (IOException e) {
      throw StoreFaults.of(e);
    }
  }

  /// The first bytes of a type, and a text after them.
  ///
  /// @param hex the first bytes
  /// @param offset the offset of the text
  /// @param text further required text; empty for none
  private record Magic(MediaType type, String hex, int offset, String text) {
    Magic(MediaType type, String hex) {
      this(type, hex, 0, "");
    }

    boolean begins(byte[] head) {
      return starts(head, hex) && Sniffer.text(head, offset, text);
    }
  }

  /// Finds a WebM document type (RFC 8794 section 11.2.6) in the first bytes.
  private static boolean webm(byte[] head) {
    return IntStream.range(0, Math.min(head.length, MAX_EBML))
        .anyMatch(at -> text(head, at, "webm"));
  }

  private static boolean starts(byte[] head, String hex) {
    byte[] magic = HexFormat.of().parseHex(hex);
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  static boolean text(byte[] head, int offset, String text) {
    byte[] magic = text.getBytes(StandardCharsets.US_ASCII);
    return head.length >= offset + magic.length
        && Arrays.equals(head, offset, offset + magic.length, magic, 0, magic.length);
  }
}
