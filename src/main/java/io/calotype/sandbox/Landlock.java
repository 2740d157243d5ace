package io.calotype.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Landlock ruleset (landlock(7)). It forbids all access that Landlock controls, except the paths
/// that are allowed one by one.
///
/// Kernels support different rights: the ruleset handles all those that this kernel supports.
final class Landlock implements AutoCloseable {
  private static final long EXECUTE = 1;
  private static final long READ_FILE = 1 << 2;
  private static final long READ_FOLDER = 1 << 3;

  private static final long RIGHTS_OF_1 = (1 << 13) - 1;
  private static final long LINK_AND_RENAME = 1 << 13;
  private static final long TRUNCATE = 1 << 14;
  private static final long DEVICE_CONTROL = 1 << 15;
  private static final long BIND_AND_CONNECT = 0b11;
  private static final long ABSTRACT_SOCKETS_AND_SIGNALS = 0b11;

  private static final long ASK_VERSION = 1;
  private static final int PATH_BENEATH = 1;
  private static final long OPEN_PATH = 0x200000 | 0x80000; // O_PATH | O_CLOEXEC
  private static final int RULE_BYTES = 12;

  private final int descriptor;

  private Landlock(int descriptor) {
    this.descriptor = descriptor;
  }

  /// The version that the kernel supports; 0 for none.
  static int version() {
    long version = Libc.syscall(Syscall.LANDLOCK_CREATE_RULESET, 0, 0, ASK_VERSION).value();
    return (int) Math.max(0, version);
  }

  /// The file rights that `version` supports.
  static long files(int version) {
    return RIGHTS_OF_1
        | (version >= 2 ? LINK_AND_RENAME : 0)
        | (version >= 3 ? TRUNCATE : 0)
        | (version >= 5 ? DEVICE_CONTROL : 0);
  }

  /// The network rights that `version` supports.
  static long network(int version) {
    return version >= 4 ? BIND_AND_CONNECT : 0;
  }

  /// The scopes that `version` supports: abstract Unix sockets, signals.
  static long scopes(int version) {
    return version >= 6 ? ABSTRACT_SOCKETS_AND_SIGNALS : 0;
  }

  /// Creates a ruleset that allows nothing yet.
  static Landlock create(int version) throws IOException {
    long[] handled = {files(version), network(version), scopes(version)};
    int known = version >= 6 ? 3 : version >= 4 ? 2 : 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocateFrom(ValueLayout.JAVA_LONG, handled);
      Libc.Answer answer =
          Libc.syscall(
              Syscall.LANDLOCK_CREATE_RULESET, attributes.address(), known * (long) Long.BYTES, 0);
      return new Landlock((int) required("landlock_create_ruleset", answer));
    }
  }

  int descriptor() {
    return descriptor;
  }

  /// Allows reading `path` and everything beneath it. A path that does not exist needs no rule.
  Landlock reading(Path path) throws IOException {
    return allow(path, READ_FILE, READ_FOLDER);
  }

  /// Allows running and reading the file `path`.
  Landlock running(Path path) throws IOException {
    return allow(path, READ_FILE | EXECUTE, 0);
  }

  private Landlock allow(Path path, long onFiles, long onFolders) throws IOException {
    if (!Files.exists(path)) {
      return this;
    }
    long rights = Files.isDirectory(path) ? onFiles | onFolders : onFiles;
    try (Arena arena = Arena.ofConfined()) {
      Libc.Answer opened = Libc.call("open", Libc.text(arena, path.toString()), OPEN_PATH);
      int file = (int) required("open", new Libc.Answer(opened.number(), opened.errno()));
      try {
        MemorySegment rule = arena.allocate(RULE_BYTES, Long.BYTES);
        rule.set(ValueLayout.JAVA_LONG, 0, rights);
        rule.set(ValueLayout.JAVA_INT, Long.BYTES, file);
        required(
            "landlock_add_rule",
            Libc.syscall(Syscall.LANDLOCK_ADD_RULE, descriptor, PATH_BENEATH, rule.address(), 0));
      } finally {
        Libc.call("close", file);
      }
    }
    return this;
  }

  private static long required(String call, Libc.Answer answer) throws IOException {
    if (answer.value() < 0) {
      throw new IOException(call + " has failed: errno " + answer.errno());
    }
    return answer.value();
  }

  @Override
  public void close() {
    Libc.call("close", descriptor);
  }
}
