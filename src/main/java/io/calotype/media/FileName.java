package io.calotype.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A file name for display. It determines neither the type nor the id.
///
/// @param text without path, control characters and text direction marks; 1 to 255 bytes of UTF-8
public record FileName(String text) {
  private static final int MAX_BYTES = 255;

  /// Maximum length of an ending, with its dot.
  private static final int MAX_ENDING = 16;

  /// Endings of pictures and videos, which no system executes.
  private static final Set<String> ENDINGS =
      Stream.concat(
              Arrays.stream(MediaType.values()).map(MediaType::extension),
              Stream.of("jpeg", "jpe", "jfif", "tiff", "heif", "svgz", "apng", "m4v", "qt"))
          .collect(Collectors.toUnmodifiableSet());

  public FileName {
    if (text.isEmpty() || bytes(text) > MAX_BYTES) {
      throw new IllegalArgumentException("not a file name of 1 to " + MAX_BYTES + " bytes");
    }
  }

  /// Extracts the name from `sent`: its last path part, without invisible characters. Null if the
  /// result is empty. A longer name is cut in front of its ending.
  public static @Nullable FileName of(@Nullable String sent) {
    if (sent == null) {
      return null;
    }
    String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    String shown =
        last.codePoints()
            .filter(FileName::shown)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    String bounded = bounded(shown);
    return bounded.chars().allMatch(c -> c == '.' || c == ' ') ? null : new FileName(bounded);
  }

  private static boolean shown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String bounded(String name) {
    int dot = name.lastIndexOf('.');
    boolean ended = dot > 0 && name.length() - dot <= MAX_ENDING;
    String ending = ended ? name.substring(dot) : "";
    String stem = ended ? name.substring(0, dot) : name;
    return cut(stem, MAX_BYTES - bytes(ending)) + ending;
  }

  /// Returns the longest beginning of `text` that has at most `maxBytes` bytes of UTF-8.
  private static String cut(String text, int maxBytes) {
    int left = maxBytes;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      left -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (left < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Returns this name if it ends like a picture or a video, otherwise with `ending` appended. A
  /// browser must not save untrusted bytes under a name that a system executes.
  ///
  /// @param ending without the dot
  public FileName inert(String ending) {
    return ENDINGS.contains(ending(text)) ? this : with(text, ending);
  }

  /// Returns the name of a rendition: `ending` replaces the ending of the original.
  ///
  /// @param ending without the dot
  public FileName converted(String ending) {
    boolean known = ENDINGS.contains(ending(text)) && text.lastIndexOf('.') > 0;
    return with(known ? text.substring(0, text.lastIndexOf('.')) : text, ending);
  }

  private static FileName with(String stem, String ending) {
    return new FileName(bounded(stem + "." + ending));
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text;
  }
}
