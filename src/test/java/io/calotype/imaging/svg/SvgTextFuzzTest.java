package io.calotype.imaging.svg;

import io.calotype.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/// A drawing: it gets a size once, and pictures that can be drawn once.
public final class SvgTextFuzzTest extends FuzzTarget {
  private static final int LIMIT = 1 << 16;
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

  @Override
  protected Stream<byte[]> seeds() {
    return texts(
        "<svg/>",
        "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY w '2'>]><s:svg width='&w;'></s:svg>",
        "<svg width='2e2' height=\"1in\" viewBox='0 0 1 1' style='width: 5px'/>",
        "<svg><image href='data:image/webp;base64,UklGRjEyMzRXRUJQ'/></svg>",
        "<svg><image href=\"DATA:;x=y ; BASE64 ,R0lG%4Fdh &#10;\"/></svg>",
        "\u00ff\u00fe<\0s\0v\0g\0/\0>\0");
  }

  @Override
  public void check(byte[] sent) throws IOException {
    SvgText drawing = read(sent);
    SvgText drawable = drawing.drawable((type, file) -> Optional.of(PNG));
    require(drawable.drawable((type, file) -> Optional.empty()).equals(drawable), drawable);
    Optional<byte[]> sized = SvgSize.stated(drawing);
    require(sized.isEmpty() || drawing.svg(), drawing);
    if (sized.isPresent() && sized.get().length < LIMIT) {
      require(SvgSize.stated(read(sized.get())).isEmpty(), drawing);
    }
  }

  private static SvgText read(byte[] file) throws IOException {
    return SvgText.read(new ByteArrayInputStream(file), LIMIT);
  }
}
