package io.calotype.imaging.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The AOT cache of renderer processes: their classes, loaded and linked (JEP 483). The launcher
/// names its file in a system property, and makes it in a training run (ADR-0057).
public sealed interface AotCache {
  /// The options of the JVM.
  List<String> options();

  /// The cache that the launcher names.
  static AotCache named() {
    String written = System.getProperty("calotype.renderers.record");
    String read = System.getProperty("calotype.renderers.cache");
    if (written != null) {
      return new Recorded(Path.of(written));
    }
    return read == null ? new None() : new Existing(Path.of(read));
  }

  /// The file that renderers read.
  default Optional<Path> readable() {
    return switch (this) {
      case Existing(Path file) -> Optional.of(file.toAbsolutePath());
      case None(), Recorded(Path _) -> Optional.empty();
    };
  }

  /// No cache.
  record None() implements AotCache {
    @Override
    public List<String> options() {
      return List.of();
    }
  }

  /// A cache in `file`. The JVM ignores it if another JVM or another jar has made it. Its messages
  /// about that would go to standard output, which carries the protocol. A renderer does not
  /// compile at its start what the training run compiled.
  record Existing(Path file) implements AotCache {
    @Override
    public List<String> options() {
      return List.of(
          "-XX:AOTCache=" + file.toAbsolutePath(),
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTReplayTraining",
          "-Xlog:aot*=off",
          "-Xlog:cds*=off");
    }
  }

  /// A cache that a renderer writes to `file` when its standard input closes. The JVM starts
  /// another one for that, so the renderer must not be confined.
  record Recorded(Path file) implements AotCache {
    @Override
    public List<String> options() {
      return List.of(
          "-XX:AOTCacheOutput=" + file.toAbsolutePath(),
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-AOTRecordTraining");
    }
  }
}
