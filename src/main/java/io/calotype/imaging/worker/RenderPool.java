package io.calotype.imaging.worker;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Priority;
import io.calotype.imaging.RenderMeters;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
import io.calotype.imaging.Urgency;
import io.calotype.imaging.queue.Backlog;
import io.calotype.imaging.queue.FairPermits;
import io.calotype.media.Picture;
import io.calotype.telemetry.EventLog;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Renders in child processes. Each process does one job at a time in its own work directory. The
/// pool kills a process that exceeds its time or the memory limit, and replaces every lost process.
///
/// A job that lost its renderer may be retried: [Attempts] decides. A child ends by itself when the
/// server ends for any reason, because its standard input closes.
public final class RenderPool implements ImageEngine {
  private static final Duration START_PAUSE = Duration.ofSeconds(1);

  /// The failure of a job if no process can be started, or the pool is closing.
  static final Failure NO_RENDERER = new Failure.Overloaded(Duration.ofSeconds(2));

  private static final Duration AFTER_LOSSES = Duration.ofSeconds(10);

  private final RenderSettings settings;
  private final Telemetry telemetry;
  private final RenderMeters meters;
  private final List<Renderer> renderers;
  private final RendererQueue line;
  private final Backlog backlog;
  private final Memory memory;
  private final Watchdog watchdog;
  private volatile boolean closed;

  /// The memory for all renders.
  private record Memory(FairPermits stock, long bytes) {
    private static final int BACKGROUND_QUARTERS = 3;

    static Memory of(RenderSettings settings) {
      long bytes = settings.memoryForJobs();
      long background = bytes / 4 * BACKGROUND_QUARTERS;
      return new Memory(new FairPermits(bytes, bytes, background, settings.limits()), bytes);
    }
  }

