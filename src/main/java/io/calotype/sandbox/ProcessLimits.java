package io.calotype.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/// Resource limits of a foreign process (prlimit(2)). It also may not write to files or leave a
/// core dump.
///
/// The server sets the limits from outside, right after the start: before the process has loaded
/// its libraries, and long before it reads its input. On systems other than Linux there are no
/// limits.
///
/// @param memoryBytes the most private memory
/// @param openFiles the most open files
/// @param processorTime the most processor time, in whole seconds
public record ProcessLimits(long memoryBytes, int openFiles, Duration processorTime) {
  static final int PROCESSOR_TIME = 0;
  static final int FILE_SIZE = 1;
  static final int DATA = 2;
  static final int CORE = 4;
  static final int OPEN_FILES = 7;
  static final int ADDRESS_SPACE = 9;
  static final int THIS_PROCESS = 0;

  /// Address space that libraries occupy beyond the process's own memory.
  private static final long LIBRARY_BYTES = 1L << 30;

  private static final int NO_SUCH_PROCESS = 3;

  /// Applies the limits to `process`, and returns it.
  ///
  /// Errors: an [IOException] if the kernel refuses; the process is killed then.
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

  /// Sets one limit of the process `pid`. Returns 0, or the `errno`.
  static int set(int pid, int resource, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(ValueLayout.JAVA_LONG, value, value);
      Libc.Answer answer = Libc.syscall(Syscall.PRLIMIT64, pid, resource, limit.address(), 0);
      return answer.value() == 0 ? 0 : answer.errno();
    }
  }
}
