package io.calotype.upload.body;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import io.calotype.upload.UploadOptions;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An upload as JSON: it means the same however it is split, and its base64 what Java's decoder
/// says. The first byte is how long the pieces are.
public final class JsonUploadFuzzTest extends FuzzTarget {
  private static final Pattern PLAIN =
      Pattern.compile("\\{\"data\":\"(?:data:image/png;base64,)?(?<base64>[A-Za-z0-9+/=]*)\"}");

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "\1{\"data\":\"AAECAwQFBgc=\"}",
        "\3{\"data\":\"data:image/png;base64,AAECAw==\"}",
        "\5 {\"id\":\"a\", \"attributes\":{\"title\":\"\\u00e4\",\"data\":\"data:\"}, \"data\" : \"AAEC\"} ",
        "\2{\"data\":\"data:,x\"}",
        "\4{\"data\":\"data:;base64,AAEC%2B%2\"}",
        "\7{\"ttl\":5,\"group\":null,\"data\":\"AA\\/=\"}",
        "\4[{\"data\":\"\"}]",
        "\6{\"data\":\"AAE",
        "\1{\"d\\u0061ta\":\"data:;base64,AAEC\"}",
        "\2{\"data\":\"AAEC\"}{",
        "\1\u00ef\u00bb\u00bf{\"data\":\"AAEC\"}",
        "\3{\"data\":\" \\nDATA:image/png;BASE64,-_-_AQ\"}",
        "\2{\"ttl\":\"5\",\"id\":7,\"data\":\"AA-_\"}");
  }

  @Override
  public void check(byte[] sent) throws Exception {
    if (sent.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(sent, 1, sent.length);
    Optional<String> whole = read(body, Integer.MAX_VALUE);
    require(whole.equals(read(body, 1 + (sent[0] & 0x7f))), "the pieces matter");
    Matcher plain = PLAIN.matcher(text(body));
    if (plain.matches()) {
      requireDecoded(plain.group("base64"), whole);
    }
    String encoded = Base64.getEncoder().encodeToString(body);
    requireDecoded(encoded, read(json(encoded), 1 + (sent[0] & 0x7f)));
    requireDecoded(encoded, read(json("data:image/png;base64," + encoded), 1 + (sent[0] & 0x7f)));
    String quoted = URLEncoder.encode(encoded, StandardCharsets.US_ASCII);
    requireDecoded(encoded, read(json("data:;base64," + quoted), 1 + (sent[0] & 0x7f)));
    String safe = Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    requireDecoded(encoded, read(json(" DATA:;Base64," + safe), 1 + (sent[0] & 0x7f)));
  }

  private static byte[] json(String data) {
    return ("{\"data\":\"" + data + "\"}").getBytes(StandardCharsets.US_ASCII);
  }

  /// What Java's decoder takes is taken, and is the same.
  private static void requireDecoded(String base64, Optional<String> found) {
    try {
      byte[] expected = Base64.getDecoder().decode(base64);
      require(found.orElse("refused").startsWith(HexFormat.of().formatHex(expected) + " "), base64);
    } catch (IllegalArgumentException notBase64) {
      require(found.isEmpty() || base64.indexOf('=') < 0, base64);
    }
  }

  /// The file in hex and the options; empty where the body is refused.
  private static Optional<String> read(byte[] body, int piece) throws Exception {
    return Refusals.parsed(() -> {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      UploadOptions.Builder options = new UploadOptions.Builder();
      JsonUpload.read(new Pieces(body, piece), file, options);
      return HexFormat.of().formatHex(file.toByteArray()) + " " + options.build();
    });
  }
}
