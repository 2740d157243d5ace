package io.calotype.app;

import java.util.logging.LogManager;

/// Keeps log handlers open during JVM shutdown. The launcher sets it as
/// `java.util.logging.manager`, which the JDK reads before `main`.
///
/// The JDK's own manager closes the handlers in a shutdown hook. The server logs its stop in
/// another hook, at the same time.
public final class OpenLogManager extends LogManager {
  @Override
  public void reset() {
    // handlers stay open: they write to standard error, which needs no close
  }
}
