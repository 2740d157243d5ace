package io.calotype.media;

/// The uploader of a media: `key:<name>` for the name of an API key, `sub:<subject>` for the
/// subject of a token. The prefixes keep both namespaces apart.
///
/// @param text the whole text, 1 to 300 characters
public record Owner(String text) {
  private static final int MAX_LENGTH = 300;

  public Owner {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("not an owner of 1 to " + MAX_LENGTH + " characters");
    }
  }

  /// Returns the owner for the API key with that name.
  public static Owner ofKey(String name) {
    return new Owner("key:" + name);
  }

  /// Returns the owner for the subject of a token.
  ///
  /// Errors: an [IllegalArgumentException] for an empty subject, and for one that is too long.
  public static Owner ofSubject(String subject) {
    if (subject.isEmpty()) {
      throw new IllegalArgumentException("no subject");
    }
    return new Owner("sub:" + subject);
  }

  /// The name of the key, or the subject of the token.
  public String name() {
    return text.substring(text.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
