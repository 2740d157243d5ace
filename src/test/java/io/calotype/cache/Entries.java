package io.calotype.cache;

import io.calotype.media.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Optional;
import java.util.SplittableRandom;

/// Entries for tests.
final class Entries {
  /// The charge of one entry of [#bytes].
  static final long CHARGE = 8192;

  private static final int LENGTH = 5000;

  private Entries() {}

  /// The entry number `n`, of an owner of its own.
  static CacheKey key(int n) {
    return new CacheKey("owner-" + n, "w400-inside-q85", "webp");
  }

  /// Bytes that no other number gives.
  static ByteBuffer bytes(int n) {
    return ByteBuffer.wrap(array(n));
  }

  /// The same bytes.
  static InputStream stream(int n) {
    return new ByteArrayInputStream(array(n));
  }

  static Optional<ByteBuffer> read(Optional<? extends Content> content) {
    return content.map(Entries::read);
  }

  private static ByteBuffer read(Content content) {
    return switch (content) {
      case Content.InMemory memory -> memory.bytes();
      case Content.InFile file -> read(file);
    };
  }

  private static ByteBuffer read(Content.InFile file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] array(int n) {
    byte[] bytes = new byte[LENGTH];
    new SplittableRandom(n).nextBytes(bytes);
    return bytes;
  }
}
