package io.calotype.video;

import io.calotype.failure.DiskFull;
import io.calotype.failure.MediaException;
import io.calotype.sandbox.ProcessorTime;
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

/// Runs one process to its end, within a time allowance and a limit for its output.
///
/// Its standard error is always drained, so that the process never blocks on it. The first part is
/// logged as one line.
final class FfmpegProcess {
  private static final int MAX_WORDS = 2048;
  private static final int PIECE = 64 * 1024;
  private static final int LOOK_MILLIS = 25;
  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;
  private static final Duration TO_DIE = Duration.ofSeconds(2);

  private final Process process;
  private final TimeAllowance allowance;
  private Duration computed = Duration.ZERO;

  private FfmpegProcess(Process process, TimeAllowance allowance) {
    this.process = process;
    this.allowance = allowance;
  }

  /// Copies the output of `process` to `out`, and kills the process once it exceeds `allowance`.
  ///
  /// Returns true if it ended well with at most `maxBytes` of output. That depends on the video
  /// alone.
  ///
  /// Errors: those of [TimeAllowance#check]; `Overloaded` if another program has killed the
  /// process.
  static boolean toItsEnd(
      Process process, OutputStream out, long maxBytes, TimeAllowance allowance) {
    FfmpegProcess run = new FfmpegProcess(process, allowance);
    try {
      process.getOutputStream().close();
      reading(run::drainErrors);
      return run.answered(out, maxBytes) && run.exit() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TimeAllowance.ended();
    } finally {
      run.end();
      allowance.spend(run.computed);
    }
  }

  /// Runs on a platform thread: a read of a pipe pins the carrier of a virtual thread.
  private static void reading(Runnable work) {
    Thread.ofPlatform().daemon().name("ffmpeg-output").start(work);
  }

  /// Reads on a thread of its own: a killed process may have left a child that holds the pipe.
  private boolean answered(OutputStream out, long maxBytes) throws InterruptedException {
    CompletableFuture<Boolean> copied = new CompletableFuture<>();
    reading(() -> {
      try (InputStream in = process.getInputStream()) {
        copied.complete(copy(in, out, maxBytes));
      } catch (IOException | RuntimeException e) {
        copied.completeExceptionally(e);
      }
    });
    try {
      while (true) {
        try {
          return copied.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException working) {
          look();
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException fault
          ? DiskFull.or(fault)
          : new CompletionException(e.getCause());
    }
  }

  /// Returns the exit code, once the process has ended by itself.
  private int exit() throws InterruptedException {
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      look();
    }
    int code = process.exitValue();
    if (code == KILLED || code == TERMINATED) {
      EventLog.warn("video.killed", "pid", process.pid(), "exit", code);
      throw TimeAllowance.ended();
    }
    return code;
  }

  private void look() {
    Duration read = ProcessorTime.of(process.pid()).orElse(computed);
    computed = read.compareTo(computed) > 0 ? read : computed; // zero after its end
    try {
      allowance.check(computed);
    } catch (MediaException over) {
      EventLog.warn("video.late", "pid", process.pid(), "computed", computed);
      throw over;
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

  private void drainErrors() {
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
