package io.calotype.imaging.worker;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.DiskFull;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.failure.StoreFaults;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.media.Picture;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A bench, and the process that works on it: one after the other, a new one when the last is gone.
///
/// One thread at a time has it; the watchdog looks at it meanwhile.
final class Renderer implements AutoCloseable {
  /// A disk that takes no source of a job may take one in so long.
  private static final Duration DISK_RETRY = Duration.ofSeconds(10);

  /// How long a copy of a source may take, where links do not work.
  private static final Duration COPY = Duration.ofMinutes(2);

  private final WorkDirectory directory;
  private final DiskThreads disk;
  private final RendererProgram program;
  private final Duration timeout;
  private final Observer observer;
  private volatile @Nullable RendererProcess process;
  private volatile @Nullable RenderJob job;

  /// @param disk one thread, for what is done to `bench`: an operation that is late delays the next
  ///   one, and never changes the bench under it
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

  /// Its process, if it is alive.
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

  /// What it is busy with, if it is.
  Optional<RenderJob> job() {
    return Optional.ofNullable(job);
  }

  /// Whether it is at work, and in time.
  boolean working(long now) {
    return process().isPresent() && job().filter(current -> !current.late(now)).isPresent();
  }

  /// Sees to it that its process is alive and waiting.
  ///
  /// Errors: `IOException` where none can be started.
  RendererProcess start() throws IOException {
    RendererProcess current = process;
    return current != null && current.alive() ? current : replace();
  }

  private RendererProcess replace() throws IOException {
    RendererProcess next = RendererProcess.start(program, directory);
    boolean ready = false;
    begin(RenderJob.starting(next));
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

  /// Tries one job, which the watchdog ends should it take too long.
  ///
  /// Errors: `Undecodable`, `StoreUnavailable`, `Overloaded` where no process can be started,
  /// whatever `plan` and `sink` throw; [RendererLostException] where the process was lost over it;
  /// [InsufficientMemoryException].
  Picture render(Source source, Plan plan, Sink sink, MemoryReservation memory)
      throws RendererLostException, InsufficientMemoryException {
    RendererProcess current = started();
    lay(source);
    begin(RenderJob.of(current, timeout));
    RenderSession conversation = new RenderSession(current, plan, sink, memory);
    try {
      return conversation.hold(source.type());
    } catch (IOException e) {
      throw conversation.lost(e);
    } finally {
      job = null;
      if (!conversation.over()) {
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

  private void begin(RenderJob begun) {
    job = begun;
    observer.began();
  }

  @Override
  public void close() {
    disk.close();
  }

  /// Is told what a renderer does.
  interface Observer {
    /// It is busy from now on, and must be watched.
    void began();

    /// A process of it has ended.
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
