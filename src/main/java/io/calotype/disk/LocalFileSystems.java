package io.calotype.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Opens files, and knows those whose cached pages the kernel sends without asking anyone else. On
/// a network mount a send may ask the server for the file's attributes first, even if the kernel
/// has all pages.
public final class LocalFileSystems {
  private static final Set<String> TYPES =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "bcachefs", "f2fs", "zfs", "tmpfs", "overlay");

  private final Map<Object, Boolean> devices = new ConcurrentHashMap<>();

  /// Opens the regular file `file`, which must have `length` bytes, on a thread of `disk`.
  ///
  /// Errors: those of [RegularFile#open].
  public OpenFile open(DiskThreads disk, Path file, long length) throws IOException {
    FileChannel channel = RegularFile.open(file, length);
    return new OpenFile(channel, disk, loadable(file), () -> disk.closeLater(channel));
  }

  /// `mincore` answers only for a file that this process may write or owns.
  private boolean loadable(Path file) {
    try {
      return local(file) && Files.isWritable(file);
    } catch (IOException unknown) {
      return false;
    }
  }

  private boolean local(Path file) throws IOException {
    Object device = Files.getAttribute(file, "unix:dev");
    Boolean known = devices.get(device);
    if (known == null) {
      known = TYPES.contains(Files.getFileStore(file).type());
      devices.put(device, known);
    }
    return known;
  }
}
