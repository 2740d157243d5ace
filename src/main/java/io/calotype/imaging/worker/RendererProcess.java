package io.calotype.imaging.worker;

import io.calotype.imaging.confinement.PipeInput;
import io.calotype.imaging.confinement.ProcessorTime;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One renderer process, seen from the server.
///
/// Used by one thread at a time, but for [#kill] and the questions about it.
final class RendererProcess {
  private static final int BUFFER = 64 * 1024;
  private static final int SECONDS_TO_END = 10;

  /// Exit codes of a process that SIGHUP, SIGINT, SIGKILL or SIGTERM has ended: no decoder sends
  /// those to itself.
  private static final Set<Integer> SENT_BY_OTHERS = Set.of(128 + 1, 128 + 2, 128 + 9, 128 + 15);

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final AtomicReference<@Nullable RendererExit> killedFor = new AtomicReference<>();

  RendererProcess(Process process) {
    this.process = process;
    this.in =
        new DataInputStream(
            new BufferedInputStream(new PipeInput(process.getInputStream()), BUFFER));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    RendererLog.drain(process);
  }

  /// Starts one on `bench`; its first reply is that it is ready.
  static RendererProcess start(RendererProgram program, WorkDirectory directory)
      throws IOException {
    return new RendererProcess(program.on(directory));
  }

  void send(RendererRequest request) throws IOException {
    RendererProtocol.write(request, out);
  }

  RendererReply receive() throws IOException {
    return RendererProtocol.readReply(in);
  }

  /// The bytes that follow a `Printed`.
  DataInputStream bytes() {
    return in;
  }

  /// Whether it runs, and nobody has decided otherwise.
  boolean alive() {
    return killedFor.get() == null && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /// Has `action` run on a thread of its own when it has ended.
  void whenEnded(Runnable action) {
    Thread.startVirtualThread(() -> {
      awaitEnd();
      action.run();
    });
  }

  /// Waits until it has ended.
  void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it at once; the first reason stands.
  void kill(RendererExit reason) {
    killedFor.compareAndSet(null, reason);
    process.destroyForcibly();
  }

  /// The reason for which it was lost, given that it was. Waits for its end.
  RendererExit loss() {
    boolean ended = endedSoon();
    RendererExit reason = killedFor.get();
    if (reason != null) {
      return reason;
    }
    return ended && SENT_BY_OTHERS.contains(process.exitValue())
        ? RendererExit.KILLED
        : RendererExit.CRASH;
  }

  private boolean endedSoon() {
    try {
      return process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// How long it has computed since its start; empty where that cannot be known.
  Optional<Duration> processorTime() {
    return ProcessorTime.of(pid());
  }

  /// How much memory it holds, in bytes; 0 where that cannot be known.
  long residentBytes() {
    return ProcessMemory.residentBytes(pid());
  }
}
