package io.calotype.cache;

import io.calotype.disk.FileOperations;
import io.calotype.disk.LocalFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The result of a read-only inspection of every folder of a cache.
///
/// @param entries the number of files with the name of an entry
/// @param bytes the sum of the lengths in these names
/// @param unreadable the folders that cannot be listed
public record CacheInspection(long entries, long bytes, List<Path> unreadable) {
  private static final int OWNER_DEPTH = 3;

  /// Inspects the cache below `root`. A missing root is an empty cache.
  public static CacheInspection of(Path root) {
    return new Reader(new LocalFiles()).inspect(root);
  }

  private static final class Reader {
    private final List<Path> unreadable = new ArrayList<>();
    private final FileOperations disk;
    private long entries;
    private long bytes;

    Reader(FileOperations disk) {
      this.disk = disk;
    }

    private CacheInspection inspect(Path root) {
      read(root, 0);
      return new CacheInspection(entries, bytes, List.copyOf(unreadable));
    }

    private void read(Path folder, int depth) {
      try {
        for (Path child : disk.list(folder)) {
          visit(child, depth);
        }
      } catch (NoSuchFileException gone) {
        return;
      } catch (IOException refused) {
        unreadable.add(folder);
      }
    }

    private void visit(Path child, int depth) {
      String name = FolderTree.nameOf(child);
      if (depth < OWNER_DEPTH) {
        if (CacheKey.safe(name)) {
          read(child, depth + 1);
        }
        return;
      }
      EntryName entry = EntryName.parse(name);
      if (entry != null) {
        entries++;
        bytes += entry.length();
      }
    }
  }
}
