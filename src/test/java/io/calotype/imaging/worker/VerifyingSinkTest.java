package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.imaging.Output;
import io.calotype.imaging.worker.protocol.ProtocolException;
import io.calotype.imaging.worker.protocol.RendererReply;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingSinkTest {
  @ParameterizedTest
  @ValueSource(longs = {-1, 1_048_577 + 64 + 8 * 6, Integer.MAX_VALUE, Long.MAX_VALUE})
  void accept_lengthThatNoPictureHas_isAgainstTheProtocol(long length) {
    Collected sink = new Collected();
    RenditionSpec spec = RenditionSpec.still(new Dimensions(2, 3), Format.PNG);
    RendererReply.Printed printed = new RendererReply.Printed(spec, length);

    assertThatThrownBy(() ->
            new VerifyingSink(sink)
                .accept(Output.of(spec), printed, 1, InputStream.nullInputStream()))
        .isInstanceOf(ProtocolException.class);
    assertThat(sink.all()).isEmpty();
  }
}
