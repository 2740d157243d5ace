package io.calotype.imaging.worker;

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
  @Override
  protected Stream<byte[]> seeds() {
    return Stream.of(
            "52",
            "480000007b0000002d01000000010600000100",
            "480000007b0000002d010000000106000a446973706c6179205033" + "0101",
            "5700010005" + "4d6f64656c" + "00016e",
            "54",
            "500000007b0000002d00045745425055" + "53" + "00ffffff" + "0000" + "0000000000000010",
            "44010000",
            "44010101" + "11223344",
            "460003616263",
            "4f00044a504547",
            "4d00010000007b0000002d00045745425055"
                + "50"
                + "00ff00ff"
                + "00ffffff"
                + "0100"
                + "010001",
            "4d00010000007b0000002d00045745425055"
                + "43"
                + "00054e4f525448"
                + "00ffffff"
                + "0001"
                + "010101",
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
