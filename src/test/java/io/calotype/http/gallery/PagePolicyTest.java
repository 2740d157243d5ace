package io.calotype.http.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagePolicyTest {
  @Test
  void contentSecurity_withoutRedirects_namesTheServerAlone() {
    assertThat(PagePolicy.contentSecurity(List.of()))
        .contains("img-src data: 'self' blob:; media-src 'self' blob:; connect-src 'self' blob:;")
        .contains("frame-ancestors 'none'")
        .doesNotContain("http");
  }

  @Test
  void contentSecurity_withRedirects_namesTheOriginsOnce() {
    String policy =
        PagePolicy.contentSecurity(
            List.of(
                URI.create("https://cdn.example.org/media"),
                URI.create("https://photos.s3.eu-central-1.amazonaws.com"),
                URI.create("https://cdn.example.org")));

    assertThat(policy)
        .contains(
            "img-src data: 'self' blob: https://cdn.example.org"
                + " https://photos.s3.eu-central-1.amazonaws.com;");
  }
}
