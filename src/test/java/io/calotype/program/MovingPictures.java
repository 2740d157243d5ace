package io.calotype.program;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/// Pictures that move, made here, and what there is to be read of them.
final class MovingPictures {
  private static final int GIF_UNIT = 10; // milliseconds

  private MovingPictures() {}

  /// A GIF of a disc that goes across, in so many frames of so many milliseconds.
  static byte[] gif(int width, int height, int frames, int millis) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames; i++) {
        BufferedImage frame = frame(width, height, (double) i / frames);
        writer.writeToSequence(new IIOImage(frame, null, timed(writer, frame, millis)), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadata timed(ImageWriter writer, BufferedImage frame, int millis)
      throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromRenderedImage(frame), writer.getDefaultWriteParam());
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree("javax_imageio_gif_image_1.0");
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    control.setAttribute("delayTime", Integer.toString(millis / GIF_UNIT));
    metadata.setFromTree("javax_imageio_gif_image_1.0", root);
    return metadata;
  }

  private static BufferedImage frame(int width, int height, double at) {
    BufferedImage frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = frame.createGraphics();
    graphics.setColor(new Color(0x204060));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.ORANGE);
    graphics.fillOval((int) (at * width), height / 4, height / 2, height / 2);
    graphics.dispose();
    return frame;
  }

  /// The same as an animated PNG; beyond the first frame, what is left of the disc is transparent.
  static byte[] apng(int width, int height, int frames, int millis) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    int sequence = 0;
    for (int i = 0; i < frames; i++) {
      byte[] png = Pictures.encoded(clear(frame(width, height, (double) i / frames), i), "png");
      if (i == 0) {
        chunk(out, "IHDR", java.util.Arrays.copyOfRange(png, 16, 29));
        chunk(out, "acTL", ByteBuffer.allocate(8).putInt(frames).putInt(0).array());
      }
      chunk(out, "fcTL", control(sequence++, width, height, millis));
      byte[] pixels = pixels(png);
      if (i == 0) {
        chunk(out, "IDAT", pixels);
      } else {
        chunk(
            out,
            "fdAT",
            ByteBuffer.allocate(4 + pixels.length).putInt(sequence++).put(pixels).array());
      }
    }
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static BufferedImage clear(BufferedImage frame, int number) {
    BufferedImage clear =
        new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_INT_ARGB);
    clear.createGraphics().drawImage(frame, 0, 0, null);
    for (int x = 0; number > 0 && x < frame.getWidth() / 4; x++) {
      clear.setRGB(x, 0, 0);
    }
    return clear;
  }

  private static byte[] control(int sequence, int width, int height, int millis) {
    return ByteBuffer.allocate(26)
        .putInt(sequence)
        .putInt(width)
        .putInt(height)
        .putInt(0)
        .putInt(0)
        .putShort((short) millis)
        .putShort((short) 1000)
        .array();
  }

  private static byte[] pixels(byte[] png) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.wrap(png);
    for (int at = 8; at + 8 <= png.length; at += 12 + bytes.getInt(at)) {
      if (new String(png, at + 4, 4, StandardCharsets.US_ASCII).equals("IDAT")) {
        all.write(png, at + 8, bytes.getInt(at));
      }
    }
    return all.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] body =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /// A PNG with a colour profile (PNG third edition, section 11.3.2.3).
  static byte[] pngWithProfile(BufferedImage picture, byte[] profile) throws IOException {
    byte[] png = Pictures.encoded(picture, "png");
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.writeBytes("own\0\0".getBytes(StandardCharsets.US_ASCII));
    try (DeflaterOutputStream packed = new DeflaterOutputStream(named)) {
      packed.write(profile);
    }
    int header = 8 + 25; // signature and IHDR
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, header);
    chunk(out, "iCCP", named.toByteArray());
    out.write(png, header, png.length - header);
    return out.toByteArray();
  }

  /// How long each frame of a WebP is shown, in milliseconds; empty for one that stands still (RFC
  /// 9649 section 2.7.1.1).
  static List<Integer> delays(byte[] webp) {
    ByteBuffer bytes = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> delays = new ArrayList<>();
    for (int at = 12; at + 8 <= webp.length; ) {
      int length = bytes.getInt(at + 4);
      if (new String(webp, at, 4, StandardCharsets.US_ASCII).equals("ANMF")) {
        delays.add(bytes.getInt(at + 8 + 12) & 0xffffff);
      }
      at += 8 + length + (length & 1);
    }
    return delays;
  }

  /// Width and height of the canvas of a WebP that moves.
  static int[] canvas(byte[] webp) {
    ByteBuffer bytes = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
    return new int[] {
      (bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(27 - 1) >>> 8) + 1,
    };
  }

  /// A video of a test card, 160x120 at 12 frames a second, by ffmpeg.
  static byte[] video(String container, double seconds) throws IOException, InterruptedException {
    Path file = Files.createTempFile("video", "." + container);
    List<String> command =
        List.of(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=160x120:rate=12:duration=" + seconds,
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            codec(container),
            file.toString());
    try {
      Process ffmpeg = new ProcessBuilder(command).inheritIO().start();
      assumeTrue(ffmpeg.waitFor() == 0, "this test needs Debian's ffmpeg");
      return Files.readAllBytes(file);
    } catch (IOException missing) {
      assumeTrue(false, "this test needs Debian's ffmpeg");
      throw missing;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String codec(String container) {
    return switch (container) {
      case "webm" -> "libvpx";
      case "avi", "3gp" -> "mpeg4";
      default -> "libx264";
    };
  }

  /// A small HEIC, coded by HEVC.
  static byte[] heic() {
    try (InputStream in =
        Objects.requireNonNull(
            MovingPictures.class.getResourceAsStream(
                "/io/calotype/app/command/samples/sample.heic"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A JPEG whose EXIF names a camera `Box` and a latitude of 47° 37' north.
  static byte[] jpegWithPosition() throws IOException {
    byte[] plain = Pictures.jpeg(64, 48, 2);
    byte[] exif = exif();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    out.writeBytes(
        ByteBuffer.allocate(4)
            .putShort((short) 0xffe1)
            .putShort((short) (exif.length + 2))
            .array());
    out.writeBytes(exif);
    out.write(new ByteArrayInputStream(plain, 2, plain.length - 2).readAllBytes());
    return out.toByteArray();
  }

  /// TIFF 6.0, big endian: a directory with `Model` and the pointer to one with the latitude.
  private static byte[] exif() {
    ByteBuffer tiff = ByteBuffer.allocate(200);
    tiff.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    tiff.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    tiff.putShort((short) 2);
    tiff.putShort((short) 0x0110)
        .putShort((short) 2)
        .putInt(4)
        .put("Box\0".getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(38);
    tiff.putInt(0);
    tiff.putShort((short) 2);
    tiff.putShort((short) 1)
        .putShort((short) 2)
        .putInt(2)
        .put("N\0\0\0".getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 2).putShort((short) 5).putInt(3).putInt(68);
    tiff.putInt(0);
    tiff.putInt(47).putInt(1).putInt(37).putInt(1).putInt(0).putInt(1);
    return java.util.Arrays.copyOf(tiff.array(), tiff.position());
  }
}
