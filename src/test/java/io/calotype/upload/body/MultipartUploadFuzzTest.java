package io.calotype.upload.body;

import io.calotype.fuzz.FuzzTarget;
import io.calotype.fuzz.Refusals;
import io.calotype.upload.UploadOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/// An upload as multipart: it means the same however it is split, and any bytes without a delimiter
/// arrive as they were sent. The first byte is how long the pieces are.
public final class MultipartUploadFuzzTest extends FuzzTarget {
  private static final String FILE = "--b\r\nContent-Disposition: form-data; name=\"file\"";

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "\1" + FILE + "; filename=\"a\"\r\n\r\nGIF89a\r\n--b--\r\n",
        "\3" + FILE + "; filename*=UTF-8''%e4\r\nContent-Type: x; charset=binary\r\n\r\nx\r\n--b--",
        "\2pre\r\n"
            + FILE
            + "\r\n\r\n\r\n--b \r\nContent-Disposition:\r\n form-data; name=id\r\n\r\nd\r\n--b-- \r\nepilogue",
        "\5--b\nContent-Disposition: form-data; name=file\n\n\r\n--b--\n",
        "\7" + FILE + "\r\n\r\nx\r\n--bb\r\n--b",
        "\4--b\r\nContent-Disposition: form-data; name=\"fi\\\"le\\",
        "\1--b--");
  }

  @Override
  public void check(byte[] sent) throws Exception {
    if (sent.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(sent, 1, sent.length);
    int piece = 1 + (sent[0] & 0x7f);
    require(read(body, Integer.MAX_VALUE).equals(read(body, piece)), "the pieces matter");
    String content = text(body);
    if (!content.contains("\r\n--b") && body.length > 0) {
      String whole = FILE + "\r\n\r\n" + content + "\r\n--b--";
      Optional<String> found = read(whole.getBytes(StandardCharsets.ISO_8859_1), piece);
      require(found.orElse("").startsWith(HexFormat.of().formatHex(body) + " "), found);
    }
  }

  /// The file in hex and the options; empty where the body is refused.
  private static Optional<String> read(byte[] body, int piece) throws Exception {
    return Refusals.parsed(() -> {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      UploadOptions.Builder options = new UploadOptions.Builder();
      boolean named = MultipartUpload.read(new Pieces(body, piece), "x; boundary=b", file, options);
      return HexFormat.of().formatHex(file.toByteArray()) + " " + named + options.build();
    });
  }
}
