package io.calotype.imaging.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.Await;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.imaging.Output;
import io.calotype.imaging.queue.QueueLimits;
import io.calotype.media.Facts;
import io.calotype.media.Picture;
import io.calotype.media.geometry.Dimensions;
import io.calotype.media.transformation.Format;
import io.calotype.media.transformation.RenditionSpec;
import io.calotype.sandbox.ConfinementPolicy;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Renders of a pool, and its recovery from failures.
class RenderPoolTest extends PoolFixture {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final QueueLimits NO_QUEUE =
      new QueueLimits(0, Duration.ofSeconds(5), Duration.ofSeconds(5));

  @Test
  void render_jpeg_hasTheRequestedSizes() {
    Collected made = new Collected();

    Picture picture =
        render(Pictures.photo(folder, "jpg", 1203, 801), made, Format.JPEG, 800, 400, 200);

    assertThat(picture).isEqualTo(new Picture(new Dimensions(1203, 801), true, Facts.PLAIN, null));
    assertThat(made.all().keySet())
        .containsExactly(
            spec(800, 533, Format.JPEG), spec(400, 266, Format.JPEG), spec(200, 133, Format.JPEG));
    assertThat(made.pixels(spec(400, 266, Format.JPEG)).getWidth()).isEqualTo(400);
  }

  @Test
  void render_sidesBeyondThePicture_isNeverEnlarged() {
    Collected made = new Collected();

    render(Pictures.photo(folder, "png", 31, 17), made, Format.PNG, 800);

    assertThat(made.pixels(spec(31, 17, Format.PNG)).getHeight()).isEqualTo(17);
  }

  @Test
  void render_aloneAndWithOthers_areTheSameBytes() {
    for (String format : List.of("png", "jpg")) {
      Path file = Pictures.photo(folder, format, 3500, 2100);
      Collected together = new Collected();
      Collected alone = new Collected();
      render(file, together, Format.WEBP, 1700, 800, 400, 200);
      render(file, alone, Format.WEBP, 200);
      render(file, alone, Format.WEBP, 400);
      render(file, alone, Format.WEBP, 800);
      render(file, alone, Format.WEBP, 1700);

      together.all().forEach((spec, bytes) -> assertThat(alone.bytes(spec)).isEqualTo(bytes));
    }
  }

  /// The formats of one size share their pixels in a job, also if transparency needs a PNG.
  @Test
  void render_ofSeveralFormats_hasTheBytesOfEachFormatAlone() {
    for (Path file :
        List.of(
            Pictures.photo(folder, "jpg", 1203, 801), Pictures.almostOpaque(folder, 1203, 801))) {
      Collected together = new Collected();
      Collected alone = new Collected();
      List<Output> outputs =
          List.of(
              Output.of(spec(400, 266, Format.WEBP)),
              Output.jpegOrPng(spec(400, 266, Format.JPEG)),
              Output.of(spec(200, 133, Format.WEBP)),
              Output.of(spec(200, 133, Format.JPEG)));
      pool().render(source(file), header -> outputs, together);
      outputs.forEach(output -> pool().render(source(file), header -> List.of(output), alone));

      assertThat(together.all()).hasSize(outputs.size());
      together.all().forEach((spec, bytes) -> assertThat(alone.bytes(spec)).isEqualTo(bytes));
    }
  }

  @Test
  void render_losslessWhole_isPixelForPixelTheSource() {
    Path file = Pictures.opaqueWithAlpha(folder, 90, 40);
    Collected made = new Collected();

    render(file, made, Format.PNG, 90);

    assertThat(made.pixels(spec(90, 40, Format.PNG)).getRGB(41, 23))
        .isEqualTo(readPixel(file, 41, 23));
  }

  @Test
  void render_onePixelNotOpaque_isNotOpaque() {
    Collected made = new Collected();

    assertThat(render(Pictures.almostOpaque(folder, 300, 200), made, Format.WEBP, 200).opaque())
        .isFalse();
    assertThat(render(Pictures.almostOpaque(folder, 26_000, 3), made, Format.WEBP, 200).opaque())
        .isFalse();
  }

