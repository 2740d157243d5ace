package io.calotype.http.exchange;

import io.calotype.http.problem.ProblemDocument;
import io.calotype.http.problem.Problems;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides from the head of a request whether it can be answered (RFC 9110, RFC 9112).
///
/// Threads: one event loop, for which an instance remembers the last valid `Host`.
public final class RequestHead {
  private static final String CHUNKED = "chunked";

  /// The methods of RFC 9110 section 9 and RFC 5789, and `QUERY` of
  /// draft-ietf-httpbis-safe-method-w-body. The server recognizes them even if no route supports
  /// them.
  private static final Set<String> METHODS =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

  /// `uri-host [ ":" port ]` of RFC 9110 section 7.2: a name, an IPv4 address or an IPv6 address in
  /// brackets.
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+(%25[\\w.~-]+)?]|[\\w.~!$&'()*+,;=%-]*)(:[0-9]{0,5})?");

  private @Nullable String lastHost;

  /// The problem after which the server cannot parse the connection further; null if there is none.
  public @Nullable ProblemDocument fatal(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (!oneHost(headers.getAll(HttpHeaders.HOST), request.version())) {
      return Problems.malformedRequest("The request needs exactly one valid Host.");
    }
    return coding(headers.getAll(HttpHeaders.TRANSFER_ENCODING), request.version());
  }

  /// Whether `Host` is valid by RFC 9112 section 3.2. A second or invalid `Host` is refused. Only
  /// HTTP/1.0 may omit it.
  private boolean oneHost(List<String> hosts, HttpVersion version) {
    return switch (hosts.size()) {
      case 0 -> version == HttpVersion.HTTP_1_0;
      case 1 -> valid(hosts.getFirst());
      default -> false;
    };
  }

  /// Most requests repeat the same `Host`. It is not matched again.
  private boolean valid(String host) {
    if (host.equals(lastHost)) {
      return true;
    }
    boolean valid = HOST.matcher(host).matches();
    if (valid) {
      lastHost = host;
    }
    return valid;
  }

  /// Checks `Transfer-Encoding` by RFC 9112 sections 6.1 and 7.
  private static @Nullable ProblemDocument coding(List<String> lines, HttpVersion version) {
    if (lines.isEmpty()) {
      return null;
    }
    List<String> codings =
        lines.stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .toList();
    if (codings.equals(List.of(CHUNKED)) && version != HttpVersion.HTTP_1_0) {
      return null;
    }
    return codings.stream().allMatch(CHUNKED::equals) || version == HttpVersion.HTTP_1_0
        ? Problems.malformedRequest("Transfer-Encoding can be chunked, once, in HTTP/1.1.")
        : Problems.unknownCoding();
  }

  /// The problem with a well-formed request; null if there is none.
  public static @Nullable ProblemDocument refusal(HttpServerRequest request) {
    if (!METHODS.contains(request.method().name())) {
      return Problems.unknownMethod();
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && request.version() != HttpVersion.HTTP_1_0 && !continues(expect)) {
      return Problems.unknownExpectation();
    }
    return request.method().equals(HttpMethod.PUT)
            && request.getHeader(HttpHeaders.CONTENT_RANGE) != null
        ? Problems.partialPut()
        : null;
  }

  /// Whether the client waits for `100 Continue`, which HTTP/1.0 does not have (RFC 9110 section
  /// 10.1.1).
  public static boolean waits(HttpServerRequest request) {
    String expect = request.getHeader(HttpHeaders.EXPECT);
    return expect != null && continues(expect) && request.version() != HttpVersion.HTTP_1_0;
  }

  private static boolean continues(String expect) {
    return expect.strip().equalsIgnoreCase("100-continue");
  }
}
