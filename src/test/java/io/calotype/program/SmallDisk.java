package io.calotype.program;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small file system of its own (tmpfs), to be filled or made read-only. Needs the right to
/// mount.
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /// Mounts `size` (as `mount` reads it, for example `4m`) at `folder`; skips the test where it may
  /// not.
  static SmallDisk mount(Path folder, String size) {
    return mountWith(folder, "size=" + size);
  }

  /// Mounts `options` of tmpfs(5), for example `size=48m,nr_inodes=300`.
  static SmallDisk mountWith(Path folder, String options) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assumeTrue(
        Shell.run("mount", "-t", "tmpfs", "-o", options, "calotype", folder.toString()),
        "this test needs the right to mount a tmpfs");
    return new SmallDisk(folder);
  }

  /// Fills it to the last byte with a file `filling`.
  void fill() {
    try (OutputStream filling = Files.newOutputStream(folder.resolve("filling"))) {
      byte[] block = new byte[4096];
      while (true) {
        filling.write(block);
      }
    } catch (IOException full) {
      // as intended
    }
  }

  /// Uses every inode for empty files in a folder `files`.
  void fillInodes() {
    Path files = folder.resolve("files");
    try {
      Files.createDirectory(files);
      for (int n = 0; true; n++) {
        Files.createFile(files.resolve("" + n));
      }
    } catch (IOException full) {
      // as intended
    }
  }

  void empty() {
    folder.resolve("filling").toFile().delete();
  }

  void readOnly() {
    Shell.run("mount", "-o", "remount,ro", folder.toString());
  }

  void writable() {
    Shell.run("mount", "-o", "remount,rw", folder.toString());
  }

  @Override
  public void close() {
    Shell.run("umount", "--lazy", folder.toString());
  }
}
