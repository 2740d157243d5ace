package io.calotype.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.MediaId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Instant LATER = NOW.plusSeconds(3_600);
  private static final Signatures OURS = new Signatures(List.of("new", "old"));
  private static final MediaId CAT = new MediaId("cat");

  /// Computed by `printf %s '/images/cat?exp=1700003600&v=1' | openssl dgst -sha256 -hmac new
  /// -binary | basenc --base64url`.
  @Test
  void sign_aUrl_equalsOpenssl() {
    assertThat(OURS.sign(url("/images/cat", "v", "1"), LATER))
        .isEqualTo(
            "/images/cat?exp=1700003600&v=1&sig=_IGhfWrskTQWbBCiMbD2SAT23UKPWnr_SgOPQz76Dp8");
  }

  /// Computed by `printf %s 'media:cat:1700003600' | openssl dgst -sha256 -hmac new -binary |
  /// basenc --base64url`.
  @Test
  void token_ofAMedia_equalsOpenssl() {
    assertThat(OURS.token(CAT, LATER))
        .isEqualTo("1700003600.YzUGM71VdKvsANcjC8hEMx13qo6w0ep4zhOmQQ_ZeEo");
  }

  @Test
  void opens_itsMediaUntilItExpires_andNoOther() {
    String token = OURS.token(CAT, LATER);
    String older = new Signatures(List.of("old")).token(CAT, LATER);
    String foreign = new Signatures(List.of("another")).token(CAT, LATER);

    assertThat(OURS.opens(CAT, token, LATER.minusSeconds(1))).isTrue();
    assertThat(OURS.opens(CAT, older, NOW)).isTrue();
    assertThat(OURS.opens(CAT, token, LATER)).isFalse();
    assertThat(OURS.opens(new MediaId("dog"), token, NOW)).isFalse();
    assertThat(OURS.opens(CAT, foreign, NOW)).isFalse();
    assertThat(new Signatures(List.of()).opens(CAT, token, NOW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "1700003600", "1700003600.", ".x", "x.y", "-1.x", "1e9.x", "\u0000."})
  void opens_noToken_isFalse(String token) {
    assertThat(OURS.opens(CAT, token, NOW)).isFalse();
  }

  @Test
  void opens_aTokenWithOneThingChanged_isFalse() {
    String token = OURS.token(CAT, LATER);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == '9' ? '8' : '9';
      String changed = token.substring(0, i) + other + token.substring(i + 1);

      assertThat(OURS.opens(CAT, changed, NOW)).as(changed).isFalse();
    }
    assertThat(OURS.opens(CAT, "0" + token, NOW)).isFalse();
    assertThat(OURS.opens(CAT, token + "=", NOW)).isFalse();
  }

  @Test
  void canonical_anyParameters_areEncodedAndSortedByNameThenValue() {
    SignedUrl url = url("/p", "b", "2 +*~é/", "a", "z", "a", "b", "A", "", "sig", "x");

    assertThat(url.canonical()).isEqualTo("/p?A=&a=b&a=z&b=2%20%2B%2A~%C3%A9%2F");
  }

  @Test
  void valid_untilItExpires_andNotALaterSecond() {
    SignedUrl signed = signed(OURS, url("/images/cat", "w", "123"));

    assertThat(OURS.valid(signed, NOW)).isTrue();
    assertThat(OURS.valid(signed, LATER.minusSeconds(1))).isTrue();
    assertThat(OURS.valid(signed, LATER)).isFalse();
  }

  @Test
  void valid_signedByAnOldKey_isTrue() {
    SignedUrl signed = signed(new Signatures(List.of("old")), url("/images/cat"));

    assertThat(OURS.valid(signed, NOW)).isTrue();
    assertThat(new Signatures(List.of("new")).valid(signed, NOW)).isFalse();
    assertThat(new Signatures(List.of()).valid(signed, NOW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/images/dog?exp=1700003600&w=1&sig=S",
        "/images/cat?exp=1700003601&w=1&sig=S",
        "/images/cat?exp=1700003600&w=2&sig=S",
        "/images/cat?exp=1700003600&w=1&h=1&sig=S",
        "/images/cat?exp=1700003600&sig=S",
        "/images/cat?w=1&sig=S",
        "/images/cat?exp=1700003600&exp=1800000000&w=1&sig=S",
        "/images/cat?exp=1700003600&w=1&sig=S=",
        "/images/cat?exp=1700003600&w=1&sig=",
        "/images/cat?exp=%2B1700003600&w=1&sig=S",
        "/images/cat?exp=99999999999999999999&w=1&sig=S"
      })
  void valid_anyOtherUrl_isFalse(String other) {
    String signature = signed(OURS, url("/images/cat", "w", "1")).signature() + "";

    assertThat(OURS.valid(parsed(other.replace("=S", "=" + signature)), NOW)).isFalse();
  }

  private static SignedUrl signed(Signatures by, SignedUrl url) {
    return parsed(by.sign(url, LATER));
  }

  private static SignedUrl parsed(String text) {
    URI uri = URI.create(text);
    List<Map.Entry<String, String>> query =
        List.of(uri.getQuery().split("&")).stream()
            .map(p -> Map.entry(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1)))
            .toList();
    return SignedUrl.of(uri.getRawPath(), query);
  }

  private static SignedUrl url(String path, String... parameters) {
    List<Map.Entry<String, String>> query =
        java.util.stream.IntStream.range(0, parameters.length / 2)
            .mapToObj(i -> Map.entry(parameters[2 * i], parameters[2 * i + 1]))
            .toList();
    return SignedUrl.of(path, query);
  }
}
