package io.calotype.http;

import io.calotype.app.InProcess;
import io.calotype.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whole requests over a real socket: a line with method and target, header lines, an empty line,
/// the body. Each is answered, never with a 5xx, and the same however its body is split.
///
/// What parts one request from the next is not for the fuzzer: the body's length is added.
public final class RequestFuzzTest extends FuzzTarget {
  private static final Pattern METHOD =
      Pattern.compile("GET|HEAD|POST|PUT|DELETE|PATCH|[A-Z]{1,4}");
  private static final Set<String> OURS =
      Set.of("content-length", "transfer-encoding", "connection", "host", "expect", "upgrade");
  private static final String MULTIPART =
      "POST /api/media\ncontent-type: multipart/form-data; boundary=b\n\n";

  private @Nullable InProcess program;
  private @Nullable Caller caller;

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "GET /images/a/small.webp\naccept: image/webp;q=0.5\nrange: bytes=1-5\n\n",
        "GET /images/a?v=000000000000&format=auto\nif-none-match: \"x\", W/\"y\"\n\n",
        "HEAD /api/media/a/content\nif-range: Sun, 06 Nov 1994 08:49:37 GMT\nrange: bytes=-1\n\n",
        "GET /api/media/a/thumbnail?size=small\nif-modified-since: Sun, 06 Nov 1994 08:49:37 GMT\n\n",
        "GET /api/media?limit=5&kind=image&group=g&cursor=MTIzOmE\n\n",
        "GET /api/media/a\n\n",
        "GET /metrics\n\n",
        "GET /metrics\nx-control: \u000f\n\n",
        "GET /health/ready\n\n",
        "DELETE /api/media/a\n\n",
        "DELETE /api/media?group=g\n\n",
        "GET /problems/not-found\n\n",
        "PATCH /%2F\n\n",
        "PUT /api/media/b?ttl=5&attr.x=y\ncontent-type: image/png\n\n\u0089PNG",
        "POST /api/media\ncontent-type: application/json\n\n{\"data\":\"data:;base64,R0lGODlh\",\"id\":\"c\"}",
        MULTIPART
            + "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nd\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nGIF89a\r\n--b--\r\n",
        MULTIPART + "--b\r\nContent-Disposition: form-data; name/png\r\n\r\nx\r\n--b--",
        MULTIPART
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''%e4\r\n"
            + "Content-Type: image/png; charset=x\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--");
  }

  @Override
  public void check(byte[] sent) throws IOException {
    String text = text(sent);
    int end = text.indexOf("\n\n");
    String[] head = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
    String body = end < 0 ? "" : text.substring(end + 2);
    String method = head[0].split(" ", 2)[0];
    if (METHOD.matcher(method).matches()) {
      int whole =
          answered(method, head(head) + "content-length: " + body.length() + "\r\n\r\n" + body);
      int split =
          answered(method, head(head) + "transfer-encoding: chunked\r\n\r\n" + pieces(body));
      boolean told = whole == 413; // a length that is known is refused before the body is
      require(whole == split || told || changes(method, whole), whole + ", and split " + split);
    }
  }

  /// Whether the first of two such requests makes a difference to the second.
  private static boolean changes(String method, int status) {
    return method.equals("DELETE") && (status == 204 || status == 200);
  }

  private int answered(String method, String request) throws IOException {
    program().restore();
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    int status = caller().status(bytes, method.equals("HEAD"));
    require(status < 500 || status == 501 || status == 505, status); // neither is a fault of ours
    return status;
  }

  private InProcess program() {
    if (program == null) {
      program = InProcess.start();
    }
    return program;
  }

  private Caller caller() {
    if (caller == null) {
      caller = new Caller(program().port());
    }
    return caller;
  }

  private static String head(String[] lines) {
    StringBuilder head = new StringBuilder();
    String target = lines[0].contains(" ") ? lines[0].substring(lines[0].indexOf(' ') + 1) : "/";
    head.append(lines[0].split(" ", 2)[0]).append(' ');
    head.append(target.replaceAll("[\\x00-\\x20\\x7f]", ""))
        .append(" HTTP/1.1\r\nhost: localhost\r\n");
    for (int i = 1; i < lines.length; i++) {
      String name = lines[i].split(":", 2)[0].strip().toLowerCase(Locale.ROOT);
      if (!name.isEmpty() && lines[i].contains(":") && !OURS.contains(name)) {
        head.append(lines[i].replace("\r", "")).append("\r\n");
      }
    }
    return head.toString();
  }

  private static String pieces(String body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    int size = 1 + body.length() / 7;
    for (int at = 0; at < body.length(); at += size) {
      String piece = body.substring(at, Math.min(body.length(), at + size));
      String chunk = Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n";
      chunks.writeBytes(chunk.getBytes(StandardCharsets.ISO_8859_1));
    }
    return chunks.toString(StandardCharsets.ISO_8859_1) + "0\r\n\r\n";
  }
}
