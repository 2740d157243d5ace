package io.calotype.client;

import java.util.Locale;

/// The kinds of media.
public enum Kind {
  IMAGE,
  VIDEO;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
