package io.calotype.app.config;

import io.calotype.http.dialect.SizeSteps;
import io.calotype.imaging.worker.SystemLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parsers of the values of settings.
///
/// Errors: every parser throws an [IllegalArgumentException] whose message describes a valid value.
final class SettingParsers {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})\\s*([KMGT]I?)?B?");
  private static final Pattern REDIS =
      Pattern.compile("(rediss?|redis-sentinel|rediss?-cluster)://\\S+");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|::1|127(\\.[0-9]{1,3}){3}");

  private SettingParsers() {}

  static Path folder(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a folder, such as ./media-storage");
    }
    return Path.of(text).toAbsolutePath().normalize();
  }

  static String host(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("an address, such as 127.0.0.1 or 0.0.0.0");
    }
    return text.replaceAll("[\\[\\]]", "");
  }

  /// Whether `host` is a loopback address.
  static boolean loopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /// Parses the number of a TCP port; 0 selects any free one.
  static int port(String text) {
    return number(0, 65_535).apply(text);
  }

  /// Returns a parser of optional values: empty text is an absent value.
  static <T> Function<String, Optional<T>> orAbsent(Function<String, T> parser) {
    return text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text));
  }

  static Function<String, Integer> number(int min, int max) {
    return text -> {
      if (!text.matches("[0-9]{1,12}")
          || Long.parseLong(text) < min
          || Long.parseLong(text) > max) {
        throw new IllegalArgumentException("a number from " + min + " to " + max);
      }
      return Integer.valueOf(text);
    };
  }

  /// Returns a parser of the constants of `type`, in lower case.
  static <E extends Enum<E>> Function<String, E> word(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    EnumSet.allOf(type).forEach(word -> words.put(word.name().toLowerCase(Locale.ROOT), word));
    return text ->
        Optional.ofNullable(words.get(text))
            .orElseThrow(() -> new IllegalArgumentException(String.join(" or ", words.keySet())));
  }

  /// Parses the sizes that need no signature; the standard sizes if `text` is blank.
  static SizeSteps steps(String text) {
    if (text.isBlank()) {
      return SizeSteps.STANDARD;
    }
    List<String> steps = List.of(text.strip().split("[\\s,]+", -1));
    if (!steps.stream().allMatch(step -> step.matches("0*[1-9][0-9]{0,4}"))
        || steps.stream().anyMatch(step -> Integer.parseInt(step) > SizeSteps.MAX_SIDE)) {
      throw new IllegalArgumentException(
          "numbers from 1 to " + SizeSteps.MAX_SIDE + " separated by commas, such as 200,400,800");
    }
    return new SizeSteps(steps.stream().map(Integer::valueOf).toList());
  }

  static long size(String text) {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException("a number of bytes, such as 512KiB, 128MiB or 10GiB");
    }
    String unit = size.group(2) == null ? "" : size.group(2);
    int power = unit.isEmpty() ? 0 : "KMGT".indexOf(unit.charAt(0)) + 1;
    long base = unit.endsWith("I") ? 1024 : 1000;
    return Math.multiplyExact(Long.parseLong(size.group(1)), Math.powExact(base, power));
  }

  /// Locates the system's libvips.
  static Optional<Path> libvips(String text) {
    return switch (text) {
      case "off" -> Optional.empty();
      case "auto" -> SystemLibrary.find();
      default -> {
        Path file = Path.of(text);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
          throw new IllegalArgumentException(
              "auto, off, or a file such as /usr/lib/x86_64-linux-gnu/libvips.so.42");
        }
        yield Optional.of(file.toAbsolutePath());
      }
    };
  }

  /// The search path for ffmpeg, in the format of `PATH`; empty if ffmpeg is off.
  static String ffmpeg(String text) {
    return switch (text) {
      case "off" -> "";
      case "auto" -> Optional.ofNullable(System.getenv("PATH")).orElse("/usr/local/bin:/usr/bin");
      default -> {
        if (!Files.isExecutable(Path.of(text).resolve("ffmpeg"))) {
          throw new IllegalArgumentException("auto, off, or a folder such as /usr/bin");
        }
        yield text;
      }
    };
  }

  static String redisUrl(String text) {
    if (!text.isEmpty() && !REDIS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a URL of Redis, such as redis://localhost:6379 or rediss://:password@host:6379/1");
    }
    return text;
  }
}
