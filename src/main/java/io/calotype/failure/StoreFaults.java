package io.calotype.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Classifies the errors of a file system. Java reports most of them by the text of the operating
/// system alone.
public final class StoreFaults {
  private StoreFaults() {}

  /// The failure that `error` means: `StorageFull` or `StoreUnavailable`.
  public static MediaException of(IOException error) {
    return new MediaException(
        DiskFull.is(error) ? new Failure.StorageFull() : new Failure.StoreUnavailable(fault(error)),
        error);
  }

  private static StoreFault fault(IOException error) {
    String text = String.valueOf(error.getMessage());
    if (text.contains("Too many open files")) {
      return StoreFault.NO_DESCRIPTORS;
    }
    if (error instanceof AccessDeniedException
        || text.contains("Read-only file system")
        || text.contains("Operation not permitted")
        || text.contains("Permission denied")) {
      return StoreFault.REFUSED;
    }
    return error instanceof NoSuchFileException || error instanceof NotDirectoryException
        ? StoreFault.MISSING
        : StoreFault.IO_ERROR;
  }
}
