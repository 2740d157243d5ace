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
import java.util.regex.Pattern;

/// A work queue as a folder with a file for each task: `<milliseconds since 1970>-<uuid>`, which
/// contains the text and a line feed. A claim renames it to `<name>.<tries>`, from 2. Dead letters
/// are in the folder `dead`.
///
/// One process uses the folder, so holds are in memory, and a start ends all of them.
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
  private static final String DEAD = "dead";
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Pattern TASK = Pattern.compile("[0-9]{1,18}-[0-9a-f-]{36}([.][0-9]{1,9})?");

  private final Path folder;
  private final TaskHolds holds;
  private final FileOperations files;
  private final DiskThreads disk;
  private final Headroom headroom;
  private final Clock clock;

  /// Keeps the tasks in `folder`, which exists and contains nothing else.
  public FolderWorkQueue(
      Path folder, FileOperations files, DiskThreads disk, Headroom headroom, Clock clock) {
    this.folder = folder;
    this.holds = new TaskHolds(HOLD, clock);
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
    holds.renew(task.name());
    try {
      return headroom.retry(Headroom.Need.REMOVE, () -> disk.write(() -> written(task)));
    } catch (RuntimeException refused) {
      holds.remove(task.name());
      throw refused;
    }
  }

  private Task written(Task task) throws IOException {
    Path file = folder.resolve(task.name());
    Path unfinished = folder.resolve(UNFINISHED + task.name());
    files.createFolder(folder); // an operator may have removed it
    try {
      files.deleteIfPresent(unfinished); // a part of it, if this is a retry
      files.writeDraft(unfinished, task.text());
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
      for (Path file : listed(folder)) {
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

  private List<Path> listed(Path place) throws IOException {
    return files.find(place) == null ? List.of() : files.list(place);
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
  public List<Claimed> claim(int max) {
    return disk.run(() -> {
      index();
      List<Claimed> claimed = new ArrayList<>();
      for (String name : holds.free(max)) {
        Optional<Task> task = read(folder.resolve(name));
        if (task.isPresent()) {
          claimed.add(claimed(task.get()));
        } else { // an unreadable one stays where it is
          holds.remove(name);
        }
      }
      return claimed;
    });
  }

  private Claimed claimed(Task task) throws IOException {
    int dot = task.name().indexOf('.');
    String first = dot < 0 ? task.name() : task.name().substring(0, dot);
    int tries = 1 + (dot < 0 ? 1 : Integer.parseInt(task.name().substring(dot + 1)));
    String name = first + "." + tries;
    files.move(folder.resolve(task.name()), folder.resolve(name));
    holds.remove(task.name());
    holds.renew(name);
    return new Claimed(new Task(name, task.text(), task.added()), tries);
  }

  /// Finds the tasks of earlier runs, once.
  private void index() throws IOException {
    if (!holds.indexed()) {
      List<String> names = new ArrayList<>();
      for (Path file : listed(folder)) {
        String name = String.valueOf(file.getFileName());
        if (TASK.matcher(name).matches()) {
          names.add(name);
        } else if (abandoned(name)) {
          files.deleteIfPresent(file);
        }
      }
      holds.index(names);
    }
  }

  @Override
  public void renew(List<Task> tasks) {
    tasks.forEach(task -> holds.extend(task.name()));
  }

  @Override
  public void release(List<Task> tasks) {
    tasks.forEach(task -> holds.end(task.name()));
  }

  @Override
  public void complete(List<Task> tasks) {
    tasks.forEach(task -> holds.remove(task.name()));
    var _ =
        disk.run(() -> {
          for (Task task : tasks) {
            files.deleteIfPresent(folder.resolve(task.name()));
          }
          return tasks;
        });
  }

  @Override
  public void bury(Task task) {
    holds.remove(task.name());
    var _ = disk.run(() -> buried(task));
  }

  private boolean buried(Task task) throws IOException {
    Path file = folder.resolve(task.name());
    Path dead = folder.resolve(DEAD);
    if (listed(dead).size() >= MAX_BURIED) {
      return files.deleteIfPresent(file);
    }
    files.createFolder(dead);
    if (files.find(file) == null) { // completed meanwhile
      return false;
    }
    files.move(file, dead.resolve(task.name()));
    return true;
  }

  @Override
  public Depth depth() {
    return disk.run(() -> {
      index();
      return new Depth(holds.size(), listed(folder.resolve(DEAD)).size());
    });
  }
}
