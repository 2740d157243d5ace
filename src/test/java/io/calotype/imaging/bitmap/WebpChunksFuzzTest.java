package io.calotype.imaging.bitmap;

import io.calotype.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;

/// An animated WebP: a file of its first frames has exactly those.
public final class WebpChunksFuzzTest extends FuzzTarget {
  private static final int MAX_FRAMES = 8;
  private static final String HEADER =
      "52494646400000005745425056503858" + "0a00000002000000000000000000";

  @Override
  protected Stream<byte[]> seeds() {
    String frame = "414e4d4604000000" + "01020304";
    return Stream.of(HEADER + frame + frame, HEADER + frame + "4558494603000000aabbcc00" + frame)
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public void check(byte[] sent) {
    WebpChunks.animated(ByteBuffer.wrap(sent))
        .ifPresent(whole -> {
          for (int frames = 0; frames <= Math.min(whole.frames(), MAX_FRAMES); frames++) {
            byte[] cut = whole.cut(frames);
            require(cut.length <= sent.length, cut.length);
            int left = WebpChunks.animated(ByteBuffer.wrap(cut)).map(WebpChunks::frames).orElse(0);
            require(left == frames, left + " of " + frames);
          }
        });
  }
}
