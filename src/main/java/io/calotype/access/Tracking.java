package io.calotype.access;

import java.util.Set;

/// Query parameters that mail clients and advertisements add to links, to follow a click.
public final class Tracking {
  private static final Set<String> NAMES = Set.of("fbclid", "gclid", "msclkid");

  private Tracking() {}

  /// Whether a parameter of that name is one: `utm_*`, `fbclid`, `gclid` or `msclkid`.
  public static boolean names(String parameter) {
    return parameter.startsWith("utm_") || NAMES.contains(parameter);
  }
}
