package io.calotype.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.failure.MediaException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadMetadataTest {
  @Test
  void options_namesOfWidgets_haveNoEffect() {
    assertThat(UploadMetadata.options("name YQ==, type YQ==,filetype,group Zw== ,attr.a"))
        .isEqualTo(Map.of("group", "g", "attr.a", ""));
    assertThat(UploadMetadata.options("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"visiblity cHJpdmF0ZQ==", "group !", "group /w==", "group Zw==,group Zw=="})
  void options_unknownTwiceOrNoText_areRefused(String header) {
    assertThatThrownBy(() -> UploadMetadata.options(header)).isInstanceOf(MediaException.class);
  }
}
