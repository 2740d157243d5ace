package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.imaging.Exifs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The record says whether a picture says where it was taken. `ProbedPositionTest` does so for
/// videos.
class PositionProgramTest {
  private static final int[] ORIENTATION = {0x112};

  @TempDir Path folder;

  @Test
  void record_eachFormat_saysWhetherAPositionIsInside() {
    try (Server program = InJvm.start(folder.resolve("data"))) {
      for (Map.Entry<String, byte[]> each : located().entrySet()) {
        assertThat(position(program, each.getKey(), each.getValue())).as(each.getKey()).isTrue();
      }
      for (Map.Entry<String, byte[]> each : unlocated().entrySet()) {
        assertThat(position(program, each.getKey(), each.getValue())).as(each.getKey()).isFalse();
      }
    }
  }

  private static boolean position(Server program, String id, byte[] bytes) {
    String record = new String(program.put(id, bytes).body(), StandardCharsets.UTF_8);
    assertThat(record).containsPattern("\"position\":(true|false)");
    return record.contains("\"position\":true");
  }

  private static Map<String, byte[]> located() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] exif = Exifs.tiff(ByteOrder.BIG_ENDIAN, ORIENTATION, 0, 1, 2, 3, 4);
    byte[] xmp =
        ("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF"
                + " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description"
                + " xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='52,31.2N'"
                + " exif:GPSLongitude='13,24.3E'/></rdf:RDF></x:xmpmeta>")
            .getBytes(StandardCharsets.UTF_8);
    files.put("jpeg-exif", jpeg("Exif\0\0", exif));
    files.put("jpeg-xmp", jpeg("http://ns.adobe.com/xap/1.0/\0", xmp));
    files.put("png-exif", png(exif));
    files.put("tiff-exif", tiff(ByteOrder.LITTLE_ENDIAN, true));
    return files;
  }

  private static Map<String, byte[]> unlocated() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] noCoordinates = Exifs.tiff(ByteOrder.LITTLE_ENDIAN, ORIENTATION, 0, 29);
    files.put("jpeg-plain", Pictures.jpeg(64, 48, 1));
    files.put("jpeg-date", jpeg("Exif\0\0", noCoordinates));
    files.put("png-plain", png(noCoordinates));
    files.put("tiff-plain", tiff(ByteOrder.BIG_ENDIAN, false));
    return files;
  }

  /// A JPEG with an APP1 segment after its start marker.
  private static byte[] jpeg(String name, byte[] content) {
    byte[] plain = Pictures.jpeg(64, 48, 2);
    ByteBuffer out = ByteBuffer.allocate(plain.length + 4 + name.length() + content.length);
    out.put(plain, 0, 2).putShort((short) 0xffe1);
    out.putShort((short) (2 + name.length() + content.length));
    out.put(name.getBytes(StandardCharsets.ISO_8859_1)).put(content);
    return out.put(plain, 2, plain.length - 2).array();
  }

  /// A PNG with a chunk `eXIf` after its header.
  private static byte[] png(byte[] exif) {
    byte[] plain = Pictures.png(64, 48, exif.length);
    int header = 8 + 25;
    CRC32 crc = new CRC32();
    crc.update("eXIf".getBytes(StandardCharsets.ISO_8859_1));
    crc.update(exif);
    ByteBuffer out = ByteBuffer.allocate(plain.length + 12 + exif.length);
    out.put(plain, 0, header).putInt(exif.length);
    out.put("eXIf".getBytes(StandardCharsets.ISO_8859_1)).put(exif).putInt((int) crc.getValue());
    return out.put(plain, header, plain.length - header).array();
  }

  /// A grey TIFF of 8 by 8 pixels, with a GPS directory or without.
  private static byte[] tiff(ByteOrder order, boolean gps) {
    int[][] entries = {
      {256, 8},
      {257, 8},
      {258, 8},
      {259, 1},
      {262, 1},
      {273, 300},
      {277, 1},
      {278, 8},
      {279, 64},
      {0x8825, 200}
    };
    int count = gps ? entries.length : entries.length - 1;
    ByteBuffer out = ByteBuffer.allocate(364).order(order);
    out.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    out.putShort((short) 42).putInt(8).putShort((short) count);
    for (int[] entry : List.of(entries).subList(0, count)) {
      out.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
    }
    out.putInt(0);
    out.position(200).putShort((short) 1);
    out.putShort((short) 2).putShort((short) 5).putInt(3).putInt(230);
    return out.array();
  }
}
