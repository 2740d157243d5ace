package io.calotype.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Applies permanent restrictions to the calling thread.
final class Restrictions {
  private static final int SET_NO_NEW_PRIVILEGES = 38;
  private static final int THIS_THREAD = 0;
  private static final int NICE = 10;
  private static final int FILTER = 1;
  private static final int INSTRUCTION_BYTES = 8;
  private static final int PROGRAM_BYTES = 16;

  /// Flag that applies the filter to all threads of the process.
  static final long ALL_THREADS = 1;

  private Restrictions() {}

  /// Lowers the priority of the thread, and applies a Landlock ruleset and a filter. Returns 0, or
  /// the `errno` of the kernel's refusal.
  static int putOn(int ruleset, byte[] filter) {
    Libc.call("setpriority", THIS_THREAD, 0, NICE); // best effort: a failure is ignored
    Libc.Answer answer = Libc.call("prctl", SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0);
    if (answer.number() != 0) {
      return answer.errno();
    }
    answer = Libc.syscall(Syscall.LANDLOCK_RESTRICT_SELF, ruleset, 0);
    return answer.value() == 0 ? filter(filter, 0) : answer.errno();
  }

  /// Applies a filter; with `flags` 0 to this thread only. Returns 0, the `errno` of the kernel's
  /// refusal, or -1 if one of the threads could not be covered.
  static int filter(byte[] filter, long flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment instructions = arena.allocate(filter.length, Long.BYTES);
      instructions.copyFrom(MemorySegment.ofArray(filter));
      MemorySegment program = arena.allocate(PROGRAM_BYTES, Long.BYTES);
      program.set(ValueLayout.JAVA_SHORT, 0, (short) (filter.length / INSTRUCTION_BYTES));
      program.set(ValueLayout.JAVA_LONG, Long.BYTES, instructions.address());
      Libc.Answer answer = Libc.syscall(Syscall.SECCOMP, FILTER, flags, program.address());
      if (answer.value() > 0) {
        return -1;
      }
      return answer.value() == 0 ? 0 : answer.errno();
    }
  }
}
