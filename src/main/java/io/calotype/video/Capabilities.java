package io.calotype.video;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What an ffmpeg has; each of its lists is asked for once, when it is first wanted.
final class Capabilities {
  private final Map<Capability, Set<String>> names = new ConcurrentHashMap<>();
  private final Function<Capability, byte[]> list;

  /// `list` gives ffmpeg's own list of a kind. It throws where it cannot: an empty list would be
  /// remembered, and change what is made from then on.
  Capabilities(Function<Capability, byte[]> list) {
    this.list = list;
  }

  boolean has(Capability part, String name) {
    return names.computeIfAbsent(part, p -> parse(list.apply(p))).contains(name);
  }

  /// A line each: flags, the name, what it does, with blanks between them.
  private static Set<String> parse(byte[] list) {
    return new String(list, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.strip().split("\\s+", 3))
        .filter(words -> words.length > 1)
        .map(words -> words[1])
        .collect(Collectors.toUnmodifiableSet());
  }
}
