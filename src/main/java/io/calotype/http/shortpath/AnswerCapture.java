package io.calotype.http.shortpath;

import io.calotype.http.exchange.Repeatable;
import io.calotype.http.routing.RouteClass;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Records the head of the usual answer to one repeatable request while it is written, and makes a
/// known answer of it.
final class AnswerCapture {
  private static final int MAX_HEAD = 4096;
  private static final Pattern DATE =
      Pattern.compile(
          "\r\ndate: ([A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT)\r\n");
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d{1,10})\r\n");

  private final String request;
  private final StringBuilder start = new StringBuilder();
  private int headEnd = -1;
  private long bytes;
  private boolean files;

  /// Creates a record of the answer to `request`, as [PlainRequest#key] has it.
  AnswerCapture(String request) {
    this.request = request;
  }

  /// Records one written message.
  void written(Object message) {
    if (message instanceof ByteBuf part) {
      if (headEnd < 0) {
        addToHead(part);
      }
      bytes += part.readableBytes();
    } else {
      files = true;
    }
  }

  private void addToHead(ByteBuf part) {
    int length = Math.min(MAX_HEAD - start.length(), part.readableBytes());
    start.append(part.toString(part.readerIndex(), length, StandardCharsets.ISO_8859_1));
    int empty = start.indexOf("\r\n\r\n");
    headEnd = empty < 0 ? -1 : empty + 4;
  }

  /// Returns the answer for later requests; null if it has not the expected form.
  ///
  /// @param status the status that was sent
  @Nullable KnownAnswer answer(Repeatable basis, RouteClass route, int status) {
    boolean held = request.startsWith("HEAD ") && basis.tier() != Repeatable.Tier.MEMORY;
    if (held || files || headEnd < 0 || start.indexOf("HTTP/1.1 " + status + " ") != 0) {
      return null;
    }
    String head = start.substring(0, headEnd);
    KnownAnswer.Body body = body(status, basis.tier());
    long length = body == KnownAnswer.Body.NONE ? 0 : length(head);
    Matcher date = DATE.matcher(head);
    boolean whole = bytes - headEnd == (carries(body) ? length : 0);
    if (!whole || length < 0 || !date.find() || head.contains("\r\nconnection: ")) {
      return null;
    }
    ByteBuf kept = Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.ISO_8859_1));
    return new KnownAnswer(basis, route, status, kept, date.start(1), body, length);
  }

  private KnownAnswer.Body body(int status, Repeatable.Tier tier) {
    if (status != 200) {
      return KnownAnswer.Body.NONE;
    }
    if (request.startsWith("HEAD ")) {
      return KnownAnswer.Body.HELD;
    }
    return tier == Repeatable.Tier.MEMORY ? KnownAnswer.Body.SENT : KnownAnswer.Body.FILE;
  }

  private static boolean carries(KnownAnswer.Body body) {
    return body == KnownAnswer.Body.SENT || body == KnownAnswer.Body.FILE;
  }

  private static long length(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Long.parseLong(length.group(1)) : -1;
  }
}
