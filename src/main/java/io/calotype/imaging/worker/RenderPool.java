package io.calotype.imaging.worker;

import io.calotype.disk.DiskThreads;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Priority;
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

/// Renders in child processes: each does one job at a time on a bench of its own, is killed when it
/// takes too long or too much memory, and is replaced whenever it is gone.
///
/// A job that has cost a renderer is tried again: [Attempts] decides what becomes of it. A child
/// ends by itself when this program does, however that ends: its input is closed then.
public final class RenderPool implements ImageEngine {
  private static final Duration START_PAUSE = Duration.ofSeconds(1);

  /// The failure of a job for which no process can be started, or whose pool is being closed.
  static final Failure NO_RENDERER = new Failure.Overloaded(Duration.ofSeconds(2));

  private static final Duration AFTER_LOSSES = Duration.ofSeconds(10);

  private final RenderSettings settings;
  private final Telemetry telemetry;
  private final List<Renderer> renderers;
  private final WorkerQueue line;
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
    this.line = new WorkerQueue(settings.workers(), settings.limits());
    this.backlog =
        new Backlog(settings.workers(), memory.bytes(), settings.limits(), System::nanoTime);
    this.memory = memory;
    this.renderers =
        IntStream.range(0, settings.workers()).mapToObj(n -> renderer(settings, n)).toList();
    this.watchdog = Watchdog.start(renderers, settings.memoryBytes());
  }

  /// Starts the renderers, and does not wait for them.
  public static RenderPool start(RenderSettings settings, Telemetry telemetry) {
    RenderPool pool = new RenderPool(settings, telemetry, Memory.of(settings));
    Stream.of(RendererExit.values()).map(RendererExit::text).forEach(telemetry::mayLoseRenderers);
    telemetry.gauge(
        "calotype_render_queue", () -> pool.line.waiting() + pool.memory.stock().waiting());
    telemetry.gauge(
        "calotype_render_wait_seconds",
        () -> pool.backlog.expectedWait(Priority.INTERACTIVE).toMillis() / 1000.0);
    telemetry.gauge(
        "calotype_render_memory_bytes", () -> pool.memory.bytes() - pool.memory.stock().free());
    return pool.opened();
  }

  /// Starts renderers of another kind, whose jobs are admitted from the same memory.
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
        } catch (InsufficientMemoryException wanted) {
          entry.pause();
          if (!share.await(left(urgency, arrived))) {
            throw backlog.overloaded(urgency.priority());
          }
        }
      }
    }
  }

  /// How long a job may still wait that has come at `arrived`.
  private Duration left(Urgency urgency, long arrived) {
    return settings.limits().patience(urgency.priority()).minusNanos(System.nanoTime() - arrived);
  }

  /// One job: what it makes, the memory that it has, and how often it was tried.
  private record Work(
      Source source, Plan plan, Sink sink, MemoryReservation memory, Attempts attempts) {}

  private Picture rendered(Urgency urgency, Duration patience, Work work, Backlog.Entry entry)
      throws InsufficientMemoryException {
    WorkerQueue.Turn turn =
        line.take(urgency, patience).orElseThrow(() -> backlog.overloaded(urgency.priority()));
    try {
      entry.begin();
      Picture picture = tried(turn.renderer(), work);
      entry.done(work.memory().wanted());
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
    telemetry.rendererLost(lost.loss().text());
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

  /// Keeps the watchdog awake and the renderers alive.
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

  /// Replaces the process of a renderer that has lost it while idle. One that is at work is
  /// replaced by its job.
  private void replaceIfIdle(Renderer renderer) {
    if (!closed && line.takeIfIdle(renderer)) {
      open(renderer);
    }
  }

  /// Starts the process of a renderer that nobody else has, and gives it to the line. What does not
  /// start is tried again later: a program that is not ready may get no job that would do it.
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

  private static void end(Renderer renderer) {
    renderer
        .process()
        .ifPresent(process -> {
          process.kill(RendererExit.CRASH);
          process.awaitEnd();
        });
  }

  @Override
  public void close() {
    closed = true;
    watchdog.close();
    renderers.forEach(RenderPool::end);
    renderers.forEach(Renderer::close);
  }
}
