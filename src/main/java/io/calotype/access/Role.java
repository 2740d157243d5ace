package io.calotype.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The rights of a key or a token.
public enum Role {
  /// Reads metrics and health only.
  METRICS,
  /// Reads everything, changes nothing.
  VIEWER,
  /// Uploads media, reads its own and public media, changes and deletes its own.
  EDITOR,
  /// Performs all actions.
  ADMIN;

  /// The role with the lower-case name `text`; empty if there is none.
  public static Optional<Role> parse(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  /// The name in configurations and tokens, for example `editor`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
