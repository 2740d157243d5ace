package io.calotype.originals.files;

import io.calotype.disk.FileOperations;
import io.calotype.failure.DiskFull;
import io.calotype.failure.MediaException;
import io.calotype.originals.BlobKind;
import io.calotype.originals.BlobStore.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Tests whether uploads can be stored, by a write of one byte into each folder that they need.
final class WriteProbe {
  private final BlobFolders folders;
  private final FileOperations files;

  WriteProbe(BlobFolders folders, FileOperations files) {
    this.folders = folders;
    this.files = files;
  }

  /// Returns the state of the folder in the worst state.
  State state() {
    State worst = state(folders.root().resolve("incoming"));
    for (BlobKind kind : BlobKind.values()) {
      State state = state(kind);
      worst = state.compareTo(worst) > 0 ? state : worst;
    }
    return worst;
  }

  private State state(BlobKind kind) {
    try {
      folders.require(kind);
      return state(folders.top(kind));
    } catch (IOException | MediaException unusable) {
      return State.UNUSABLE;
    }
  }

  private State state(Path folder) {
    Path probe = folder.resolve(BlobFolders.DRAFT + UUID.randomUUID());
    try {
      try (WritableByteChannel channel = files.create(probe)) {
        channel.write(ByteBuffer.wrap(new byte[] {1}));
      } finally {
        Files.deleteIfExists(probe);
      }
      return State.WRITABLE;
    } catch (IOException refused) {
      if (DiskFull.is(refused)) {
        return State.FULL;
      }
      return readOnly(folder) ? State.READ_ONLY : State.UNUSABLE;
    }
  }

  private static boolean readOnly(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly() && Files.isReadable(folder);
    } catch (IOException unusable) {
      return false;
    }
  }
}
