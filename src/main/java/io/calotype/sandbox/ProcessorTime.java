package io.calotype.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Reads the processor time of a process from Linux (proc(5), `/proc/<pid>/stat`).
public final class ProcessorTime {
  private static final long TICKS_A_SECOND = 100; // USER_HZ, the same on every platform we run on
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  private ProcessorTime() {}

  /// The user and system time of all threads of `pid`, in steps of 10 ms. Empty if there is no such
  /// process, no `/proc`, or no free file descriptor.
  public static Optional<Duration> of(long pid) {
    try {
      return Optional.of(parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /// Parses fields 14 and 15. The second field, the name in parentheses, may itself contain blanks
  /// and parentheses.
  static Duration parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
  }
}
