package io.calotype.imaging.worker;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.ImageEngine;
import io.calotype.imaging.Plan;
import io.calotype.imaging.Priority;
import io.calotype.imaging.Sink;
import io.calotype.imaging.Source;
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

  private final Telemetry telemetry;
  private final List<Renderer> renderers;
  private final WaitingLine line;
  private final Stock memory;
  private final long memoryBytes;
  private final long keptBytes;
  private final Duration patience;
  private final Watchdog watchdog;
  private volatile boolean closed;

  private RenderPool(RenderSettings settings, Telemetry telemetry, Stock memory, long memoryBytes) {
    this.telemetry = telemetry;
    this.line = new WaitingLine(settings.waiting(), settings.timeout());
    this.memoryBytes = memoryBytes;
    this.keptBytes = settings.keptBytes();
    this.memory = memory;
    this.patience = settings.timeout();
    this.renderers =
        IntStream.range(0, settings.workers()).mapToObj(n -> renderer(settings, n)).toList();
    this.watchdog = Watchdog.start(renderers, settings.memoryBytes());
  }

  /// Starts the renderers, and does not wait for them.
  public static RenderPool start(RenderSettings settings, Telemetry telemetry) {
    long forJobs = settings.memoryForJobs();
    Stock memory = new Stock(forJobs, settings.waiting(), WaitingLine.RETRY_AFTER);
    RenderPool pool = new RenderPool(settings, telemetry, memory, forJobs);
    Stream.of(Loss.values()).map(Loss::text).forEach(telemetry::mayLoseRenderers);
    telemetry.gauge("calotype_render_queue", () -> pool.line.waiting() + pool.memory.waiting());
    telemetry.gauge("calotype_render_memory_bytes", () -> pool.memoryBytes - pool.memory.free());
    return pool.opened();
  }

  /// Starts renderers of another kind, whose jobs are admitted from the same memory.
  public RenderPool startBeside(RenderSettings settings) {
    return new RenderPool(settings, telemetry, memory, memoryBytes).opened();
  }

  private RenderPool opened() {
    renderers.forEach(renderer -> Thread.startVirtualThread(() -> open(renderer)));
    return this;
  }

  private Renderer renderer(RenderSettings settings, int number) {
    Bench bench = Bench.at(settings.benches().resolve(Integer.toString(number)));
    return new Renderer(bench, settings.program(), settings.timeout(), new Observer());
  }

  @Override
  public Picture render(Priority priority, Source source, Plan plan, Sink sink) {
    try (MemoryShare share = new MemoryShare(memory, memoryBytes, keptBytes)) {
      Work work = new Work(source, plan, sink, share, new Attempts(WaitingLine.RETRY_AFTER));
      while (true) {
        try {
          return rendered(priority, work);
        } catch (TooLittleMemory wanted) {
          share.await(priority, patience);
        }
      }
    }
  }

  /// One job: what it makes, the memory that it has, and how often it was tried.
  private record Work(Source source, Plan plan, Sink sink, MemoryShare memory, Attempts attempts) {}

  private Picture rendered(Priority priority, Work work) throws TooLittleMemory {
    Renderer renderer = line.take(priority);
    try {
      return tried(renderer, work);
    } finally {
      line.giveBack(renderer);
      replaceIfGone(renderer);
    }
  }

  private void replaceIfGone(Renderer renderer) {
    if (closed) {
      end(renderer);
    } else if (renderer.process().isEmpty()) {
      Thread.startVirtualThread(() -> replaceIfIdle(renderer));
    }
  }

  private Picture tried(Renderer renderer, Work work) throws TooLittleMemory {
    while (!closed) {
      try {
        return renderer.render(work.source(), work.plan(), work.sink(), work.memory());
      } catch (RendererLost e) {
        lost(e, work);
      }
    }
    throw new MediaException(WaitingLine.OVERLOADED);
  }

  private void lost(RendererLost lost, Work work) {
    boolean alone = work.memory().alone();
    Optional<Failure> end = work.attempts().lost(lost.loss(), alone);
    count(lost, work.source(), work.attempts().tries());
    if (end.isPresent()) {
      throw new MediaException(closed ? WaitingLine.OVERLOADED : end.get(), lost);
    }
    if (lost.loss() == Loss.MEMORY) {
      work.memory().claimAll();
    }
  }

  private void count(RendererLost lost, Source source, int tries) {
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
    return line.waiting(Priority.INTERACTIVE) + memory.waiting(Priority.INTERACTIVE) > 0;
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
      line.giveBack(renderer);
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
          process.kill(Loss.CRASH);
          process.awaitEnd();
        });
  }

  @Override
  public void close() {
    closed = true;
    watchdog.close();
    renderers.forEach(RenderPool::end);
  }
}
