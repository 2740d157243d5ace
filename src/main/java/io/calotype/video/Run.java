package io.calotype.video;

import io.calotype.failure.DiskFull;
import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One process from its start to its end, by a deadline, with a bound on what it answers.
///
/// What it says on its standard error is read to the end, so that it never waits for us, and its
/// first part is logged as one line.
final class Run {
  private static final int MAX_WORDS = 2048;
  private static final int PIECE = 64 * 1024;
  private static final Duration TO_DIE = Duration.ofSeconds(2);

  private final Process process;
  private final long deadline;

  private Run(Process process, long deadline) {
    this.process = process;
    this.deadline = deadline;
  }

  /// Passes the answer of `process` on to `out`, and ends the process if it has not ended by
  /// `deadline`, a time of [System#nanoTime].
  ///
  /// True where it has ended well and its answer has at most `maxBytes`.
  static boolean toItsEnd(Process process, OutputStream out, long maxBytes, long deadline) {
    Run run = new Run(process, deadline);
    try {
      process.getOutputStream().close();
      Thread.startVirtualThread(run::drainWords);
      return run.answered(out, maxBytes) && run.ended() && process.exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      run.end();
    }
  }

  /// On a thread of its own: a process that was killed may have left another that holds the pipe.
  private boolean answered(OutputStream out, long maxBytes) throws InterruptedException {
    CompletableFuture<Boolean> copied = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try (InputStream in = process.getInputStream()) {
        copied.complete(copy(in, out, maxBytes));
      } catch (IOException | RuntimeException e) {
        copied.completeExceptionally(e);
      }
    });
    try {
      return copied.get(left(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      EventLog.warn("video.late", "pid", process.pid());
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException fault
          ? DiskFull.or(fault)
          : new CompletionException(e.getCause());
    }
  }

  private static boolean copy(InputStream in, OutputStream out, long maxBytes) throws IOException {
    byte[] piece = new byte[PIECE];
    long total = 0;
    for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
      total += length;
      if (total > maxBytes) {
        return false;
      }
      out.write(piece, 0, length);
    }
    return true;
  }

  private boolean ended() throws InterruptedException {
    return process.waitFor(left(), TimeUnit.NANOSECONDS);
  }

  private long left() {
    return Math.max(1, deadline - System.nanoTime());
  }

  private void end() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(TO_DIE.toMillis(), TimeUnit.MILLISECONDS)) {
        EventLog.warn("video.does-not-die", "pid", process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drainWords() {
    try (InputStream in = process.getErrorStream()) {
      String words = new String(in.readNBytes(MAX_WORDS), StandardCharsets.UTF_8).strip();
      in.transferTo(OutputStream.nullOutputStream());
      if (!words.isEmpty()) {
        EventLog.debug("video.says", "pid", process.pid(), "text", words);
      }
    } catch (IOException ended) {
      EventLog.debug("video.log-ended", "pid", process.pid());
    }
  }
}
