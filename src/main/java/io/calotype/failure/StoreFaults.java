package io.calotype.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Classifies the errors of a file system. Java reports most of them only by the message of the
/// operating system.
public final class StoreFaults {
  private StoreFaults() {}

  /// Returns the failure for `error`: `StorageFull` or `StoreUnavailable`.
  public static MediaException of(IOException error) {
    return new MediaException(
        DiskFull.is(error) ? new Failure.StorageFull() : new Failure.StoreUnavailable(fault(error)),
        error);
  }

  /// Whether `error` is a lack of file descriptors (`EMFILE`, `ENFILE`).
  public static boolean noDescriptors(IOException error) {
    return String.valueOf(error.getMessage()).contains("Too many open files");
  }

  private static StoreFault fault(IOException error) {
    String text = String.valueOf(error.getMessage());
    if (noDescriptors(error)) {
      return StoreFault.NO_DESCRIPTORS;
    }
    if (error instanceof AccessDeniedException
        || text.contains("Read-only file system")
        || text.contains("Operation not permitted")
        || text.contains("Permission denied")) {
      return StoreFault.REFUSED;
    }
    boolean missing =
        error instanceof NoSuchFileException
            || error instanceof FileAlreadyExistsException // a file where a folder belongs
            || error instanceof NotDirectoryException
            || text.contains("Not a directory");
    return missing ? StoreFault.MISSING : StoreFault.IO_ERROR;
  }

  /// Returns the path and the reason of `error` in one line, for operators. Clients must not see
  /// it.
  public static String words(IOException error) {
    return error instanceof FileSystemException known
        ? known.getFile() + ": " + reason(known)
        : String.valueOf(error.getMessage());
  }

  private static String reason(FileSystemException error) {
    return switch (error) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case FileAlreadyExistsException _, NotDirectoryException _ -> "it is not a folder";
      default -> String.valueOf(error.getReason());
    };
  }
}
