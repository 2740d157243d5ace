package io.calotype.imaging.confinement;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/// What a process that is not ours may take of the machine (prlimit(2)): it writes no byte to a
/// file, and leaves no core.
///
/// They are put on it from outside, right after its start: before it has loaded its libraries, and
/// long before it looks at anything that it was given. Where there is no such call, on another
/// system than Linux, there are no limits.
///
/// @param memoryBytes what it may hold of its own
/// @param openFiles how many files it may have open at once
/// @param processorTime how long it may compute, in whole seconds
public record ProcessLimits(long memoryBytes, int openFiles, Duration processorTime) {
  static final int PROCESSOR_TIME = 0;
  static final int FILE_SIZE = 1;
  static final int DATA = 2;
  static final int CORE = 4;
  static final int OPEN_FILES = 7;
  static final int ADDRESS_SPACE = 9;
  static final int THIS_PROCESS = 0;

  /// What libraries take of the address space that is not the process's own memory.
  private static final long LIBRARY_BYTES = 1L << 30;

  private static final int NO_SUCH_PROCESS = 3;

  /// Puts them on `process`, and returns it.
  ///
  /// Errors: an [IOException] where the kernel refuses; the process is ended then.
  public Process on(Process process) throws IOException {
    if (CpuArchitecture.HERE == CpuArchitecture.OTHER) {
      return process;
    }
    limit(process, PROCESSOR_TIME, Math.max(1, processorTime.toSeconds()));
    limit(process, FILE_SIZE, 0);
    limit(process, CORE, 0);
    limit(process, OPEN_FILES, openFiles);
    limit(process, DATA, memoryBytes);
    limit(process, ADDRESS_SPACE, memoryBytes + LIBRARY_BYTES);
    return process;
  }

  private static void limit(Process process, int resource, long value) throws IOException {
    int errno = set((int) process.pid(), resource, value);
    if (errno != 0 && errno != NO_SUCH_PROCESS) {
      process.destroyForcibly();
      throw new IOException("no limit on resource " + resource + ": errno " + errno);
    }
  }

  /// Sets one limit of the process `pid`. 0, or the `errno`.
  static int set(int pid, int resource, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(ValueLayout.JAVA_LONG, value, value);
      Libc.Answer answer = Libc.syscall(Syscall.PRLIMIT64, pid, resource, limit.address(), 0);
      return answer.value() == 0 ? 0 : answer.errno();
    }
  }
}
