package io.calotype.imaging.worker.protocol;

import io.calotype.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/// The renderer protocol, both ways: anything but a message is an `IOException`, and a message that
/// was read is written as it was.
public final class RendererProtocolFuzzTest extends FuzzTarget {
  private static final String FIRST = "0005" + "4649525354";
  private static final String ALL = "0003" + "414c4c";
  private static final String SRGB = "0004" + "53524742";
  private static final String SOURCE = "0006" + "534f55524345";

  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            "52",
            "480000007b0000002d0100000001060000" + "0100",
            "480000007b0000002d010000000106000a446973706c6179205033" + "0101",
            "5700010005" + "4d6f64656c" + "00016e",
            "54",
            "500000007b0000002d00045745425055"
                + "53"
                + "00ffffff"
                + FIRST
                + SRGB
                + "0000000000000010",
            "44" + "01" + "00000001" + "0000",
            "44" + "01" + "00000003" + "0101" + "11223344",
            "460003616263",
            "4f00044a504547",
            "4d00010000007b0000002d00045745425055"
                + "50"
                + "00ff00ff"
                + "00ffffff"
                + ALL
                + SRGB
                + "010001",
            "4d00010000007b0000002d00045745425055"
                + "43"
                + "00054e4f525448"
                + "00ffffff"
                + FIRST
                + SOURCE
                + "010101",
            "4d00010000007b0000002d0003504e47" + "53" + "00ffffff" + FIRST + SRGB + "000000",
            "43")
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public void check(byte[] sent) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayInputStream replies = new ByteArrayInputStream(sent);
    try {
      RendererProtocol.write(
          RendererProtocol.readReply(new DataInputStream(replies)), new DataOutputStream(written));
    } catch (IOException refused) {
      requireRequest(sent);
      return;
    }
    requireSame(written);
  }

  private static void requireRequest(byte[] sent) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayInputStream requests = new ByteArrayInputStream(sent);
    try {
      RendererProtocol.write(
          RendererProtocol.readRequest(new DataInputStream(requests)),
          new DataOutputStream(written));
    } catch (IOException refused) {
      return;
    }
    requireSame(written);
  }

  /// Read again, it is written the same. What was sent may have been spelled otherwise: modified
  /// UTF-8 and booleans allow it.
  private static void requireSame(ByteArrayOutputStream written) throws IOException {
    byte[] once = written.toByteArray();
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    DataInputStream again = new DataInputStream(new ByteArrayInputStream(once));
    switch (once[0]) {
      case 'O', 'M', 'T', 'C' ->
          RendererProtocol.write(RendererProtocol.readRequest(again), new DataOutputStream(twice));
      default ->
          RendererProtocol.write(RendererProtocol.readReply(again), new DataOutputStream(twice));
    }
    require(Arrays.equals(once, twice.toByteArray()), "not the same");
  }
}
