package io.calotype.upload.resumable;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/// The digest that the bytes of one request must have.
public final class UploadChecksum {
  /// The names of the algorithms, separated by commas.
  public static final String ALGORITHMS = "sha1,sha256";

  private static final Map<String, String> NAMES = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

  private final MessageDigest digest;
  private final byte[] expected;

  private UploadChecksum(MessageDigest digest, byte[] expected) {
    this.digest = digest;
    this.expected = expected;
  }

  /// Parses the name of an algorithm, a blank, and a digest in base64.
  ///
  /// Errors: `BadRequest`.
  public static UploadChecksum parse(String header) {
    String[] parts = header.strip().split(" +", -1);
    String algorithm = NAMES.get(parts[0]);
    if (parts.length != 2 || algorithm == null) {
      throw bad("Upload-Checksum is not one of " + ALGORITHMS + ", a blank, and base64");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] expected = Base64.getDecoder().decode(parts[1]);
      if (expected.length != digest.getDigestLength()) {
        throw bad("Upload-Checksum has no digest of " + parts[0]);
      }
      return new UploadChecksum(digest, expected);
    } catch (IllegalArgumentException noBase64) {
      throw bad("the digest in Upload-Checksum is not base64");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  void update(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
  }

  /// Whether the bytes so far have the digest. Must be called once.
  boolean matches() {
    return MessageDigest.isEqual(digest.digest(), expected);
  }

  private static MediaException bad(String detail) {
    return new MediaException(new Failure.BadRequest(detail));
  }
}
