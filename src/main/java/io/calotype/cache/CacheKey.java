package io.calotype.cache;

import org.jspecify.annotations.Nullable;

/// The name of one cache entry. Each part is safe in a file name and contains no dot.
///
/// @param owner the identifier that groups entries; all entries of an owner are removed together
/// @param name the name of the entry, unique for its owner and extension
/// @param extension the file name extension, without the dot
public record CacheKey(String owner, String name, String extension) {
  public CacheKey {
    if (!safe(owner) || !safe(name) || !safe(extension)) {
      throw new IllegalArgumentException("not safe in a file name");
    }
  }

  /// Like that of any record, but without a call site that many records share: each hit looks up a
  /// key three times.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof CacheKey key
            && owner.equals(key.owner)
            && name.equals(key.name)
            && extension.equals(key.extension));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * owner.hashCode() + name.hashCode()) + extension.hashCode();
  }

  /// Returns `<owner>/<name>.<extension>`.
  @Override
  public String toString() {
    return owner + "/" + name + "." + extension;
  }

  /// Returns whether `part` is not empty and consists of visible ASCII without dots, slashes and
  /// backslashes.
  static boolean safe(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c <= ' ' || c >= 127 || c == '.' || c == '/' || c == '\\') {
        return false;
      }
    }
    return !part.isEmpty();
  }
}
