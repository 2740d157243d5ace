package io.calotype.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignTargetTest {
  @ParameterizedTest
  @CsvSource({
    "/images/a, '', '', /images/a",
    "/images/a?w=1&v=2, '', '', /images/a?w=1&v=2",
    "https://m.org/images/a, '', https://m.org, /images/a",
    "https://m.org/images/a#x, '', https://m.org, /images/a",
    "https://m.org/images/a, https://m.org, https://m.org, /images/a",
    "https://m.org/p/images/a?w=1, https://m.org/p, https://m.org/p, /images/a?w=1",
    "https://M.ORG:443/p/images/a, https://m.org/p, https://M.ORG:443/p, /images/a",
    "http://m.org/p/images/a, https://m.org/p, http://m.org, /p/images/a",
    "http://127.0.0.1:8080/images/a, https://m.org/p, http://127.0.0.1:8080, /images/a",
    "https://m.org/p/q/images/a, https://m.org/p/q, https://m.org/p/q, /images/a",
    "https://m.org/page/images/a, https://m.org/p, https://m.org, /page/images/a",
    "/p/images/a, https://m.org/p, /p, /images/a",
    "/images/a, https://m.org/p, '', /images/a",
    "/images/a, https://m.org/images, '', /images/a",
    "/images/images/a, https://m.org/images, /images, /images/a",
    "https://m.org/images/images/a, https://m.org/images, https://m.org/images, /images/a",
  })
  void of_urlOrPath_isCutWhereTheServersPathBegins(
      String url, String publicUrl, String before, String seen) {
    SignTarget target = SignTarget.of(url, publicUrl);

    assertThat(target.before()).isEqualTo(before);
    assertThat(target.seen()).hasToString(seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"images/a", "", "mailto:a@b", "https://m.org", "/a b"})
  void of_neither_isRefused(String url) {
    assertThatThrownBy(() -> SignTarget.of(url, "")).isInstanceOf(IllegalArgumentException.class);
  }
}
