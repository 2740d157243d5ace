package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Animations with a damaged frame after the first: browsers show the frames before it.
class DamagedFramesProgramTest {
  private static final int FRAMES = 5;

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() {
    program = InJvm.start(data);
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void apng_damagedFrame_endsBeforeIt(int damaged) {
    byte[] whole = MovingPictures.apng(120, 80, FRAMES, 70);
    int control = offset(whole, "fcTL", damaged);
    int pixels = offset(whole, "fdAT", damaged - 1);

    moves("control-" + damaged, flipped(whole, control + 12), damaged);
    moves("type-" + damaged, flipped(whole, pixels), damaged);
    moves("length-" + damaged, flipped(whole, pixels - 3), damaged);
    moves("pixels-" + damaged, flipped(whole, pixels + 40), damaged);
    moves("cut-" + damaged, Arrays.copyOf(whole, pixels + 40), damaged);
    moves("cut-control-" + damaged, Arrays.copyOf(whole, control + 9), damaged);
  }

  @Test
  void apng_withoutItsEnd_isWhole() {
    byte[] whole = MovingPictures.apng(120, 80, FRAMES, 70);

    moves("no-end", Arrays.copyOf(whole, whole.length - 12), FRAMES);
  }

  /// A frame that is cut is shown as far as it goes, if that is far enough for the decoder.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void gif_damagedFrame_endsBeforeIt(int damaged) {
    byte[] whole = MovingPictures.gif(120, 80, FRAMES, 70);
    int control = offset(whole, "!\u00f9\u0004", damaged);
    int pixels = control + 8 + 10;
    byte[] broken = whole.clone();
    Arrays.fill(broken, pixels + 10, pixels + 60, (byte) 0xff);

    moves("gif-codes-" + damaged, broken, damaged);
    moves("gif-cut-" + damaged, Arrays.copyOf(whole, control), damaged);
    assertThat(put("gif-cut-pixels-" + damaged, Arrays.copyOf(whole, pixels + 80))).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void webp_damagedFrame_endsBeforeIt(int damaged) {
    program.put("source", MovingPictures.gif(120, 80, FRAMES, 70));
    byte[] whole = program.get("/images/source").body();
    int frame = offset(whole, "ANMF", damaged);
    byte[] header = whole.clone();
    Arrays.fill(header, frame + 32, frame + 42, (byte) 0xff);
    byte[] place = whole.clone();
    Arrays.fill(place, frame + 8, frame + 20, (byte) 0xff);

    moves("webp-header-" + damaged, header, damaged);
    moves("webp-place-" + damaged, place, damaged);
    moves("webp-length-" + damaged, flipped(whole, frame + 7), damaged);
    moves("webp-cut-" + damaged, Arrays.copyOf(whole, frame + 60), damaged);
  }

  @Test
  void anyType_damagedFirstFrame_isUndecodable() {
    byte[] apng = MovingPictures.apng(120, 80, FRAMES, 70);
    byte[] gif = MovingPictures.gif(120, 80, FRAMES, 70);

    assertThat(put("apng-first", flipped(apng, offset(apng, "IDAT", 0) + 60))).isEqualTo(422);
    assertThat(put("gif-first", Arrays.copyOf(gif, offset(gif, "!\u00f9\u0004", 0) + 12)))
        .isEqualTo(422);
  }

  private static void moves(String id, byte[] file, int frames) {
    HttpResponse<byte[]> answer = program.put(id, file);

    assertThat(answer.statusCode()).as(id).isEqualTo(201);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .as(id)
        .contains("\"frames\":" + frames + ",");
    byte[] webp = program.get("/images/" + id).body();
    assertThat(MovingPictures.delays(webp)).as(id).hasSize(frames == 1 ? 0 : frames);
    assertThat(program.get("/images/" + id + "/small").statusCode()).isEqualTo(200);
  }

  private static int put(String id, byte[] file) {
    return program.put(id, file).statusCode();
  }

  private static byte[] flipped(byte[] file, int at) {
    byte[] changed = file.clone();
    changed[at] ^= 0x7f;
    return changed;
  }

  /// The offset of the occurrence of `mark` with that index.
  private static int offset(byte[] file, String mark, int index) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(mark);
    for (int i = 0; i < index; i++) {
      at = text.indexOf(mark, at + 1);
    }
    return at;
  }
}
