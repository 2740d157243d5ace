package io.calotype.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A pipe (pipe(2)). Started programs do not inherit its ends by default.
///
/// @param read the end to read from
/// @param write the end to write to
record Pipe(End read, End write) implements AutoCloseable {
  private static final long CLOSE_ON_EXEC = 0x80000;

  /// One end of a pipe.
  static final class End {
    private final int descriptor;
    private boolean open = true;

    End(int descriptor) {
      this.descriptor = descriptor;
    }

    int descriptor() {
      return descriptor;
    }

    /// The path through which Java can open this end.
    String path() {
      return "/proc/self/fd/" + descriptor;
    }

    void close() {
      if (open) {
        open = false;
        Libc.call("close", descriptor);
      }
    }
  }

  static Pipe open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      if (Libc.call("pipe2", ends.address(), CLOSE_ON_EXEC).number() != 0) {
        throw new IOException("no pipe is to be had");
      }
      int[] pair = Libc.pair(ends);
      return new Pipe(new End(pair[0]), new End(pair[1]));
    }
  }

  /// Closes both ends. Files that were opened through their paths stay open.
  @Override
  public void close() {
    read.close();
    write.close();
  }
}