  @Test
  void render_alphaThatSaysNothing_isOpaque() {
    Collected made = new Collected();

    assertThat(render(Pictures.opaqueWithAlpha(folder, 300, 200), made, Format.WEBP, 200).opaque())
        .isTrue();
    assertThat(render(Pictures.opaqueWithAlpha(folder, 3300, 200), made, Format.WEBP, 200).opaque())
        .isTrue();
  }

  @Test
  void render_nothing_stillProvesThatItDecodes() throws IOException {
    Path whole = Pictures.photo(folder, "png", 400, 400);
    Path half = folder.resolve("half.png");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(render(whole, new Collected(), Format.WEBP).opaque()).isTrue();
    assertUndecodable(half);
  }

  @Test
  void render_jpegOrPng_dependsOnThePixels() {
    Collected made = new Collected();
    RenditionSpec jpeg = spec(60, 40, Format.JPEG);
    List<Output> either = List.of(Output.jpegOrPng(jpeg));

    pool().render(source(Pictures.opaqueWithAlpha(folder, 60, 40)), header -> either, made);
    assertThat(made.all().keySet()).containsExactly(jpeg);
    pool().render(source(Pictures.almostOpaque(folder, 60, 40)), header -> either, made);
    assertThat(made.all().keySet()).containsExactly(jpeg, spec(60, 40, Format.PNG));
  }

  /// Each rendition of a HEIC or a video decodes its master.
  @Test
  void render_master_isBaselineAndTheSamePixels() {
    Path file = Pictures.photo(folder, "png", 60, 40);
    RenditionSpec jpeg = spec(60, 40, Format.JPEG);
    Collected master = new Collected();
    Collected sent = new Collected();

    pool().render(source(file), header -> List.of(Output.master(jpeg)), master);
    pool().render(source(file), header -> List.of(Output.of(jpeg)), sent);

    assertThat(hex(master.bytes(jpeg))).contains("ffc0").doesNotContain("ffc2");
    assertThat(hex(sent.bytes(jpeg))).contains("ffc2");
    assertThat(master.pixels(jpeg).getRGB(0, 0, 60, 40, null, 0, 60))
        .isEqualTo(sent.pixels(jpeg).getRGB(0, 0, 60, 40, null, 0, 60));
  }

  /// The header of a JPEG up to its first scan, which has the marker of its coding.
  private static String hex(byte[] jpeg) {
    String all = HexFormat.of().formatHex(jpeg);
    return all.substring(0, all.indexOf("ffda"));
  }

  @Test
  void render_transparentIntoJpeg_isOnWhite() {
    Collected made = new Collected();

    render(Pictures.halfRed(folder, 64, 64), made, Format.JPEG, 32);

    int pixel = made.pixels(spec(32, 32, Format.JPEG)).getRGB(16, 16);
    assertThat(pixel >> 16 & 0xff).isGreaterThan(250);
    assertThat(pixel >> 8 & 0xff).isBetween(122, 132);
  }

  @Test
  void render_transparentReduced_keepsItsColour() {
    Collected made = new Collected();

    render(Pictures.halfRed(folder, 3300, 64), made, Format.PNG, 800);

    assertThat(made.pixels(spec(800, 16, Format.PNG)).getRGB(400, 8)).isEqualTo(0x80ff0000);
  }

  @Test
  void render_embeddedProfile_isAppliedWhereItIsNotSrgb() {
    Collected made = new Collected();
    RenditionSpec spec = spec(10, 10, Format.PNG);

    render(Pictures.grey40(folder, ColorSpace.CS_LINEAR_RGB), made, Format.PNG, 10);
    assertThat(made.pixels(spec).getRGB(5, 5) & 0xff).isBetween(135, 139);
    render(Pictures.grey40(folder, ColorSpace.CS_sRGB), made, Format.PNG, 10);
    assertThat(made.pixels(spec).getRGB(5, 5) & 0xff).isEqualTo(0x40);
  }

  @Test
  void render_pictureOfAnotherType_isUndecodable() throws IOException {
    Path png = Pictures.photo(folder, "png", 40, 40);

    assertUndecodable(Files.copy(png, folder.resolve("called.jpg")));
  }

