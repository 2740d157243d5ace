package io.calotype.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The name of an uploaded file.
class FileNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "photo.jpg | photo.jpg",
        "C:\\Users\\me\\photo.jpg | photo.jpg",
        "../../etc/passwd | passwd",
        "/home/me/été 1.png | été 1.png",
        "a\"b;c.jpg | a\"b;c.jpg",
        "🐈.webp | 🐈.webp"
      })
  void of_name_isItsLastPart(String sent, String expected) {
    assertThat(name(sent).text()).isEqualTo(expected);
  }

  @Test
  void of_charactersWithoutShape_areRemoved() {
    assertThat(name("a\r\nSet-Cookie: x\u0000\u001b\u202egpj.exe\ud800").text())
        .isEqualTo("aSet-Cookie: xgpj.exe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "a/", "\\", "\r\n\t", "\u200b"})
  void of_nothingLeft_isNone(String sent) {
    assertThat(FileName.of(sent)).isNull();
  }

  @Test
  void of_longName_isCutInFrontOfItsEnding() {
    FileName cut = name("🐈".repeat(200) + ".jpeg");

    assertThat(cut.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    assertThat(cut.text()).startsWith("🐈🐈").endsWith("🐈.jpeg");
    assertThat(FileName.of(cut.text())).isEqualTo(cut);
  }

  @ParameterizedTest
  @CsvSource({
    "photo.jpg, photo.jpg, photo.webp",
    "photo.JPEG, photo.JPEG, photo.webp",
    "setup.exe, setup.exe.webp, setup.exe.webp",
    "holiday, holiday.webp, holiday.webp",
    "a.b, a.b.webp, a.b.webp",
    "clip.mp4, clip.mp4, clip.webp"
  })
  void inertAndConverted_neverEndAsAProgram(String sent, String inert, String converted) {
    assertThat(name(sent).inert("webp").text()).isEqualTo(inert);
    assertThat(name(sent).converted("webp").text()).isEqualTo(converted);
  }

  private static FileName name(String sent) {
    return Objects.requireNonNull(FileName.of(sent));
  }
}
