package io.calotype.cache;

/// What reading entries has shown.
///
/// @param entries how many were read
/// @param bytes how long they are together, by their names
/// @param damaged how many of them were not what their names say
public record Proved(long entries, long bytes, long damaged) {
  /// Nothing was read.
  public static final Proved NONE = new Proved(0, 0, 0);

  /// This and one entry more.
  Proved plus(long length, boolean sound) {
    return new Proved(entries + 1, bytes + length, damaged + (sound ? 0 : 1));
  }
}
