package io.calotype.cli.text;

import java.time.Duration;

/// Progress of an operation of unknown length: shows its name and the elapsed time.
///
/// @param task name of the operation, one or two words
public record ElapsedTime(String task) implements ProgressBar {
  @Override
  public String line(Duration elapsed, int columns) {
    String line = task + "  " + TextFormat.duration(elapsed);
    return line.substring(0, Math.min(line.length(), Math.max(0, columns)));
  }
}
