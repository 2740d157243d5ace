package io.calotype.app;

import java.util.logging.LogManager;

/// Keeps the handlers of the log while the JVM ends. The launcher names it in a system property,
/// which is read before `main`.
///
/// The manager of the JDK closes them in a shutdown hook, at the same time as the server still logs
/// its stop in another.
public final class OpenLogManager extends LogManager {
  @Override
  public void reset() {
    // the handlers write to standard error, which needs no close
  }
}
