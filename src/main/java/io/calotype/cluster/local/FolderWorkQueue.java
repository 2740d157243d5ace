package io.calotype.cluster.local;

import io.calotype.cluster.WorkQueue;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.Headroom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A work queue as a folder with a file for each task: `<milliseconds since 1970>-<uuid>`, which
/// contains the text and a line feed. A file without the line feed was being written when the
/// program stopped; its caller has not been answered, so it is no task.
///
/// On a full disk the reserve for removals makes room for a task.
public final class FolderWorkQueue implements WorkQueue {
  private static final int MAX_BYTES = 1 << 16;

  private final Path folder;
  private final FileOperations files;
  private final DiskThreads disk;
  private final Headroom headroom;
  private final Clock clock;

  /// Keeps the tasks in `folder`, which exists and contains nothing else.
  public FolderWorkQueue(
      Path folder, FileOperations files, DiskThreads disk, Headroom headroom, Clock clock) {
    this.folder = folder;
    this.files = files;
    this.disk = disk;
    this.headroom = headroom;
    this.clock = clock;
  }

  @Override
  public Task add(String text) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Task task = new Task(now.toEpochMilli() + "-" + UUID.randomUUID(), text, now);
    return headroom.retry(Headroom.Need.REMOVE, () -> disk.write(() -> written(task)));
  }

  private Task written(Task task) throws IOException {
    Path file = folder.resolve(task.name());
    files.createFolder(folder); // an operator may have removed it
    try {
      files.deleteIfPresent(file); // a part of it, if this is a retry
      files.writeLine(file, task.text());
      return task;
    } catch (IOException failed) {
      files.deleteIfPresent(file);
      throw failed;
    }
  }

  @Override
  public List<Task> waiting(Instant then) {
    return disk.run(() -> {
      List<Task> tasks = new ArrayList<>();
      for (Path file : files.find(folder) == null ? List.<Path>of() : files.list(folder)) {
        if (added(file).isBefore(then)) {
          read(file).ifPresent(tasks::add);
        }
      }
      tasks.sort(Comparator.comparing(Task::added).thenComparing(Task::name));
      return tasks;
    });
  }

  /// Returns when the task in `file` was added; the end of time for a file with a foreign name.
  private static Instant added(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      return Instant.ofEpochMilli(Long.parseLong(name.substring(0, name.indexOf('-'))));
    } catch (NumberFormatException | IndexOutOfBoundsException foreign) {
      return Instant.MAX;
    }
  }

  /// Returns the task in `file`; empty if it was completed meanwhile. Deletes a file that is no
  /// task.
  private Optional<Task> read(Path file) throws IOException {
    String text;
    try (InputStream bytes = Channels.newInputStream(files.open(file))) {
      text = new String(bytes.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (NoSuchFileException completed) {
      return Optional.empty();
    }
    if (!text.endsWith("\n")) {
      files.deleteIfPresent(file);
      return Optional.empty();
    }
    return Optional.of(new Task(String.valueOf(file.getFileName()), text.strip(), added(file)));
  }

  @Override
  public void complete(Task task) {
    var _ = disk.run(() -> files.deleteIfPresent(folder.resolve(task.name())));
  }
}
