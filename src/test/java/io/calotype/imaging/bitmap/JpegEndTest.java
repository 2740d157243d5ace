package io.calotype.imaging.bitmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegEndTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void missingAfter_fileWithoutItsMarker_isItsLength(boolean progressive) throws IOException {
    byte[] whole = jpeg(progressive);
    byte[] cut = Arrays.copyOf(whole, whole.length - 2);

    assertThat(JpegEnd.missingAfter(ByteBuffer.wrap(whole))).isEmpty();
    assertThat(JpegEnd.missingAfter(ByteBuffer.wrap(cut))).hasValue(cut.length);
    assertThat(JpegEnd.missingAfter(ByteBuffer.wrap(Arrays.copyOf(whole, whole.length - 1))))
        .hasValue(whole.length - 1);
  }

  /// Some writers fill the last block of a disk with zeros.
  @Test
  void missingAfter_zerosInPlaceOfTheMarker_areLeftOut() throws IOException {
    byte[] padded = jpeg(false);
    int length = padded.length - 2;
    padded[length] = 0;
    padded[length + 1] = 0;

    assertThat(JpegEnd.missingAfter(ByteBuffer.wrap(padded))).hasValue(length);
  }

  /// The marker is there, and something else follows.
  @Test
  void missingAfter_garbageBehindTheMarker_isEmpty() throws IOException {
    byte[] whole = jpeg(true);

    assertThat(JpegEnd.missingAfter(ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 9))))
        .isEmpty();
  }

  /// A progressive file that ends before its last scan lacks detail everywhere.
  @Test
  void missingAfter_fileWithoutItsLastScan_isEmpty() throws IOException {
    byte[] whole = jpeg(true);
    int lastScan = whole.length - 2;
    while (whole[lastScan] != (byte) 0xff || whole[lastScan + 1] != (byte) 0xda) {
      lastScan--;
    }

    assertThat(JpegEnd.missingAfter(ByteBuffer.wrap(Arrays.copyOf(whole, lastScan)))).isEmpty();
  }

  @Test
  void missingAfter_fileCutInItsHeader_isEmpty() throws IOException {
    byte[] whole = jpeg(false);
    for (int length = 0; length < 300; length++) {
      assertThat(JpegEnd.missingAfter(ByteBuffer.wrap(Arrays.copyOf(whole, length)))).isEmpty();
    }
  }

  private static byte[] jpeg(boolean progressive) throws IOException {
    BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 48; i++) {
      picture.setRGB(i % 64, i / 64, i * 77_777);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.write(null, new IIOImage(picture, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
