package io.calotype.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {
  private static final Incarnation FIRST = new Incarnation("abcdefghijklmno2");

  @Test
  void name_withIncarnation_isReadBack() {
    BlobKey key = new BlobKey(new MediaId("cat_-9"), BlobKind.VIDEO, FIRST);

    assertThat(key.name()).isEqualTo("cat_-9.abcdefghijklmno2");
    assertThat(BlobKey.of(BlobKind.VIDEO, key.name())).contains(key);
  }

  @Test
  void name_withoutIncarnation_isReadBack() {
    BlobKey key = new BlobKey(new MediaId("cat"), BlobKind.MASTER, null);

    assertThat(key.name()).isEqualTo("cat");
    assertThat(BlobKey.of(BlobKind.MASTER, "cat")).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".hidden",
        "cat.",
        "cat.short",
        "cat.abcdefghijklmno2.x",
        "cat.ABCDEFGHIJKLMNO2",
        "cat.abcdefghijklmno1",
        "a b.abcdefghijklmno2",
        "cat.abcdefghijklmno2 "
      })
  void of_foreignName_isEmpty(String name) {
    assertThat(BlobKey.of(BlobKind.IMAGE, name)).isEmpty();
  }

  @Test
  void fresh_many_areDistinctAndValid() {
    Set<Incarnation> all = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(Incarnation.fresh());
    }

    assertThat(all).hasSize(1_000);
  }

  @Test
  void incarnation_otherCharacters_areRefused() {
    assertThatThrownBy(() -> new Incarnation("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
