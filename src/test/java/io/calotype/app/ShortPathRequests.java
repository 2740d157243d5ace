package io.calotype.app;

import java.util.stream.Stream;

/// Requests for the short path and for the usual one.
final class ShortPathRequests {
  static final String HOST = "Host: localhost\r\n";
  static final String SMALL = get("/images/a/small");

  private ShortPathRequests() {}

  /// Requests that the short path answers.
  static Stream<String> repeated() {
    return Stream.of(
        SMALL,
        "HEAD /images/a/small HTTP/1.1\r\n" + HOST + "\r\n",
        get("/images/a"),
        get("/images/a/small.jpeg?download=x.exe&utm_source=y"),
        get("/images/a/small?format=auto", "Accept: image/webp,*/*"),
        get("/images/a/small?format=auto", "Accept: text/html", "accept: image/png"),
        get("/images/a?w=200&v=000000000000"),
        get("/api/media/a/thumbnail"),
        get("/images/a/small", "If-None-Match: \"x\""),
        get("/images/a/small", "If-None-Match: W/\"x\", *"),
        get("/images/a/small", "If-Modified-Since: yesterday"),
        get("/images/a/small", "Origin: https://a.b"),
        get("/images/a/small", "Origin: https://b.a"),
        get("/images/a/small", "Connection: keep-alive", "Cookie: a=b", "User-Agent: c"),
        get("/images/a/small", "X-Forwarded-For: 1.2.3.4", "Via: 1.1 a"),
        "GET /images/a/small HTTP/1.1\r\nHOST:\r\n\r\n");
  }

  /// Requests that only the usual path answers.
  static Stream<String> unusual() {
    return Stream.of(
        get("/images/absent/small"),
        get("/images/a/none"),
        get("/images/%61/small", "Range: bytes=0-9"),
        get("/images/a/small", "Range: bytes=0-9", "If-Range: \"x\""),
        get("/images/a/small", "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT"),
        get("/images/a/small", "Authorization: Bearer x"),
        get("/images/a/small", "If-Match: \"x\""),
        get("/images/a/small", "X-Unknown: a"),
        get("/images/a/small", "Connection: close"),
        get("/images/a/small", "Connection: keep-alive, close"),
        get("/images/a/small", HOST.strip()),
        get("/images/a/small", "Host: b/c"),
        get("/images/a/small", "Cookie: a\tb"),
        get("/images/a/small", "Cookie: \u00e4"),
        get("/images/a/small", "Cookie: a\u0000b"),
        get("/images/a/small", " folded: b"),
        get("/images/a/small", "Accept : b"),
        get("/images/a/small", "Content-Length: 0"),
        get("/images/a/small", "Expect: 100-continue"),
        get("/images/a/small", "Expect: the-unexpected"),
        get("/images/a/small", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings"),
        get("/images/a/small", "Cookie: " + "c".repeat(5_000)),
        get("/images/a/small", "Cookie: " + "c".repeat(20_000)),
        "GET /images/a/small HTTP/1.1\r\n\r\n",
        "GET /images/a/small HTTP/1.0\r\n" + HOST + "\r\n",
        "GET /images/a/small HTTP/1.2\r\n" + HOST + "\r\n",
        "GET /images/a/small  HTTP/1.1\r\n" + HOST + "\r\n",
        "GET http://localhost/images/a/small HTTP/1.1\r\n" + HOST + "\r\n",
        "GET /images/a/small HTTP/1.1\n" + HOST + "\r\n",
        "get /images/a/small HTTP/1.1\r\n" + HOST + "\r\n",
        "OPTIONS /images/a/small HTTP/1.1\r\n" + HOST + "Origin: https://a.b\r\n\r\n",
        "DELETE /images/a/small HTTP/1.1\r\n" + HOST + "\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  }

  static String get(String target, String... lines) {
    return "GET "
        + target
        + " HTTP/1.1\r\n"
        + HOST
        + Stream.of(lines).map(line -> line + "\r\n").reduce("", String::concat)
        + "\r\n";
  }
}
