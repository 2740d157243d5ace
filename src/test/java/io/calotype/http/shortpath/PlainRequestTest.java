package io.calotype.http.shortpath;

import static io.calotype.http.shortpath.PlainRequest.Form.OTHER;
import static io.calotype.http.shortpath.PlainRequest.Form.PLAIN;
import static io.calotype.http.shortpath.PlainRequest.Form.REPEATABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRequestTest {
  private static final String HOST = "Host: a\r\n";

  private final PlainRequest reader = new PlainRequest(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /a?b=c HTTP/1.1\r\nhOST:a\r\nConnection: Keep-Alive\r\n\r\n",
        "GET / HTTP/1.1\r\nUser-Agent: x\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n"
      })
  void read_requestOfKnownHeaders_isRepeatable(String request) {
    assertThat(read(request)).isEqualTo(REPEATABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Range: bytes=0-1\r\n",
        "Authorization: Bearer x\r\n",
        "If-Match: \"x\"\r\n",
        "X-Unknown:\r\n",
        "If-None-Matches: x\r\n"
      })
  void read_headerOfUnknownEffect_isPlain(String header) {
    assertThat(read("GET / HTTP/1.1\r\n" + HOST + header + "\r\n")).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "get / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\n\r\n",
        "GET /\u00e4 HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost\r\n\r\n",
        "GET / HTTP/1.1\r\n: a\r\n\r\n",
        "GET / HTTP/1.1\r\nAccept: a\tb\r\n\r\n",
        "GET / HTTP/1.1\r\nCookie: \u00e4\r\n\r\n",
        "GET / HTTP/1.1\r\nCookie: a\u0000\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
        "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n",
        "GET / HTTP/1.1\r\nSec-WebSocket-Key1: x\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: keep-alive, TE\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void read_anythingElse_isOther(String request) {
    assertThat(read(request)).isEqualTo(OTHER);
  }

  @Test
  void read_headLongerThanTheLimit_isOther() {
    String head = "GET / HTTP/1.1\r\nCookie: %s\r\n\r\n";
    int rest = PlainRequest.MAX_BYTES - head.formatted("").length();

    assertThat(read(head.formatted("c".repeat(rest)))).isEqualTo(REPEATABLE);
    assertThat(read(head.formatted("c".repeat(rest + 1)))).isEqualTo(OTHER);
  }

  @Test
  void read_headerOfProxyAtServerWithoutKeys_isPlain() {
    PlainRequest keyless = new PlainRequest(false);

    assertThat(keyless.read(bytes("GET / HTTP/1.1\r\nVia: 1.1 a\r\n\r\n"))).isEqualTo(PLAIN);
  }

  @Test
  void key_always_hasRequestLineAndDecidingHeaders() {
    read("GET /a HTTP/1.1\r\nhost: a\r\nCookie: c\r\nAccept: */*\r\nVia: 1.1 a\r\nHost:b\r\n\r\n");

    assertThat(reader.key()).isEqualTo("GET /a HTTP/1.1\r\nhost: a\r\nAccept: */*\r\nHost:b\r\n");
  }

  private PlainRequest.Form read(String request) {
    return reader.read(bytes(request));
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
