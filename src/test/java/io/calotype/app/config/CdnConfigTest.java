package io.calotype.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CdnConfigTest {
  @Test
  void targets_impossiblePort_isRefused() {
    assertThat(CdnConfig.targets("varnish:http://cache:6081")).hasSize(1);
    assertThatThrownBy(() -> CdnConfig.targets("varnish:http://cache:608100"))
        .hasMessageContaining("varnish:http://host:port");
  }
}
