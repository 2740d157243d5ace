package io.calotype.media;

/// Spreads names over 65,536 folders, so that none grows large.
public final class FolderFanout {
  private FolderFanout() {}

  /// Returns the relative folder of `name`: `ab/cd`, the first two bytes of the SHA-256 of the
  /// name, in hex.
  public static String of(String name) {
    String hex = Sha256.ofText(name).hex();
    return hex.substring(0, 2) + "/" + hex.substring(2, 4);
  }
}
