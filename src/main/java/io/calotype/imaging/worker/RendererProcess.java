package io.calotype.imaging.worker;

import io.calotype.imaging.worker.protocol.RendererProtocol;
import io.calotype.imaging.worker.protocol.RendererReply;
import io.calotype.imaging.worker.protocol.RendererRequest;
import io.calotype.sandbox.PipeInput;
import io.calotype.sandbox.ProcessorTime;
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

/// The server's handle on one renderer process.
///
/// Threads: one at a time, except [#kill] and the status methods, which any thread may call.
final class RendererProcess {
  private static final int BUFFER = 64 * 1024;
  private static final int SECONDS_TO_END = 10;

  /// Exit codes of a process that SIGHUP, SIGINT, SIGKILL or SIGTERM has ended. No decoder sends
  /// these to itself.
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

  /// Starts a process in `directory`. Its first reply is `Ready`.
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

  /// The stream that carries the bytes after a `Printed`.
  DataInputStream bytes() {
    return in;
  }

  /// Whether the process runs and was not killed by this server.
  boolean alive() {
    return killedFor.get() == null && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /// Runs `action` on a new virtual thread after the process has ended.
  void whenEnded(Runnable action) {
    Thread.startVirtualThread(() -> {
      awaitEnd();
      action.run();
    });
  }

  /// Waits until the process has ended.
  void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Kills the process at once. The first reason is kept.
  void kill(RendererExit reason) {
    killedFor.compareAndSet(null, reason);
    process.destroyForcibly();
  }

  /// Lets an idle process end by itself: closes its standard input.
  void finish() {
    try {
      out.close();
    } catch (IOException ended) {
      kill(RendererExit.CRASH);
    }
  }

  /// The reason for the loss of the process. Waits up to 10 seconds for its end.
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

  /// The processor time since its start; empty if it cannot be read.
  Optional<Duration> processorTime() {
    return ProcessorTime.of(pid());
  }

  /// The resident memory in bytes; 0 if it cannot be read.
  long residentBytes() {
    return ProcessMemory.residentBytes(pid());
  }
}
