package io.calotype;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/// A folder that is read-only as long as this is open: a read-only mount of the folder on itself.
/// Files that are open stay writable, as a file system of which a part was remounted. Needs the
/// right to mount.
public final class ReadOnlyMount implements AutoCloseable {
  private final Path folder;

  private ReadOnlyMount(Path folder) {
    this.folder = folder;
  }

  /// Covers `folder`; skips the test where it may not.
  public static ReadOnlyMount over(Path folder) {
    assumeTrue(
        Shell.run("mount", "--bind", folder.toString(), folder.toString()),
        "this test needs the right to mount: run as root");
    ReadOnlyMount mount = new ReadOnlyMount(folder);
    if (!Shell.run("mount", "-o", "remount,bind,ro", folder.toString())) {
      mount.close();
      throw new IllegalStateException("cannot be made read-only: " + folder);
    }
    return mount;
  }

  @Override
  public void close() {
    Shell.run("umount", "--lazy", folder.toString());
  }
}
