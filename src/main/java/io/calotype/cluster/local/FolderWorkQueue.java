package io.calotype.cluster.local;

import io.calotype.cluster.WorkQueue;
import io.calotype.disk.DiskThreads;
import io.calotype.disk.FileOperations;
import io.calotype.disk.Headroom;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A work queue as a folder with a file for each task: `<milliseconds since 1970>-<uuid>`, which
/// contains the text and a line feed.
///
/// A task is written as `new-<name>`, synced and renamed, so a concurrent reader finds it whole or
/// not at all. A `new-` file that is older than a day was left by a crash. Its caller has received
/// no answer, so the queue deletes it. The queue deletes no other file that it cannot read.
///
/// On a full disk the reserve for removals makes room for a task.
public final class FolderWorkQueue implements WorkQueue {
  /// The maximum length of a task in bytes, with its line feed.
  static final int MAX_BYTES = 1 << 20;

  private static final String UNFINISHED = "new-";
  private static final Duration ABANDONED = Duration.ofDays(1);

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

  /// Adds a task.
  ///
  /// Errors: an [IllegalArgumentException] if `text` is longer than 1 MiB or has a line feed.
  @Override
  public Task add(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length >= MAX_BYTES || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a task is one line of less than " + MAX_BYTES + " bytes");
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    Task task = new Task(now.toEpochMilli() + "-" + UUID.randomUUID(), text, now);
    return headroom.retry(Headroom.Need.REMOVE, () -> disk.write(() -> written(task)));
  }

  private Task written(Task task) throws IOException {
    Path file = folder.resolve(task.name());
    Path unfinished = folder.resolve(UNFINISHED + task.name());
    files.createFolder(folder); // an operator may have removed it
    try {
      files.deleteIfPresent(unfinished); // a part of it, if this is a retry
      files.writeLine(unfinished, task.text());
      files.move(unfinished, file);
      files.sync(folder);
      return task;
    } catch (IOException failed) {
      files.deleteIfPresent(unfinished);
      files.deleteIfPresent(file);
      throw failed;
    }
  }

  @Override
  public List<Task> waiting(Instant then) {
    return disk.run(() -> {
      List<Task> tasks = new ArrayList<>();
      for (Path file : files.find(folder) == null ? List.<Path>of() : files.list(folder)) {
        String name = String.valueOf(file.getFileName());
        if (added(name).isBefore(then)) {
          read(file).ifPresent(tasks::add);
        } else if (abandoned(name)) {
          files.deleteIfPresent(file);
        }
      }
      tasks.sort(Comparator.comparing(Task::added).thenComparing(Task::name));
      return tasks;
    });
  }

  private boolean abandoned(String name) {
    return name.startsWith(UNFINISHED)
        && added(name.substring(UNFINISHED.length())).isBefore(clock.instant().minus(ABANDONED));
  }

  /// Returns when the task `name` was added; the end of time for a foreign name.
  private static Instant added(String name) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(name.substring(0, name.indexOf('-'))));
    } catch (NumberFormatException | IndexOutOfBoundsException foreign) {
      return Instant.MAX;
    }
  }

  /// Returns the task in `file`; empty if it was completed meanwhile, or contains no whole task.
  private Optional<Task> read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String text;
    try (InputStream bytes = Channels.newInputStream(files.open(file))) {
      text = new String(bytes.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (NoSuchFileException completed) {
      return Optional.empty();
    }
    if (!text.endsWith("\n")) {
      EventLog.warn("queue.unreadable", "task", name);
      return Optional.empty();
    }
    return Optional.of(new Task(name, text.substring(0, text.length() - 1), added(name)));
  }

  @Override
  public void complete(Task task) {
    var _ = disk.run(() -> files.deleteIfPresent(folder.resolve(task.name())));
  }
}
