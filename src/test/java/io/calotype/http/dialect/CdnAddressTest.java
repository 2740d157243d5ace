package io.calotype.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdnAddressTest {
  private static final CdnAddress CDN = new CdnAddress(URI.create("https://cdn.example.org"));
  private static final CdnAddress BELOW =
      new CdnAddress(URI.create("https://cdn.example.org:8443/media"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.example.org/a.jpg",
        "http://CDN.example.org/a/b%20c.jpg?w=1",
        "https://cdn.example.org/imagesx/a.jpg",
        "https://cdn.example.org/f/images/a.jpg"
      })
  void file_onTheCdn_isUsedUnchanged(String url) {
    assertThat(CDN.file(url)).hasValue(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.jpg",
        "//cdn.example.org/a.jpg",
        "https://cdn.example.org",
        "https://cdn.example.org/",
        "https://cdn.example.org.evil.org/a.jpg",
        "https://evil.org/cdn.example.org/a.jpg",
        "https://cdn.example.org@evil.org/a.jpg",
        "https://user@cdn.example.org/a.jpg",
        "https://user:pass@cdn.example.org/a.jpg",
        "https://cdn.example.org:8080/a.jpg",
        "ftp://cdn.example.org/a.jpg",
        "javascript://cdn.example.org/%0aalert(1)",
        "https:cdn.example.org/a.jpg",
        "https://cdn.example.org/api/media/a/content",
        "https://cdn.example.org/images/a",
        "https://cdn.example.org//images/a",
        "https://cdn.example.org/%69mages/a",
        "https://cdn.example.org/API/media/a",
        "https://cdn.example.org/x/../images/a",
        "https://cdn.example.org/x/%2e%2e/images/a",
        "https://cdn.example.org/x%5c..%5cimages/a",
        "https://cdn.example.org/a b.jpg",
        "https://cdn.example.org/a\r\nSet-Cookie: x"
      })
  void file_anyOtherText_isIgnored(String url) {
    assertThat(CDN.file(url)).isEmpty();
  }

  @Test
  void file_onACdnBelowAPath_isOutsideOfTheRoutesThere() {
    assertThat(BELOW.file("https://cdn.example.org:8443/media/a.jpg")).isPresent();
    assertThat(BELOW.file("https://cdn.example.org:8443/media/images/a")).isEmpty();
    assertThat(BELOW.file("https://cdn.example.org:8443/images/a")).isEmpty();
    assertThat(BELOW.file("https://cdn.example.org/media/a.jpg")).isEmpty();
  }

  @Test
  void file_outsideOfAscii_isEscaped() {
    assertThat(CDN.file("https://cdn.example.org/é.jpg"))
        .hasValue("https://cdn.example.org/%C3%A9.jpg");
  }

  @Test
  void url_always_endsWithTheMark() {
    assertThat(CDN.url("/images/a", List.of()))
        .isEqualTo("https://cdn.example.org/images/a?via=cdn");
    assertThat(BELOW.url("/images/a", List.of(Map.entry("download", "a b&c"), Map.entry("v", "1"))))
        .isEqualTo("https://cdn.example.org:8443/media/images/a?download=a%20b%26c&v=1&via=cdn");
  }
}
