package io.calotype.cli.client;

import io.calotype.cli.client.FileResult.Failed;
import io.calotype.cli.client.FileResult.Present;
import io.calotype.cli.client.FileResult.Uploaded;
import io.calotype.json.JsonValue;
import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Uploads many files in parallel.
///
/// The id of a file is derived from its content or its name, see [IdSource]. An interrupted run can
/// be repeated: it uploads the missing files only. Files with the same derived id fail.
///
/// A large file is continued in its middle, see [ResumableTransfer].
public final class BulkUpload {
  /// From this size in bytes, a file is uploaded resumably. That costs two more requests, and two
  /// syncs of the server (ADR-0048).
  private static final long LARGE = 16 << 20;

  /// Large files that are sent at once. A caller may have 16 unfinished uploads, and those of an
  /// interrupted run count for a day.
  private static final int MAX_LARGE = 8;

  private final CalotypeClient client;
  private final UploadSettings settings;
  private final UnfinishedUploads unfinished;
  private final UploadProgress progress;
  private final Consumer<FileResult> listener;
  private final Queue<FileResult> results = new ConcurrentLinkedQueue<>();
  private volatile Map<MediaId, Long> collisions = Map.of();
  private final AtomicReference<@Nullable RuntimeException> stop = new AtomicReference<>();
  private final Semaphore large = new Semaphore(MAX_LARGE);
  private volatile boolean resumable = true;

  /// @param unfinished uploads of earlier runs
  /// @param listener receives the result of each file; called by several threads at once
  public BulkUpload(
      CalotypeClient client,
      UploadSettings settings,
      UnfinishedUploads unfinished,
      UploadProgress progress,
      Consumer<FileResult> listener) {
    this.client = client;
    this.settings = settings;
    this.unfinished = unfinished;
    this.progress = progress;
    this.listener = listener;
  }

  /// Whether `file` is uploaded resumably.
  public static boolean large(LocalFile file) {
    return file.bytes() >= LARGE;
  }

  /// Uploads `files`. A failure of one file is part of the report. A failure that affects all files
  /// ends the run.
  ///
  /// Errors: [UnreachableException] and [RefusedException] if the first request to the server
  /// fails.
  public UploadReport run(List<LocalFile> files) {
    long start = System.nanoTime();
    client.greet();
    collisions = settings.ids() == IdSource.NAME ? named(files) : Map.of();
    Queue<LocalFile> queue = new ConcurrentLinkedQueue<>(files);
    Callable<Queue<LocalFile>> worker = () -> work(queue);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Queue<LocalFile>> ended :
          threads.invokeAll(Stream.generate(() -> worker).limit(settings.parallel()).toList())) {
        ended.get();
      }
    } catch (InterruptedException | ExecutionException bug) {
      throw new IllegalStateException(bug);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new UploadReport(List.copyOf(results), queue.size(), stop.get(), took);
  }

  /// The number of files for each id that is derived from a file name.
  private static Map<MediaId, Long> named(List<LocalFile> files) {
    return files.stream()
        .flatMap(file -> IdSource.ofName(String.valueOf(file.path().getFileName())).stream())
        .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
  }

  private Queue<LocalFile> work(Queue<LocalFile> queue) {
    while (stop.get() == null) {
      LocalFile file = queue.poll();
      if (file == null) {
        break;
      }
      FileBody body = new FileBody(file, progress);
      FileResult result = upload(file, body);
      if (!(result instanceof Uploaded)) {
        body.rewind();
        progress.skip(file.bytes()); // counts the whole file as done
      }
      results.add(result);
      progress.finish();
      listener.accept(result);
    }
    return queue;
  }

  private FileResult upload(LocalFile file, FileBody body) {
    try {
      return sent(file, body);
    } catch (IOException unreadable) {
      return new Failed(file, "the file cannot be read");
    } catch (RefusedException refused) {
      if (refused.aboutCaller()) {
        stop.compareAndSet(null, refused);
      }
      return new Failed(file, refused.why());
    } catch (UnreachableException lost) {
      return body.unreadable()
          ? new Failed(file, "the file cannot be read, or has changed while it was sent")
          : lost(file, lost);
    }
  }

  private FileResult sent(LocalFile file, FileBody body) throws IOException {
    Sha256 digest = file.digest();
    MediaId id = settings.ids().id(file.path(), digest).orElse(null);
    if (id == null) {
      return new Failed(file, "its name has no character that an id may have");
    }
    if (collisions.getOrDefault(id, 1L) > 1) {
      return new Failed(file, "the id " + id + " follows from the names of several files");
    }
    Optional<JsonValue> there = client.find(id);
    if (there.isPresent()) {
      return present(file, id, there.get(), digest);
    }
    return resumable && large(file) && resumed(file, id, digest, body)
        ? stored(file, id, digest, record(id), true)
        : whole(file, id, digest, body);
  }

  private FileResult whole(LocalFile file, MediaId id, Sha256 digest, FileBody body) {
    ApiResponse response = client.put(id, settings.options(), body);
    return stored(file, id, digest, response.json(), response.status() == 201);
  }

  /// Returns false if the server does not take resumable uploads. Later files are not tried.
  private boolean resumed(LocalFile file, MediaId id, Sha256 digest, FileBody body) {
    String name = String.valueOf(file.path().getFileName());
    large.acquireUninterruptibly();
    try (UnfinishedUploads.Entry entry =
        unfinished.entry(
            client.url(), id.value(), name, settings.options().toString(), digest.hex())) {
      boolean taken = client.resume(id, settings.options(), body, entry);
      if (!taken) {
        resumable = false;
      }
      return taken;
    } finally {
      large.release();
    }
  }

  /// The record of a media whose upload has just been completed.
  private JsonValue record(MediaId id) {
    return client
        .find(id)
        .orElseThrow(
            () -> new RefusedException(404, "the media was deleted as soon as it was stored"));
  }

  private FileResult stored(
      LocalFile file, MediaId id, Sha256 digest, JsonValue media, boolean created) {
    if (!same(media, digest)) {
      client.takeBack(id);
      return new Failed(file, "the file has changed while it was sent");
    }
    return created ? new Uploaded(file, id) : new Present(file, id);
  }

  private FileResult present(LocalFile file, MediaId id, JsonValue media, Sha256 digest) {
    if (!same(media, digest)) {
      return new Failed(file, "the id " + id + " is taken by other bytes");
    }
    String differing = settings.contradictedBy(media);
    return differing.isEmpty()
        ? new Present(file, id)
        : new Failed(file, "it is there already with another " + differing);
  }

  private static boolean same(JsonValue media, Sha256 digest) {
    return media.at("sha256").text().equals(digest.hex());
  }

  /// Distinguishes a lost server, which ends the run, from a connection that breaks for this file
  /// only.
  private FileResult lost(LocalFile file, UnreachableException lost) {
    try {
      client.greet();
      return new Failed(file, "the connection has broken, again and again");
    } catch (RefusedException | UnreachableException gone) {
      stop.compareAndSet(null, gone);
      return new Failed(file, String.valueOf(lost.getMessage()));
    }
  }
}
