package io.calotype.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether a video says where it was taken, as ffprobe 5 to 8 report it.
class ProbedPositionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | avc1 | false",
        "{\"title\":\"x\"} | avc1 | false",
        "{\"location\":\"+52.5200+013.4050/\",\"location-eng\":\"+52.5200+013.4050/\"} | avc1 | true",
        "{\"com.apple.quicktime.location.ISO6709\":\"+52.5200+013.4050/\"} | hvc1 | true",
        "{} | gpmd | true",
        "{} | camm | true",
      })
  void of_tagsAndTracks_findsThePosition(String tags, String track, boolean position) {
    String answer =
        """
        {"streams":[
          {"index":0,"codec_type":"video","codec_name":"h264","codec_tag_string":"avc1",
           "width":64,"height":48,"pix_fmt":"yuv420p","disposition":{"default":1}},
          {"index":1,"codec_type":"data","codec_tag_string":"%s"}],
         "format":{"start_time":"0.0","duration":"1.0","tags":%s}}
        """
            .formatted(track, tags);
    ProbeResult probed = ProbeResult.of(answer.getBytes(StandardCharsets.UTF_8));

    assertThat(probed.facts(Duration.ofSeconds(1)).position()).isEqualTo(position);
  }
}
