package io.calotype.imaging.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the memory of a process from Linux (proc(5)).
final class ProcessMemory {
  private static final String RESIDENT = "VmRSS:";
  private static final long KIB = 1024;

  private ProcessMemory() {}

  /// The resident bytes of a process; 0 if there is no such process. Reads `status`, since the
  /// values of `statm` depend on the page size.
  static long residentBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> kibibytes(line) * KIB)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip());
  }
}
