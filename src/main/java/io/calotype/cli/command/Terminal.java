package io.calotype.cli.command;

import io.calotype.cli.text.ProgressBar;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Standard output of a long-running command. Prints lines and, on a terminal, a progress bar below
/// them that is repainted every 200 ms. Thread-safe.
public final class Terminal implements AutoCloseable {
  private static final Duration REPAINT = Duration.ofMillis(200);
  private static final String CLEAR = "\r\u001b[K"; // ECMA-48: erase to the end of the line

  /// The message of a command that skips what it has done.
  static final String GOES_ON = "the same command goes on from here";

  private final @Nullable ProgressBar bar;
  private final int columns;
  private final String stopped;
  private final long start = System.nanoTime();
  private boolean open = true;

  /// @param bar progress bar below the lines
  /// @param columns width of the terminal; 0 if standard output is not a terminal
  public Terminal(ProgressBar bar, int columns) {
    this(bar, columns, GOES_ON);
  }

  /// @param stopped message if the process is interrupted before the work is complete
  Terminal(ProgressBar bar, int columns, String stopped) {
    this.bar = columns > 0 ? bar : null;
    this.columns = columns;
    this.stopped = stopped;
    Thread.ofVirtual().start(this::repaint);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::interrupt));
  }

  /// A terminal that shows only `bar` while the command waits for the server.
  static Terminal waiting(ProgressBar bar, int columns) {
    return new Terminal(bar, columns, "the server finishes what it has begun");
  }

  /// The width of the terminal on standard output; 0 if it is not a terminal. The launcher sets it
  /// in `calotype.columns`.
  static int terminal() {
    return Integer.getInteger("calotype.columns", 0);
  }

  /// Whether a user can answer questions on the terminal. The launcher sets it in
  /// `calotype.answers`.
  static boolean answers() {
    return Boolean.getBoolean("calotype.answers");
  }

  /// Prints a line.
  public synchronized void print(String line) {
    System.out.println(bar == null ? line : CLEAR + line);
    paint();
  }

  private void repaint() {
    while (paint()) {
      LockSupport.parkNanos(REPAINT.toNanos());
    }
  }

  private synchronized boolean paint() {
    if (bar != null && open) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      System.out.print(CLEAR + bar.line(elapsed, columns - 1));
      System.out.flush();
    }
    return bar != null && open;
  }

  /// Runs in a shutdown hook: reports that the process ended before its work was complete.
  private synchronized void interrupt() {
    if (open) {
      close();
      System.err.println("calotype: stopped; " + stopped);
    }
  }

  /// Erases the bar.
  @Override
  public synchronized void close() {
    if (bar != null && open) {
      System.out.print(CLEAR);
      System.out.flush();
    }
    open = false;
  }
}
