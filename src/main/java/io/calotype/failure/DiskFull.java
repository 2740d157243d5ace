package io.calotype.failure;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Recognises a full disk, which Java reports by the words of the operating system alone.
public final class DiskFull {
  private DiskFull() {}

  /// What to throw for `fault`: `StorageFull` where it says so, the fault itself otherwise.
  public static RuntimeException or(IOException fault) {
    return is(fault)
        ? new MediaException(new Failure.StorageFull(), fault)
        : new UncheckedIOException(fault);
  }

  private static boolean is(IOException fault) {
    String message = String.valueOf(fault.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }
}
