package io.calotype.imaging.confinement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What a renderer puts on itself once its JVM runs, before it sees a picture.
public final class SelfConfinement {
  private static final int CORE = 4;
  private static final int DATA = 2;
  private static final int FILE_SIZE = 1;
  private static final int OPEN_FILES = 7;
  private static final long MAX_OPEN_FILES = 256;

  private SelfConfinement() {}

  /// From here on this process writes no byte to a file, holds at most `memoryBytes` of its own,
  /// starts no program and no process, and signals none but itself.
  ///
  /// Errors: an [IllegalStateException] where the kernel refuses.
  public static void putOn(long memoryBytes) {
    limit(FILE_SIZE, 0);
    limit(CORE, 0);
    limit(OPEN_FILES, MAX_OPEN_FILES);
    limit(DATA, memoryBytes);
    int pid = (int) ProcessHandle.current().pid();
    byte[] filter = SyscallFilter.forWork(pid).program();
    int refused = Restrictions.filter(filter, Restrictions.ALL_THREADS);
    if (refused != 0) {
      throw new IllegalStateException("seccomp refuses the filter: " + refused);
    }
  }

  private static void limit(int resource, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(ValueLayout.JAVA_LONG, value, value);
      Libc.Answer answer = Libc.syscall(Syscall.PRLIMIT64, 0, resource, limit.address(), 0);
      if (answer.value() != 0) {
        throw new IllegalStateException("no limit on resource " + resource);
      }
    }
  }
}
