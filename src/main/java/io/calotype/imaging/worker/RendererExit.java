package io.calotype.imaging.worker;

import java.util.Locale;

/// The reasons for which a renderer process is lost.
enum RendererExit {
  /// It ended by itself.
  CRASH,
  /// It was killed because it had used up its processor time.
  DEADLINE,
  /// It was killed because its time by the wall clock was up: the machine is busy, or it hung.
  LATE,
  /// Another program, or the kernel for want of memory, ended it.
  KILLED,
  /// It was killed because the renderers together held too much memory.
  MEMORY,
  /// It was killed because it broke the protocol.
  PROTOCOL;

  /// As it stands in the log and in metrics.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
