package io.calotype.maintenance;

import io.calotype.HungMount;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder that cannot be listed until this is closed: by its mode, or, as root may read every
/// mode, because its file system has no server any more (`ENOTCONN`).
public record UnreadableFolder(Closeable cover) implements Closeable {
  public static UnreadableFolder at(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
    if (!Files.isReadable(folder)) {
      return new UnreadableFolder(() ->
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------")));
    }
    HungMount mount = HungMount.over(folder);
    mount.die();
    return new UnreadableFolder(mount);
  }

  @Override
  public void close() throws IOException {
    cover.close();
  }
}