  private RenderPool(RenderSettings settings, Telemetry telemetry, Memory memory) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.meters = new RenderMeters(telemetry);
    this.line = new RendererQueue(settings.workers(), settings.limits());
    this.backlog =
        new Backlog(settings.workers(), memory.bytes(), settings.limits(), System::nanoTime);
    this.memory = memory;
    this.renderers =
        IntStream.range(0, settings.workers()).mapToObj(n -> renderer(settings, n)).toList();
    this.watchdog = Watchdog.start(renderers, settings.memoryBytes());
  }

  /// Starts the renderers without waiting for them.
  public static RenderPool start(RenderSettings settings, Telemetry telemetry) {
    RenderPool pool = new RenderPool(settings, telemetry, Memory.of(settings));
    Stream.of(RendererExit.values()).map(RendererExit::text).forEach(pool.meters::mayLose);
    pool.meters.observe(
        new RenderMeters.Load(
            () -> pool.line.waiting() + pool.memory.stock().waiting(),
            () -> pool.backlog.expectedWait(Priority.INTERACTIVE).toMillis() / 1000.0,
            () -> pool.memory.bytes() - pool.memory.stock().free()));
    return pool.opened();
  }

  /// Starts a second pool with other settings, whose jobs are admitted from the same memory.
  public RenderPool startBeside(RenderSettings others) {
    return new RenderPool(others, telemetry, memory).opened();
  }

  private RenderPool opened() {
    renderers.forEach(renderer -> Thread.startVirtualThread(() -> open(renderer)));
    return this;
  }

  private Renderer renderer(RenderSettings settings, int number) {
    WorkDirectory directory =
        WorkDirectory.at(settings.benches().resolve(Integer.toString(number)));
    DiskThreads disk =
        DiskThreads.single(settings.benches().getFileName() + "-" + number, telemetry);
    return new Renderer(directory, disk, settings.program(), settings.timeout(), new Observer());
  }

  @Override
  public Picture render(Urgency urgency, Source source, Plan plan, Sink sink) {
    try (Backlog.Entry entry = backlog.enter(urgency, plan.cost(source));
        MemoryReservation share =
            new MemoryReservation(urgency, memory.stock(), memory.bytes(), settings.keptBytes())) {
      Work work = new Work(source, plan, sink, share, new Attempts(AFTER_LOSSES));
      long arrived = System.nanoTime();
      while (true) {
        try {
          return rendered(urgency, left(urgency, arrived), work, entry);
        } catch (InsufficientMemoryException insufficient) {
          entry.pause();
          if (!share.await(left(urgency, arrived))) {
            throw backlog.overloaded(urgency.priority());
          }
        }
      }
    }
  }

  /// The remaining wait of a job that arrived at `arrived`.
  private Duration left(Urgency urgency, long arrived) {
    return settings.limits().patience(urgency.priority()).minusNanos(System.nanoTime() - arrived);
  }

  /// One job: its source and outputs, its memory, and its attempts.
  private record Work(
      Source source, Plan plan, Sink sink, MemoryReservation memory, Attempts attempts) {}

  private Picture rendered(Urgency urgency, Duration patience, Work work, Backlog.Entry entry)
      throws InsufficientMemoryException {
    RendererQueue.Turn turn =
        line.take(urgency, patience).orElseThrow(() -> backlog.overloaded(urgency.priority()));
    try {
      entry.begin();
      Picture picture = tried(turn.renderer(), work);
      entry.done(work.memory().requiredBytes());
      return picture;
    } finally {
      line.giveBack(turn);
      replaceIfGone(turn.renderer());
    }
  }

  private void replaceIfGone(Renderer renderer) {
    if (closed) {
      end(renderer);
    } else if (renderer.process().isEmpty()) {
      Thread.startVirtualThread(() -> replaceIfIdle(renderer));
    }
  }

  private Picture tried(Renderer renderer, Work work) throws InsufficientMemoryException {
    while (!closed) {
      try {
        return renderer.render(work.source(), work.plan(), work.sink(), work.memory());
      } catch (RendererLostException e) {
        lost(e, work);
      }
    }
    throw new MediaException(NO_RENDERER);
  }

  private void lost(RendererLostException lost, Work work) {
    boolean alone = work.memory().alone();
    Optional<Failure> end = work.attempts().lost(lost.loss(), alone);
    count(lost, work.source(), work.attempts().tries());
    if (end.isPresent()) {
      throw new MediaException(closed ? NO_RENDERER : end.get(), lost);
    }
    if (lost.loss() == RendererExit.MEMORY) {
      work.memory().claimAll();
    }
  }

  private void count(RendererLostException lost, Source source, int tries) {
    meters.lost(lost.loss().text());
    EventLog.warn(
        "renderer.lost",
        "reason",
        lost.loss().text(),
        "source",
        source.file().getFileName(),
        "try",
        tries,
        "cause",
        String.valueOf(lost.getCause()));
  }

  @Override
  public boolean crowded() {
    return line.waiting(Priority.INTERACTIVE) + memory.stock().waiting(Priority.INTERACTIVE) > 0;
  }

  @Override
  public boolean ready() {
    long now = System.nanoTime();
    return !closed && renderers.stream().anyMatch(renderer -> ready(renderer, now));
  }

  private boolean ready(Renderer renderer, long now) {
    return line.idle(renderer) ? renderer.usable() : renderer.working(now);
  }

  /// Wakes the watchdog when a job begins, and replaces processes that have ended.
  private final class Observer implements Renderer.Observer {
    @Override
    public void began() {
      watchdog.wake();
    }

    @Override
    public void ended(Renderer renderer) {
      replaceIfIdle(renderer);
    }
  }

  /// Replaces the lost process of an idle renderer. A busy renderer is replaced by its job.
  private void replaceIfIdle(Renderer renderer) {
    if (!closed && line.takeIfIdle(renderer)) {
      open(renderer);
    }
  }

  /// Starts the process of a renderer that this thread holds exclusively, and adds the renderer to
  /// the queue. After a failure it retries in 1 second: a server that is not ready may receive no
  /// job that would trigger a start.
  private void open(Renderer renderer) {
    boolean started = false;
    try {
      renderer.start();
      started = true;
    } catch (IOException e) {
      EventLog.warn("renderer.start-failed", "cause", e);
    } finally {
      line.add(renderer);
      if (closed) {
        end(renderer);
      } else if (!started) {
        Thread.startVirtualThread(() -> openLater(renderer));
      }
    }
  }

  private void openLater(Renderer renderer) {
    try {
      Thread.sleep(START_PAUSE);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
    if (renderer.process().isEmpty()) {
      replaceIfIdle(renderer);
    }
  }

  private void end(Renderer renderer) {
    renderer
        .process()
        .ifPresent(process -> {
          end(process);
          process.awaitEnd();
        });
  }

  private void end(RendererProcess process) {
    switch (settings.program().cache()) {
      case AotCache.Recorded _ -> process.finish();
      case AotCache.None _, AotCache.Existing _ -> process.kill(RendererExit.CRASH);
    }
  }

  @Override
  public void close() {
    closed = true;
    watchdog.close();
    renderers.forEach(this::end);
    renderers.forEach(Renderer::close);
  }
}
