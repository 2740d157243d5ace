package io.calotype.legacy;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// A record of another program: what is left of one is no such record any more, and with the
/// picture put back it means the same.
public final class LegacyPictureFuzzTest extends FuzzTarget {
  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "{\"base64_data\":\"AAECAwQFBgc=\"}",
        "{\"title\":\"x\",\"base64_data\":\"data:image/png;base64,AAECAw==\",\"n\":[1.50,{}]}",
        "{\"base64_data\":\"AAE",
        "{\"base64_data\":null,\"calotype\":{}}",
        "{\"base64_data\":\"AAEC\"}{",
        "[]");
  }

  @Override
  public void check(byte[] text) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Optional<LegacyPicture> read = read(text, file).flatMap(picture -> picture);
    if (read.isEmpty()) {
      return;
    }
    String rest = read.get().rest();
    require(
        read(utf8(rest), new ByteArrayOutputStream()).equals(Optional.of(Optional.empty())), rest);
    String base64 = java.util.Base64.getEncoder().encodeToString(file.toByteArray());
    String again =
        "{\"base64_data\":\"" + base64 + (rest.equals("{}") ? "\"}" : "\"," + rest.substring(1));
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    require(read(utf8(again), copy).equals(Optional.of(read)), again);
    require(Arrays.equals(copy.toByteArray(), file.toByteArray()), again);
  }

  /// Empty where it is refused as a broken picture.
  private static Optional<Optional<LegacyPicture>> read(byte[] text, ByteArrayOutputStream file) {
    try {
      return Optional.of(
          LegacyPicture.read(new ByteArrayInputStream(text), file, LegacyPicture.DATA));
    } catch (MediaException refused) {
      require(refused.failure() instanceof Failure.Undecodable, refused.toString());
      return Optional.empty();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
