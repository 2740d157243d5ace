package io.calotype.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the holder of a key or a token may do.
public enum Role {
  /// Reads metrics and health, nothing else.
  METRICS,
  /// Sees everything, changes nothing.
  VIEWER,
  /// Uploads; sees its own and public media; deletes its own.
  EDITOR,
  /// Everything.
  ADMIN;

  /// The role that `text` names in lower case; empty where it names none.
  public static Optional<Role> parse(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  /// Its name in configurations and tokens, for example `editor`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
