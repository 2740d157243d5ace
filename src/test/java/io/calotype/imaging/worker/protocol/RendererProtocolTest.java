package io.calotype.imaging.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.imaging.Output;
import io.calotype.media.geometry.Color;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.geometry.Framing;
import io.calotype.media.geometry.Gravity;
import io.calotype.media.transformation.ColorProfile;
import io.calotype.media.transformation.Encoding;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.Frames;
import io.calotype.media.transformation.Quality;
import io.calotype.media.transformation.RenditionSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RendererProtocolTest {
  private static final Dimensions SIZE = new Dimensions(123, 45);
  private static final String PRINTED = "50" + "0000007b" + "0000002d";
  private static final String WEBP = "0004" + "57454250";
  private static final String SCALED_ON_WHITE = "53" + "00ffffff";
  private static final String FIRST = "0005" + "4649525354";
  private static final String SRGB = "0004" + "53524742";
  private static final String LENGTH = "0000000000000010";

  @ParameterizedTest
  @EnumSource
  void readRequest_anyFormat_isAsWritten(Format format) throws IOException {
    requireSame(RenditionSpec.still(SIZE, format));
  }

  @Test
  void readRequest_everyPartOfASpec_isAsWritten() throws IOException {
    Framing cropped = new Framing.Cropped(Gravity.NORTH);
    Framing padded = new Framing.Padded(new Color(0xff00ff));
    Color red = new Color(0xff0000);

    requireSame(
        new RenditionSpec(
            SIZE,
            new Encoding.Webp(new Quality(1)),
            cropped,
            Color.WHITE,
            Frames.ALL,
            ColorProfile.SRGB));
    requireSame(
        new RenditionSpec(
            SIZE,
            new Encoding.Jpeg(new Quality(100)),
            padded,
            red,
            Frames.FIRST,
            ColorProfile.SOURCE));
    requireSame(
        new RenditionSpec(
            SIZE,
            new Encoding.Png(),
            new Framing.Cut(7, 9),
            Color.WHITE,
            Frames.FIRST,
            ColorProfile.SOURCE));
  }

  private static void requireSame(RenditionSpec spec) throws IOException {
    RendererRequest request = new RendererRequest.Make(List.of(Output.of(spec)), true, false);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    RendererProtocol.write(request, new DataOutputStream(sent));

    assertThat(RendererProtocol.readRequest(input(sent.toByteArray()))).isEqualTo(request);
  }

  @Test
  void readReply_printed_isThatSpec() throws IOException {
    assertThat(reply(PRINTED + WEBP + "55" + SCALED_ON_WHITE + FIRST + SRGB + LENGTH))
        .isEqualTo(new RendererReply.Printed(RenditionSpec.still(SIZE, Format.WEBP), 16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "65", "ff"})
  void readReply_qualityOutOfRange_isNoMessage(String quality) {
    assertThatThrownBy(
            () -> reply(PRINTED + WEBP + quality + SCALED_ON_WHITE + FIRST + SRGB + LENGTH))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void readReply_unknownWord_isNoMessage() {
    assertThatThrownBy(() -> reply(PRINTED + WEBP + "55" + SCALED_ON_WHITE + SRGB + SRGB + LENGTH))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(
            () -> reply(PRINTED + WEBP + "55" + SCALED_ON_WHITE + FIRST + FIRST + LENGTH))
        .isInstanceOf(ProtocolException.class);
  }

  private static RendererReply reply(String hex) throws IOException {
    return RendererProtocol.readReply(input(HexFormat.of().parseHex(hex)));
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
