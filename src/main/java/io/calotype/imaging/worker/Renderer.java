package io.calotype.imaging.worker;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.DiskFull;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.worker.protocol.RendererReply;
import io.calotype.media.Picture;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A work directory and the process that works in it, which is replaced when it ends.
///
/// Threads: one at a time holds it; the watchdog reads it concurrently.
final class Renderer implements AutoCloseable {
  /// Retry interval for clients after the disk refused a source.
  private static final Duration DISK_RETRY = Duration.ofSeconds(10);

  /// Timeout for copying a source, if hard links do not work.
  private static final Duration COPY = Duration.ofMinutes(2);

  private final WorkDirectory directory;
  private final DiskThreads disk;
  private final RendererProgram program;
  private final Duration timeout;
  private final Observer observer;
  private volatile @Nullable RendererProcess process;
  private volatile @Nullable RenderDeadline job;

  /// Creates a renderer without a process.
  ///
  /// @param disk one thread for operations on the work directory: a late operation delays the next
  ///   one, and never changes the directory during it
  Renderer(
      WorkDirectory directory,
      DiskThreads disk,
      RendererProgram program,
      Duration timeout,
      Observer observer) {
    this.directory = directory;
    this.disk = disk;
    this.program = program;
    this.timeout = timeout;
    this.observer = observer;
  }

  /// The process, if it is alive.
  Optional<RendererProcess> process() {
    return Optional.ofNullable(process).filter(RendererProcess::alive);
  }

  /// Whether it could do a job now.
  boolean usable() {
    return process().isPresent() && benchExists();
  }

  private boolean benchExists() {
    try {
      return disk.call(directory::exists);
    } catch (IOException | MediaException noAnswer) {
      return false;
    }
  }

  /// The current job, if any.
  Optional<RenderDeadline> job() {
    return Optional.ofNullable(job);
  }

  /// Whether it is busy and within its wall-clock deadline.
  boolean working(long now) {
    return process().isPresent() && job().filter(current -> !current.late(now)).isPresent();
  }

  /// Returns a live process that waits for a job, and starts one if necessary.
  ///
  /// Errors: `IOException` if none can be started.
  RendererProcess start() throws IOException {
    RendererProcess current = process;
    return current != null && current.alive() ? current : replace();
  }

  private RendererProcess replace() throws IOException {
    RendererProcess next = RendererProcess.start(program, directory);
    boolean ready = false;
    begin(RenderDeadline.starting(next));
    try {
      ready = next.receive() instanceof RendererReply.Ready;
    } finally {
      job = null;
      if (!ready) {
        next.kill(RendererExit.PROTOCOL);
      }
    }
    process = next;
    next.whenEnded(() -> observer.ended(this));
    return next;
  }

  /// Runs one attempt of a job. The watchdog ends it when it exceeds a deadline.
  ///
  /// Errors: `Undecodable`, `StoreUnavailable`, `Unavailable` if the disk is full, `Overloaded` if
  /// no process can be started, exceptions of `plan` and `sink`; [RendererLostException] if the
  /// process was lost during the job; [InsufficientMemoryException].
  Picture render(Source source, Plan plan, Sink sink, MemoryReservation memory)
      throws RendererLostException, InsufficientMemoryException {
    RendererProcess current = started();
    lay(source);
    begin(RenderDeadline.of(current, timeout));
    RenderSession session = new RenderSession(current, plan, sink, memory);
    try {
      return session.hold(source.type());
    } catch (IOException e) {
      throw session.lost(e);
    } finally {
      job = null;
      if (!session.over()) {
        current.kill(RendererExit.PROTOCOL);
      }
      clear();
    }
  }

  private void lay(Source source) {
    try {
      var _ =
          disk.call(
              () -> {
                directory.lay(source.file());
                return directory;
              },
              COPY);
    } catch (IOException e) {
      throw DiskFull.refusesFiles(e)
          ? new MediaException(new Failure.Unavailable(DISK_RETRY), e)
          : StoreFaults.of(e);
    }
  }

  private RendererProcess started() {
    try {
      return start();
    } catch (IOException e) {
      EventLog.warn(
          "renderer.start-failed", "bench", directory.folder(), "reason", StoreFaults.words(e));
      throw new MediaException(RenderPool.NO_RENDERER, e);
    }
  }

  private void begin(RenderDeadline begun) {
    job = begun;
    observer.began();
  }

  @Override
  public void close() {
    disk.close();
  }

  /// Receives events of a renderer.
  interface Observer {
    /// The renderer is busy from now on, and must be watched.
    void began();

    /// A process of `renderer` has ended.
    void ended(Renderer renderer);
  }

  private void clear() {
    try {
      var _ =
          disk.call(() -> {
            directory.clear();
            return directory;
          });
    } catch (IOException | MediaException e) {
      EventLog.warn("bench.not-cleared", "bench", directory.folder(), "cause", e);
    }
  }
}
