package io.calotype.imaging.worker;

import java.util.Locale;

/// The reasons for the loss of a renderer process.
enum RendererExit {
  /// The process ended by itself.
  CRASH,
  /// The watchdog killed it because it exceeded its processor time.
  DEADLINE,
  /// The watchdog killed it because it exceeded its wall-clock time: the machine is busy, or the
  /// process hung.
  LATE,
  /// Another program, or the kernel's out-of-memory killer, ended it.
  KILLED,
  /// The watchdog killed it because the renderers together exceeded the memory limit.
  MEMORY,
  /// The server killed it because it violated the protocol.
  PROTOCOL;

  /// The name in the log and in metrics.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
