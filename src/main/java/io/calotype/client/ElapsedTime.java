package io.calotype.client;

import java.time.Duration;

/// Something of which nobody knows how far it is.
///
/// @param what what is being done, in a word or two
public record ElapsedTime(String what) implements ProgressBar {
  @Override
  public String line(Duration elapsed, int columns) {
    String line = what + "  " + TextFormat.duration(elapsed);
    return line.substring(0, Math.min(line.length(), Math.max(0, columns)));
  }
}
