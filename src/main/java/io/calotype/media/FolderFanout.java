package io.calotype.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Spreads names over 65,536 folders, so that none grows large.
public final class FolderFanout {
  private FolderFanout() {}

  /// Returns the relative folder of `name`: `ab/cd`, the first two bytes of the SHA-256 of the
  /// name, in hex.
  public static String of(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      String hex = HexFormat.of().formatHex(digest, 0, 2);
      return hex.substring(0, 2) + "/" + hex.substring(2);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
