package io.calotype.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Owner;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {
  private static final Instant NOW = Instant.parse("2001-02-03T04:05:06Z");
  private static final Owner APP = new Owner("key:app");

  @Test
  void createdBy_earlierTime_isThatTime() {
    Instant earlier = NOW.minusSeconds(1);

    assertThat(new Provenance(null, earlier, "data").createdBy(NOW)).isEqualTo(earlier);
  }

  /// A clock that is ahead, and a field that was never set.
  @ParameterizedTest
  @ValueSource(strings = {"2001-02-03T04:05:07Z", "1970-01-01T00:00:00Z", "1900-01-01T00:00:00Z"})
  void createdBy_futureOrBefore1970_isNow(Instant created) {
    assertThat(new Provenance(null, created, "data").createdBy(NOW)).isEqualTo(NOW);
    assertThat(Provenance.of(null).createdBy(NOW)).isEqualTo(NOW);
  }

  @Test
  void ownedBy_ownerIsKnown_keepsIt() {
    assertThat(Provenance.of(APP).ownedBy(new Owner("sub:me")).owner()).isEqualTo(APP);
    assertThat(Provenance.of(null).ownedBy(APP).owner()).isEqualTo(APP);
  }
}
