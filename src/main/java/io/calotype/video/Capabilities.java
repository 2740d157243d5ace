package io.calotype.video;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The capabilities of an ffmpeg build. Each list is queried once, on first use.
final class Capabilities {
  private final Map<Capability, Set<String>> names = new ConcurrentHashMap<>();
  private final Function<Capability, byte[]> list;

  /// Creates the capabilities.
  ///
  /// @param list returns ffmpeg's own list of a kind. It throws on failure: an empty list would be
  ///   remembered, and change all later results.
  Capabilities(Function<Capability, byte[]> list) {
    this.list = list;
  }

  boolean has(Capability part, String name) {
    return names.computeIfAbsent(part, p -> parse(list.apply(p))).contains(name);
  }

  /// Parses one line each: flags, the name, a description, separated by blanks.
  private static Set<String> parse(byte[] list) {
    return new String(list, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.strip().split("\\s+", 3))
        .filter(words -> words.length > 1)
        .map(words -> words[1])
        .collect(Collectors.toUnmodifiableSet());
  }
}
