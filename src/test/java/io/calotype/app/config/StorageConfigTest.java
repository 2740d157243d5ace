package io.calotype.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageConfigTest {
  @Test
  void renditions_shared_needOriginalsInTheBucket() {
    Map<String, String> shared =
        Map.of("CALOTYPE_RENDITIONS", "s3", "CALOTYPE_S3_BUCKET", "photos");
    Map<String, String> both = new HashMap<>(shared);
    both.put("CALOTYPE_ORIGINALS", "s3");

    assertThat(read(Map.of()).renditions()).isEqualTo(StorageConfig.RenditionPlace.LOCAL);
    assertThatThrownBy(() -> read(shared))
        .hasMessageContaining("CALOTYPE_RENDITIONS is s3, and CALOTYPE_ORIGINALS should be s3");
    assertThat(read(both).renditions()).isEqualTo(StorageConfig.RenditionPlace.S3);
  }

  private static StorageConfig read(Map<String, String> environment) {
    return ConfigReader.read(null, environment, Map.of()).storage();
  }
}
