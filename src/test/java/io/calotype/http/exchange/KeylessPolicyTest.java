package io.calotype.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.failure.Failure.NotLocal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeylessPolicyTest {
  private static final Cors CORS = new Cors(List.of("http://localhost:5173", "https://a.example"));
  private static final KeylessPolicy POLICY =
      new KeylessPolicy(true, CORS, "https://media.example.org:8443/prefix");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost", "localhost:8080", "LOCALHOST:1", "localhost.", "app.localhost:8080",
        "127.0.0.1", "127.0.0.1:8080", "127.255.3.4:80", "[::1]", "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:80", "media.example.org", "media.example.org:8443", "Media.Example.Org:1"
      })
  void refusal_hostOfThisMachineOrPublicUrl_isNone(String host) {
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
      assertThat(POLICY.refusal(method, headers("Host", host))).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.test",
        "evil.test:8080",
        "localhost.evil.test",
        "127.0.0.1.nip.io",
        "notlocalhost",
        "128.0.0.1",
        "10.0.0.1",
        "0.0.0.0:8080",
        "[::]",
        "[::2]",
        "127.0.0.1@evil.test",
        "evil.test/localhost",
        "127.1",
        "2130706433",
        "example.org",
        "x.media.example.org",
        "",
        ":80"
      })
  void refusal_anyOtherHost_isRefusedForReadsToo(String host) {
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE)) {
      assertThat(POLICY.refusal(method, headers("Host", host))).isEqualTo(Reason.HOST);
    }
  }

  @Test
  void refusal_withoutHost_isNone() {
    assertThat(POLICY.refusal(HttpMethod.POST, headers())).isNull();
  }

  @Test
  void refusal_twoHosts_needsBothToBeOurs() {
    assertThat(POLICY.refusal(HttpMethod.GET, headers("Host", "localhost", "Host", "evil.test")))
        .isEqualTo(Reason.HOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "x-forwarded-proto",
        "X-FORWARDED-HOST",
        "X-Forwarded-Anything",
        "X-Real-IP"
      })
  void refusal_headerOfAProxy_isRefused(String header) {
    assertThat(POLICY.refusal(HttpMethod.GET, headers("Host", "localhost", header, "x")))
        .isEqualTo(Reason.PROXY);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, http://localhost:8080,",
    "localhost:8080, http://localhost:8080, same-origin",
    "localhost:8080, , none",
    "localhost:8080, ,",
    "localhost, http://localhost,",
    "localhost:80, http://localhost,",
    "localhost, http://localhost:80,",
    "localhost:443, https://localhost,",
    "[::1]:8080, http://[::1]:8080,",
    "localhost:8080, https://media.example.org:8443,",
    "localhost:8080, http://localhost:5173, same-site",
    "localhost:8080, https://a.example, cross-site",
  })
  void refusal_writeOfAnAllowedPage_isNone(
      String host, @Nullable String origin, @Nullable String site) {
    assertThat(POLICY.refusal(HttpMethod.POST, page(host, origin, site))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, http://evil.test,",
    "localhost:8080, http://evil.test:8080, same-origin",
    "localhost:8080, http://localhost:3000, same-site",
    "localhost:8080, http://localhost:3000,",
    "localhost:8080, http://127.0.0.1:8080,",
    "localhost:8080, http://localhost,",
    "localhost:8080, null,",
    "localhost:8080, file://,",
    "localhost:8080, http://localhost:8080, cross-site",
    "localhost:8080, , same-site",
    "localhost:8080, , cross-site",
    "localhost:8080, , anything-new",
    "localhost:8080, http://media.example.org,",
    "localhost:8080, chrome-extension://abc,",
  })
  void refusal_writeOfAnyOtherPage_isRefused(
      String host, @Nullable String origin, @Nullable String site) {
    for (HttpMethod method :
        List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH)) {
      assertThat(POLICY.refusal(method, page(host, origin, site))).isEqualTo(Reason.PAGE);
    }
    assertThat(POLICY.refusal(HttpMethod.GET, page(host, origin, site))).isNull();
  }

  @Test
  void refusal_secondOriginBesideAnAllowedOne_isRefused() {
    MultiMap headers = page("localhost", "https://a.example", null);
    headers.add("Origin", "http://evil.test");

    assertThat(POLICY.refusal(HttpMethod.POST, headers)).isEqualTo(Reason.PAGE);
  }

  @Test
  void refusal_serverWithKeys_isNone() {
    KeylessPolicy keyed = new KeylessPolicy(false, CORS, "");

    assertThat(keyed.refusal(HttpMethod.POST, page("evil.test", "http://evil.test", "cross-site")))
        .isNull();
  }

  private static MultiMap page(String host, @Nullable String origin, @Nullable String site) {
    MultiMap headers = headers("Host", host);
    if (origin != null) {
      headers.add("Origin", origin);
    }
    if (site != null) {
      headers.add("Sec-Fetch-Site", site);
    }
    return headers;
  }

  private static MultiMap headers(String... namesAndValues) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }
}
