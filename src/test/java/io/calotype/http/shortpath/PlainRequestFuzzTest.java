package io.calotype.http.shortpath;

import io.calotype.fuzz.FuzzTarget;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Bytes that count as one plain request: the HTTP decoder finds exactly that request in them, and
/// then expects another. The key has every header that is not known to be without effect.
public final class PlainRequestFuzzTest extends FuzzTarget {
  private static final String NEXT = "GET /next HTTP/1.1\r\n\r\n";
  private static final Set<HeaderUse> NO_EFFECT = Set.of(HeaderUse.IGNORED, HeaderUse.PROXY);

  private final PlainRequest reader = new PlainRequest(true);

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "GET /images/a HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /a HTTP/1.1\r\nHost: a\r\nAccept: image/avif\r\nIf-None-Match: \"x\"\r\n\r\n",
        "GET /a HTTP/1.1\r\nConnection: keep-alive\r\nUser-Agent: b\r\nX-Forwarded-For: c\r\n\r\n",
        "GET /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nGET /",
        "GET /a HTTP/1.1\r\nX: \r\n y\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /a HTTP/1.1\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n12345678",
        "GET /a HTTP/1.1\nHost: a\n\n",
        NEXT + NEXT);
  }

  @Override
  public void check(byte[] sent) {
    PlainRequest.Form form = reader.read(Unpooled.wrappedBuffer(sent));
    if (form != PlainRequest.Form.OTHER) {
      HttpRequest whole = only(sent);
      require(text(sent).startsWith(whole.method() + " " + whole.uri() + " HTTP/1.1\r\n"), whole);
      if (form == PlainRequest.Form.REPEATABLE) {
        requireEqual(whole, only((reader.key() + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
      }
    }
  }

  /// The only request in `bytes`.
  private static HttpRequest only(byte[] bytes) {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(8 << 10, 16 << 10, 8192));
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    HttpRequest request = channel.readInbound();
    require(request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request), request);
    require(LastHttpContent.EMPTY_LAST_CONTENT.equals(channel.readInbound()), "a body");
    require(channel.readInbound() == null, "a second request");
    channel.writeInbound(Unpooled.wrappedBuffer(NEXT.getBytes(StandardCharsets.ISO_8859_1)));
    HttpRequest next = channel.readInbound();
    require(next.uri().equals("/next"), next);
    channel.finishAndReleaseAll();
    return request;
  }

  private static void requireEqual(HttpRequest whole, HttpRequest kept) {
    require(whole.uri().equals(kept.uri()) && whole.method().equals(kept.method()), kept);
    for (String name : whole.headers().names()) {
      List<String> values = kept.headers().getAll(name);
      byte[] bytes = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
      boolean ignored = NO_EFFECT.contains(HeaderUse.of(bytes, 0, bytes.length));
      require(ignored ? values.isEmpty() : values.equals(whole.headers().getAll(name)), name);
    }
  }
}
