package io.calotype.imaging.svg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvgTextTest {
  private static final int LIMIT = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg/>",
        "<svg>",
        "\uFEFF<svg >",
        "<s:svg xmlns:s=\"x\">",
        " \n<?xml version=\"1.0\"?><!-- <html> --><?pi > ?><svg>",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\"><svg>",
        "<!DOCTYPE svg [<!ENTITY a \"]>\"> <!-- ]> --> <?pi ]> ?>] ><svg>"
      })
  void svg_rootElementAfterAnyProlog_isTrue(String text) throws IOException {
    assertThat(read(text, StandardCharsets.UTF_8).svg()).isTrue();
    assertThat(read(text, StandardCharsets.UTF_16BE).svg()).isTrue();
    assertThat(read(text, StandardCharsets.UTF_16LE).svg()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<sv",
        "<svg",
        "<svgs>",
        "<html><svg>",
        "x<svg>",
        "<!-- <svg>",
        "<!DOCTYPE svg [<svg>"
      })
  void svg_otherText_isFalse(String text) throws IOException {
    assertThat(read(text, StandardCharsets.UTF_8).svg()).isFalse();
  }

  /// Recursion over the parts of a prolog would overflow the stack.
  @Test
  void svg_manyComments_isTrue() throws IOException {
    assertThat(read("<!---->".repeat(100_000) + "<svg>", StandardCharsets.UTF_8).svg()).isTrue();
  }

  @Test
  void svg_rootElementBehindTheLimit_isFalse() throws IOException {
    assertThat(read(" ".repeat(LIMIT) + "<svg>", StandardCharsets.UTF_8).svg()).isFalse();
  }

  @Test
  void svg_manyEmptyMembersOfGzip_areReadInALoop() throws IOException {
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    new GZIPOutputStream(empty).close();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int i = 0; i < 50_000; i++) {
      empty.writeTo(packed);
    }
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("<svg/>".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(SvgText.read(new ByteArrayInputStream(packed.toByteArray()), LIMIT).svg()).isTrue();
  }

  @Test
  void svg_cutSvgz_isReadAsFarAsItGoes() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed, true)) {
      gzip.write("<svg/>".getBytes(StandardCharsets.UTF_8));
      gzip.flush();
    }
    byte[] cut = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 8);

    assertThat(SvgText.read(new ByteArrayInputStream(cut), LIMIT).svg()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "width=\"2e2\" height=\"1e2\"",
        "width=' +2.0E+2px ' height='100'",
        "width=\".5in\"",
        "height=\"5.\"",
        "viewBox=\"0 0 1 1\"",
        "style=\"fill:red; width : 2e1mm\"",
        "width=\"&w;\""
      })
  void stated_drawingWithASize_isLeftAlone(String attributes) throws IOException {
    assertThat(SvgSize.stated(read("<svg " + attributes + "/>", StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "width=\"100%\" height='50%'",
        "width=\"auto\"",
        "data-x=\" width=\"",
        "style=\"max-width:5px;width:50%\""
      })
  void stated_drawingWithoutASize_isASquare(String attributes) throws IOException {
    Optional<byte[]> sized =
        SvgSize.stated(read("<svg " + attributes + "><g/></svg>", StandardCharsets.UTF_8));

    assertThat(sized).isPresent();
    assertThat(new String(sized.get(), StandardCharsets.UTF_8))
        .startsWith("<svg width=\"512\" height=\"512\"")
        .endsWith("><g/></svg>")
        .doesNotContain("width=\"100%\"", "height='50%'");
  }

  /// A declaration that names UTF-16 would be wrong there.
  @Test
  void stated_drawingInUtf16_isUtf8WithoutADeclaration() throws IOException {
    String text = "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-16\"?><svg>\u00e9</svg>";

    byte[] sized = SvgSize.stated(read(text, StandardCharsets.UTF_16LE)).orElseThrow();

    assertThat(new String(sized, StandardCharsets.UTF_8))
        .isEqualTo("<svg width=\"512\" height=\"512\">\u00e9</svg>");
  }

  private static SvgText read(String text, Charset charset) throws IOException {
    return SvgText.read(new ByteArrayInputStream(text.getBytes(charset)), LIMIT);
  }
}
