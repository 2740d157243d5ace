package io.calotype.access;

import io.calotype.media.Owner;
import io.calotype.media.RandomText;
import io.calotype.media.Sha256;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An API key in the configuration: `<name>:<role>:<SHA-256 of the key, in hexadecimal>`. The
/// configuration holds only the digest; the holder alone has the key.
///
/// @param name the name of the holder: 1 to 64 of `A-Z a-z 0-9 . _ -`
/// @param role the rights of the holder
/// @param digest of the key's text
public record ApiKey(String name, Role role, Sha256 digest) {
  private static final Pattern ENTRY =
      Pattern.compile("([A-Za-z0-9._-]{1,64}):([a-z]+):([0-9a-fA-F]{64})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String PREFIX = "calotype_";

  public ApiKey {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a name is 1 to 64 of A-Z a-z 0-9 . _ -");
    }
  }

  /// Parses one entry of the configuration.
  ///
  /// Errors: an [IllegalArgumentException] that describes the expected form and quotes nothing of
  /// `entry`.
  public static ApiKey parse(String entry) {
    Matcher parts = ENTRY.matcher(entry);
    if (!parts.matches() || Role.parse(parts.group(2)).isEmpty()) {
      throw new IllegalArgumentException(
          "entries name:role:sha256 with commas between, as ./calotype keys new prints them; a role"
              + " is metrics, viewer, editor or admin");
    }
    Role role = Role.parse(parts.group(2)).orElseThrow();
    return new ApiKey(parts.group(1), role, new Sha256(parts.group(3).toLowerCase(Locale.ROOT)));
  }

  /// Generates the text of a new key: `calotype_` and 43 characters of base64url, 256 random bits.
  public static String random() {
    return PREFIX + RandomText.secret();
  }

  /// The entry of the configuration for this key.
  public String entry() {
    return name + ":" + role.text() + ":" + digest.hex();
  }

  /// The caller that this key authenticates.
  Caller.Known holder() {
    return new Caller.Known(role, Owner.ofKey(name), null);
  }
}
