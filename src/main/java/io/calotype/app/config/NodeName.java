package io.calotype.app.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// The name of a node in statistics, logs and headers: 1 to 63 letters, digits, dots, hyphens and
/// underscores.
///
/// @param text the name
/// @param chosen whether the operator has chosen it; otherwise it is the host name
public record NodeName(String text, boolean chosen) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{0,63}");
  private static final int MAX = 63;

  /// Returns the name `text`, or the host name if it is empty.
  ///
  /// Errors: an [IllegalArgumentException] that describes a valid name.
  static NodeName of(String text) {
    if (!VALID.matcher(text).matches()) {
      throw new IllegalArgumentException("up to 63 letters, digits, dots, hyphens and underscores");
    }
    return text.isEmpty() ? new NodeName(host(), false) : new NodeName(text, true);
  }

  private static String host() {
    try {
      return valid(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException unnamed) {
      return "node";
    }
  }

  /// Returns `host`, cut, and with a hyphen in place of each character that a name cannot have.
  static String valid(String host) {
    String name = host.replaceAll("[^A-Za-z0-9._-]", "-");
    return name.isEmpty() ? "node" : name.substring(0, Math.min(MAX, name.length()));
  }
}
