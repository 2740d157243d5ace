package io.calotype.program;

import io.calotype.history.Call.Answer;
import io.calotype.media.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/// Small pictures of one colour, which is their number: every rendition as PNG tells which it is.
/// The right edge is transparent, so that PNG is the type of a client without `Accept`.
final class HistoryPictures {
  private static final int SIDE = 40;
  private static final int OPAQUE = 0xff000000;
  private static final int COLOUR = 0xffffff;

  private final AtomicInteger last = new AtomicInteger();
  private final Map<String, Integer> byDigest = new ConcurrentHashMap<>();
  private final Map<Integer, byte[]> bytes = new ConcurrentHashMap<>();

  /// Makes the next picture and returns its number.
  int next() {
    int number = last.incrementAndGet();
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE - 1; x++) {
        image.setRGB(x, y, OPAQUE | number);
      }
    }
    byte[] png = Pictures.encoded(image, "png");
    bytes.put(number, png);
    byDigest.put(digest(png), number);
    return number;
  }

  byte[] bytes(int number) {
    byte[] png = bytes.get(number);
    if (png == null) {
      throw new IllegalArgumentException("picture " + number);
    }
    return png;
  }

  /// The SHA-256 of `body` in hex.
  static String digest(byte[] body) {
    var sha256 = Sha256.digester();
    sha256.update(ByteBuffer.wrap(body));
    return Sha256.of(sha256.digest()).hex();
  }

  /// The picture whose original has this digest.
  int original(String sha256) {
    return byDigest.getOrDefault(sha256, Answer.UNKNOWN);
  }

  /// The picture of a rendition as PNG.
  int rendition(byte[] body) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(body));
      int number = image == null ? 0 : image.getRGB(SIDE / 2, SIDE / 2) & COLOUR;
      return bytes.containsKey(number) ? number : Answer.UNKNOWN;
    } catch (IOException torn) {
      return Answer.UNKNOWN;
    }
  }
}
