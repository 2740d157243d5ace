package io.calotype.imaging.bitmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebpChunksTest {
  private static final int ANIMATED = 2;

  @Test
  void frames_cutAnywhere_areTheWholeOnes() {
    byte[] whole = animation(5, 8, 3);
    for (int length = 0; length <= whole.length; length++) {
      int expected = length < 60 ? 0 : length < 92 ? 1 : 2;
      int frames = chunks(Arrays.copyOf(whole, length)).map(WebpChunks::frames).orElse(0);
      assertThat(frames).as("cut at %d", length).isEqualTo(length == whole.length ? 3 : expected);
    }
  }

  @Test
  void cut_framesBeforeDamage_isAFileWithTheChunksAfterIt() {
    byte[] whole = riff(header(ANIMATED), frame(5), frame(8), frame(3), chunk("EXIF", 7));

    byte[] cut = chunks(whole).orElseThrow().cut(2);

    assertThat(cut).isEqualTo(riff(header(ANIMATED), frame(5), frame(8), chunk("EXIF", 7)));
  }

  @Test
  void animated_anythingElse_isEmpty() {
    assertThat(chunks(new byte[0])).isEmpty();
    assertThat(chunks(new byte[100])).isEmpty();
    assertThat(chunks(riff(header(0), chunk("VP8L", 30)))).isEmpty();
    assertThat(chunks(riff(chunk("VP8L", 30)))).isEmpty();
  }

  @Test
  void animated_anyBytesChanged_areReadOnlyWhereTheyAre() {
    Random random = new Random(11);
    byte[] whole = riff(header(ANIMATED), frame(5), frame(8), frame(3), chunk("EXIF", 7));
    for (int i = 0; i < 5000; i++) {
      byte[] changed = whole.clone();
      for (int k = 0; k < 3; k++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      chunks(changed)
          .ifPresent(found ->
              assertThat(found.cut(found.frames()).length).isLessThanOrEqualTo(changed.length));
    }
  }

  private static java.util.Optional<WebpChunks> chunks(byte[] file) {
    return WebpChunks.animated(ByteBuffer.wrap(file));
  }

  private static byte[] animation(int... lengths) {
    byte[][] chunks = new byte[lengths.length + 1][];
    chunks[0] = header(ANIMATED);
    for (int i = 0; i < lengths.length; i++) {
      chunks[i + 1] = frame(lengths[i]);
    }
    return riff(chunks);
  }

  private static byte[] frame(int data) {
    return chunk("ANMF", 16 + data);
  }

  private static byte[] header(int flags) {
    byte[] chunk = chunk("VP8X", 10);
    chunk[8] = (byte) flags;
    return chunk;
  }

  private static byte[] chunk(String type, int length) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + length + length % 2).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(type.getBytes(StandardCharsets.US_ASCII)).putInt(length).array();
  }

  private static byte[] riff(byte[]... chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      out.writeBytes(chunk);
    }
    ByteBuffer file = ByteBuffer.allocate(12 + out.size()).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + out.size());
    return file.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(out.toByteArray()).array();
  }
}
