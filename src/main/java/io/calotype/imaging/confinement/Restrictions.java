package io.calotype.imaging.confinement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Puts restrictions on the calling thread, for good.
final class Restrictions {
  private static final int SET_NO_NEW_PRIVILEGES = 38;
  private static final int THIS_THREAD = 0;
  private static final int NICE = 10;
  private static final int FILTER = 1;
  private static final int INSTRUCTION_BYTES = 8;
  private static final int PROGRAM_BYTES = 16;

  /// The filter is for all threads of the process.
  static final long ALL_THREADS = 1;

  private Restrictions() {}

  /// Lets others go first, and puts on a Landlock ruleset and a filter. 0, or the `errno` of what
  /// the kernel has refused.
  static int putOn(int ruleset, byte[] filter) {
    Libc.call("setpriority", THIS_THREAD, 0, NICE); // as good as it can be had
    Libc.Answer answer = Libc.call("prctl", SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0);
    if (answer.number() != 0) {
      return answer.errno();
    }
    answer = Libc.syscall(Syscall.LANDLOCK_RESTRICT_SELF, ruleset, 0);
    return answer.value() == 0 ? filter(filter, 0) : answer.errno();
  }

  /// Puts on a filter; `flags` 0 is for this thread alone. 0, or the `errno` where the kernel has
  /// refused it, or -1 where a thread could not be brought under it.
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
