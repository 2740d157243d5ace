package io.calotype.app;

import io.calotype.client.ProgressBar;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Standard output while something long runs: lines, and where it is a terminal a bar below them
/// that moves. Any thread may write.
final class Terminal implements AutoCloseable {
  private static final Duration REPAINT = Duration.ofMillis(200);
  private static final String CLEAR = "\r\u001b[K"; // ECMA-48: erase to the end of the line

  private static final String GOES_ON = "the same command goes on from here";

  private final @Nullable ProgressBar bar;
  private final int columns;
  private final String stopped;
  private final long start = System.nanoTime();
  private boolean open = true;

  /// @param bar what is shown below the lines
  /// @param columns how wide the terminal is; 0 is no terminal
  Terminal(ProgressBar bar, int columns) {
    this(bar, columns, GOES_ON);
  }

  /// @param stopped what is said where the program ends before its work
  Terminal(ProgressBar bar, int columns, String stopped) {
    this.bar = columns > 0 ? bar : null;
    this.columns = columns;
    this.stopped = stopped;
    Thread.ofVirtual().start(this::repaint);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::interrupt));
  }

  /// A screen on which nothing but `bar` is shown while somebody waits; nothing where the output is
  /// `json`.
  static Terminal waiting(ProgressBar bar, boolean json) {
    return new Terminal(bar, json ? 0 : terminal(), "the server finishes what it has begun");
  }

  /// How wide the terminal is that standard output is; 0 where it is none. The launcher tells.
  static int terminal() {
    return Integer.getInteger("calotype.columns", 0);
  }

  /// Whether somebody is there who can answer a question. The launcher tells.
  static boolean answers() {
    return Boolean.getBoolean("calotype.answers");
  }

  /// Prints a line.
  synchronized void print(String line) {
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

  /// The program ends before its work.
  private synchronized void interrupt() {
    if (open) {
      close();
      System.err.println("calotype: stopped; " + stopped);
    }
  }

  /// Takes the bar away.
  @Override
  public synchronized void close() {
    if (bar != null && open) {
      System.out.print(CLEAR);
      System.out.flush();
    }
    open = false;
  }
}
