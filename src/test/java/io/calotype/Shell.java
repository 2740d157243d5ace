package io.calotype;

import java.io.IOException;

/// Runs programs of the system for tests.
public final class Shell {
  private Shell() {}

  /// Runs `command` to its end, without its output. Returns whether it exists and exits with 0.
  public static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
