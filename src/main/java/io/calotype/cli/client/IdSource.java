package io.calotype.cli.client;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;

/// The source of the ids of uploaded files.
public enum IdSource {
  /// `f-` and the first 32 hexadecimal digits of the SHA-256.
  CONTENT,
  /// The file name without its extension.
  NAME;

  private static final int DIGITS = 32;
  private static final int MAX_LENGTH = 128;
  private static final int MAX_ENDING = 5;

  /// The id of the file at `path`; empty if its name has no character that is valid in an id.
  Optional<MediaId> id(Path path, Sha256 digest) {
    return switch (this) {
      case CONTENT -> Optional.of(new MediaId("f-" + digest.hex().substring(0, DIGITS)));
      case NAME -> ofName(String.valueOf(path.getFileName()));
    };
  }

  /// Converts a file name to an id. Letters lose their accents. Each run of characters other than
  /// `A-Z a-z 0-9 _ -` becomes one `-`.
  static Optional<MediaId> ofName(String name) {
    String plain =
        Normalizer.normalize(stem(name), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^A-Za-z0-9_-]+", "-")
            .replaceAll("^-+|-+$", "");
    return MediaId.parse(plain.substring(0, Math.min(plain.length(), MAX_LENGTH)));
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    boolean ended = dot > 0 && dot < name.length() - 1 && name.length() - dot - 1 <= MAX_ENDING;
    return ended ? name.substring(0, dot) : name;
  }
}