  @Test
  void render_planThrows_isThrownAndTheRendererStays() {
    Path file = Pictures.photo(folder, "jpg", 40, 40);
    render(file, new Collected(), Format.WEBP, 20);
    long pid = child().pid();

    assertThatThrownBy(() ->
            pool()
                .render(
                    source(file),
                    header -> {
                      throw new IllegalStateException("no plan");
                    },
                    new Collected()))
        .hasMessage("no plan");
    render(file, new Collected(), Format.WEBP, 20);
    assertThat(child().pid()).isEqualTo(pid);
  }

  @Test
  void render_sinkThrows_isThrownAndTheRendererStays() {
    Path file = Pictures.photo(folder, "jpg", 40, 40);
    render(file, new Collected(), Format.WEBP, 20);
    long pid = child().pid();

    assertThatThrownBy(() ->
            pool()
                .render(
                    source(file),
                    header -> one(header.size()),
                    (spec, length, bytes) -> {
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("disk full");
    render(file, new Collected(), Format.WEBP, 20);
    assertThat(child().pid()).isEqualTo(pid);
  }

  @Test
  void render_done_leavesTheBenchEmpty() {
    render(Pictures.photo(folder, "jpg", 40, 40), new Collected(), Format.WEBP, 20);

    assertThat(folder.resolve("benches/0")).isEmptyDirectory();
  }

  @Test
  void render_tooManyWaiting_isOverloaded() {
    RenderSettings settings =
        new RenderSettings(1, SHORT, ENOUGH_MEMORY, NO_QUEUE, folder.resolve("benches"), program());
    Path file = Pictures.photo(folder, "jpg", 40, 40);
    try (RenderPool narrow = RenderPool.start(settings, telemetry)) {
      awaitReady(narrow);
      narrow.render(
          source(file),
          header -> {
            assertThatThrownBy(() -> narrow.render(source(file), h -> List.of(), new Collected()))
                .isInstanceOf(MediaException.class)
                .extracting("failure")
                .isInstanceOf(Failure.Overloaded.class);
            return List.of();
          },
          new Collected());
    }
  }

  @Test
  void idleRendererDies_isReplaced() {
    render(Pictures.photo(folder, "jpg", 40, 40), new Collected(), Format.WEBP, 20);
    long pid = child().pid();

    signal("KILL");

    Await.until(() -> PoolFixture.renderers().anyMatch(renderer -> renderer.pid() != pid));
    awaitReady(pool());
  }

  /// Without any job.
  @Test
  void start_ofARendererFails_isTriedAgain() throws IOException {
    RendererProgram usual = program(ConfinementPolicy.Mode.OFF);
    Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\n>\"$0.tried\"\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    RendererProgram late =
        new RendererProgram(
            java,
            usual.classPath(),
            usual.library(),
            usual.policy(),
            usual.memoryBytes(),
            new AotCache.None());
    RenderSettings settings =
        new RenderSettings(
            1, ENOUGH_TIME, ENOUGH_MEMORY, NO_QUEUE, folder.resolve("benches"), late);
    try (RenderPool pool = RenderPool.start(settings, telemetry)) {
      Await.until(() -> Files.exists(folder.resolve("java.tried")), "a first try");
      assertThat(pool.ready()).isFalse();

      Files.delete(java);
      Files.createSymbolicLink(java, usual.java());

      awaitReady(pool);
    }
  }

  @Test
  void close_endsTheRenderers() {
    render(Pictures.photo(folder, "jpg", 40, 40), new Collected(), Format.WEBP, 20);
    ProcessHandle child = child();

    pool().close();

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void child_inputEnds_ends() throws Exception {
    Process child = program().on(WorkDirectory.at(folder.resolve("alone")));

    child.getOutputStream().close();

    assertThat(child.waitFor()).isZero();
  }

  private void assertUndecodable(Path file) {
    assertThatThrownBy(() -> render(file, new Collected(), Format.WEBP))
        .hasFieldOrPropertyWithValue("failure", new Failure.Undecodable());
  }

  private static int readPixel(Path file, int x, int y) {
    try {
      return javax.imageio.ImageIO.read(file.toFile()).getRGB(x, y);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
