package io.calotype.client;

import io.calotype.media.MediaId;
import io.calotype.media.Sha256;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;

/// The source of the ids of uploaded files.
public enum IdSource {
  /// `f-` and the first 32 hexadecimal digits of the SHA-256.
  CONTENT,
  /// The file name without its ending.
  NAME;

  private static final int DIGITS = 32;
  private static final int MAX_LENGTH = 128;
  private static final int MAX_ENDING = 5;

  /// The id of the file at `path`; empty where no character of its name may stand in one.
  Optional<MediaId> id(Path path, Sha256 digest) {
    return switch (this) {
      case CONTENT -> Optional.of(new MediaId("f-" + digest.hex().substring(0, DIGITS)));
      case NAME -> ofName(String.valueOf(path.getFileName()));
    };
  }

  /// The id that a file name makes: letters lose their accents, and every run of other characters
  /// than `A-Z a-z 0-9 _ -` becomes one `-`.
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
