package io.calotype.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class UrlsTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);

  @Test
  void imageUrl_ofAnId_isEncoded() {
    assertThat(ImageUrls.imageUrl("a/b", new Rendition("small").width(320).with("ar", "16:9")))
        .isEqualTo("/images/a%2Fb/small?w=320&ar=16%3A9");
  }

  @Test
  void url_ofALinkWithVersion_keepsItAndReplacesOptions() {
    Rendition rendition = new Rendition("small").token("new").format("jpeg");

    assertThat(rendition.url("https://cdn.example/images/a?v=1&t=old"))
        .isEqualTo("https://cdn.example/images/a/small?v=1&t=new&format=jpeg");
  }

  @Test
  void widths_ofAPicture_endWithOneBeyondIt() {
    assertThat(ImageUrls.widths(800)).containsExactly(320, 640, 960);
    assertThat(ImageUrls.widths(960)).containsExactly(320, 640, 960);
    assertThat(ImageUrls.widths(9_000)).containsExactly(320, 640, 960, 1280, 1920, 2560);
  }

  @Test
  void signUrl_withParameters_sortsByNameAndSignsPathAndQuery() {
    String signed =
        Signatures.signUrl(
            "http://h:1/images/a?w=123&a-b=%7E*&a=x%20y&sig=old&exp=1",
            "k", Duration.ofSeconds(60), CLOCK);

    assertThat(signed)
        .startsWith("http://h:1/images/a?a=x%20y&a-b=~%2A&exp=1060&w=123&sig=")
        .matches(".*&sig=[A-Za-z0-9_-]{43}");
  }

  @Test
  void mediaToken_ofTheContract_isExpiryAndMac() {
    // printf 'media:beach:1060' | openssl dgst -sha256 -hmac k -binary | base64
    assertThat(Signatures.mediaToken("beach", "k", Duration.ofSeconds(60), CLOCK))
        .isEqualTo("1060.yTP-z5p7OIckTtAmPa5Q2bcoYsLbJoNMoaLJ-ytM12s");
  }
}
