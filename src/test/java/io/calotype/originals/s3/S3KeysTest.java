package io.calotype.originals.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3KeysTest {
  private static final Incarnation FIRST = new Incarnation("aaaaaaaaaaaaaaaa");
  private final S3Keys keys = new S3Keys("live/");

  /// The SHA-256 of `cat` begins with 77.
  @ParameterizedTest
  @CsvSource({
    "IMAGE, live/o/77/cat.aaaaaaaaaaaaaaaa, live/o/aside/77/cat.aaaaaaaaaaaaaaaa",
    "VIDEO, live/o/77/cat.aaaaaaaaaaaaaaaa.video, live/o/aside/77/cat.aaaaaaaaaaaaaaaa.video",
    "MASTER, live/m/77/cat.aaaaaaaaaaaaaaaa, live/o/aside/77/cat.aaaaaaaaaaaaaaaa.master"
  })
  void key_ofEachKind_isParsedToItself(BlobKind kind, String key, String aside) {
    BlobKey blob = new BlobKey(new MediaId("cat"), kind, FIRST);

    assertThat(keys.of(blob)).isEqualTo(key);
    assertThat(keys.aside(blob)).isEqualTo(aside);
    assertThat(keys.blob(key)).contains(blob);
    assertThat(keys.blobAside(aside)).contains(blob);
    assertThat(keys.blob(aside)).isEmpty();
    assertThat(keys.blobAside(key)).isEmpty();
    assertThat(keys.relative(key)).isEqualTo(key.substring("live/".length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "live/dataset",
        "live/o/00/cat.aaaaaaaaaaaaaaaa", // the fan-out of another id
        "live/o/77/cat", // without an incarnation
        "live/o/77/cat.AAAAAAAAAAAAAAAA",
        "live/o/77/cat.aaaaaaaaaaaaaaaa.master",
        "live/o/77/cat.aaaaaaaaaaaaaaaa.bak",
        "live/m/77/cat.aaaaaaaaaaaaaaaa.video",
        "live/o/77/sub/cat.aaaaaaaaaaaaaaaa",
        "live/x/77/cat.aaaaaaaaaaaaaaaa",
        "o/77/cat.aaaaaaaaaaaaaaaa",
        "other/o/77/cat.aaaaaaaaaaaaaaaa"
      })
  void foreignKey_parsed_isNoBlob(String key) {
    assertThat(keys.blob(key)).isEmpty();
    assertThat(keys.blobAside(key)).isEmpty();
  }

  @Test
  void ofId_otherIdThatBeginsTheSame_isNotIncluded() {
    assertThat(keys.ofId(S3Keys.ORIGINALS, new MediaId("cat"))).isEqualTo("live/o/77/cat.");
  }
}
