package io.calotype.imaging.worker;

import java.util.Locale;

/// Why a renderer process was lost.
enum Loss {
  /// It ended by itself.
  CRASH,
  /// It was killed after its time.
  DEADLINE,
  /// It was killed because the renderers together held too much memory.
  MEMORY,
  /// It was killed for what it said.
  PROTOCOL;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
