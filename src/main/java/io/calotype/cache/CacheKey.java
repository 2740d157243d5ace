package io.calotype.cache;

/// The name of one cache entry. Each part is safe in a file name and none contains a dot.
///
/// @param owner what the entry belongs to; all entries of an owner are removed together
/// @param name which of the owner's entries it is
/// @param extension the file name ending, without the dot
public record CacheKey(String owner, String name, String extension) {
  public CacheKey {
    if (!safe(owner) || !safe(name) || !safe(extension)) {
      throw new IllegalArgumentException("not safe in a file name");
    }
  }

  /// `<owner>/<name>.<extension>`.
  @Override
  public String toString() {
    return owner + "/" + name + "." + extension;
  }

  /// Whether `part` is visible ASCII without a dot or a slash, and not empty.
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
