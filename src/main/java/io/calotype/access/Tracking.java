package io.calotype.access;

import java.util.Set;

/// The tracking parameters that mail clients and advertisements add to links.
public final class Tracking {
  private static final Set<String> NAMES = Set.of("fbclid", "gclid", "msclkid");

  private Tracking() {}

  /// Whether `parameter` is a tracking parameter: `utm_*`, `fbclid`, `gclid` or `msclkid`.
  public static boolean names(String parameter) {
    return parameter.startsWith("utm_") || NAMES.contains(parameter);
  }
}
