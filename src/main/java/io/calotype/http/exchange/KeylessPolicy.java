package io.calotype.http.exchange;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.connection.IpLiteral;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides which requests a server without keys answers: those of programs and pages of this
/// machine.
///
/// Such a server listens on loopback only. Remote requests can still reach it in three ways. An
/// allow list closes each:
/// - A foreign host name that resolves to 127.0.0.1 (DNS rebinding): `Host` must be a loopback name
///   or that of `PUBLIC_URL`.
/// - A page of another origin in a browser on this machine: a request that writes must come from an
///   origin of this server, or one in `CORS_ORIGINS`.
/// - A reverse proxy on this machine: requests with the headers that proxies add are refused.
public final class KeylessPolicy {
  private static final Set<HttpMethod> READS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");
  private static final List<String> PROXY_HEADERS = List.of("forwarded", "via", "x-real-ip");
  private static final String PROXY_PREFIX = "x-forwarded-";
  private static final CharSequence FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");

  /// `Host` of RFC 9110 section 7.2: a name or an address, with an optional port.
  private static final Pattern HOST =
      Pattern.compile("\\[([^\\[\\]]+)\\](?::([0-9]*))?|([^:\\[\\]/@]+)(?::([0-9]*))?");

  private static final Pattern ORIGIN = Pattern.compile("(https?)://(.+)");

  private final boolean keyless;
  private final Cors cors;
  private final @Nullable Authority publicUrl;
  private volatile @Nullable String lastHost;

  /// A host and its port.
  ///
  /// @param port null if the text contains none
  private record Authority(String host, @Nullable String port) {
    static @Nullable Authority parse(String text) {
      Matcher parts = HOST.matcher(text.toLowerCase(Locale.ROOT));
      if (!parts.matches()) {
        return null;
      }
      boolean address = parts.group(1) != null;
      String host = parts.group(address ? 1 : 3).replaceFirst("\\.$", "");
      String port = parts.group(address ? 2 : 4);
      return new Authority(host, port == null || port.isEmpty() ? null : port);
    }

    boolean loopback() {
      return host.equals("localhost")
          || host.endsWith(".localhost") // RFC 6761 section 6.3
          || IpLiteral.parse(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    Authority withPort(String defaultPort) {
      return port == null ? new Authority(host, defaultPort) : this;
    }
  }

  /// Creates the policy of a server.
  ///
  /// @param keyless whether the server has no keys; with keys the policy permits every request
  /// @param publicUrl empty if none is configured
  public KeylessPolicy(boolean keyless, Cors cors, String publicUrl) {
    this.keyless = keyless;
    this.cors = cors;
    this.publicUrl =
        publicUrl.isEmpty() ? null : Authority.parse(URI.create(publicUrl).getRawAuthority());
  }

  /// Throws for a request that may come from another machine.
  ///
  /// Errors: `NotLocal`.
  public void require(HttpServerRequest request) {
    Failure.NotLocal.Reason reason = refusal(request.method(), request.headers());
    if (reason != null) {
      throw new MediaException(new Failure.NotLocal(reason));
    }
  }

  /// The reason to refuse a request; null to answer it.
  Failure.NotLocal.@Nullable Reason refusal(HttpMethod method, MultiMap headers) {
    if (!keyless) {
      return null;
    }
    if (proxied(headers)) {
      return Failure.NotLocal.Reason.PROXY;
    }
    if (!knownHosts(headers.getAll(HttpHeaders.HOST))) {
      return Failure.NotLocal.Reason.HOST;
    }
    return READS.contains(method) || ownPage(headers) ? null : Failure.NotLocal.Reason.PAGE;
  }

  private static boolean proxied(MultiMap headers) {
    for (Map.Entry<String, String> header : headers) {
      if (addedByProxies(header.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static boolean addedByProxies(String name) {
    for (String known : PROXY_HEADERS) {
      if (name.equalsIgnoreCase(known)) {
        return true;
      }
    }
    return name.regionMatches(true, 0, PROXY_PREFIX, 0, PROXY_PREFIX.length());
  }

  /// Without a stream: every request passes here.
  private boolean knownHosts(List<String> hosts) {
    for (String host : hosts) {
      if (!knownHost(host)) {
        return false;
      }
    }
    return true;
  }

  /// Whether `Host` is permitted. Most requests repeat the same `Host`, and the last permitted one
  /// is not parsed again.
  private boolean knownHost(String text) {
    if (text.equals(lastHost)) {
      return true;
    }
    boolean own = ownHost(text);
    if (own) {
      lastHost = text;
    }
    return own;
  }

  private boolean ownHost(String text) {
    Authority host = Authority.parse(text);
    return host != null
        && (host.loopback() || (publicUrl != null && host.host.equals(publicUrl.host)));
  }

  /// Whether the request was sent by no page, or by a page of a permitted origin (Fetch Metadata,
  /// `Origin` of RFC 6454).
  private boolean ownPage(MultiMap headers) {
    if (headers.getAll(HttpHeaders.ORIGIN).stream().anyMatch(cors::allows)) {
      return headers.getAll(HttpHeaders.ORIGIN).size() == 1;
    }
    String host = headers.get(HttpHeaders.HOST);
    return OWN_PAGES.containsAll(headers.getAll(FETCH_SITE))
        && headers.getAll(HttpHeaders.ORIGIN).stream().allMatch(origin -> own(origin, host));
  }

  private boolean own(String text, @Nullable String hostHeader) {
    Matcher origin = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
    Authority page = origin.matches() ? Authority.parse(origin.group(2)) : null;
    if (page == null) {
      return false; // "null" is the origin of a sandboxed frame or a local file
    }
    String defaultPort = origin.group(1).equals("https") ? "443" : "80";
    Authority host = hostHeader == null ? null : Authority.parse(hostHeader);
    return same(page, host, defaultPort) || same(page, publicUrl, defaultPort);
  }

  private static boolean same(Authority page, @Nullable Authority server, String defaultPort) {
    return server != null && page.withPort(defaultPort).equals(server.withPort(defaultPort));
  }
}
