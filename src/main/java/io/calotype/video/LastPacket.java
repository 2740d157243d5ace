package io.calotype.video;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/// Finds the end of the last packet in ffprobe's list of packets, in constant memory.
///
/// A line is `<stream>,<presentation time>,<decoding time>,<duration>`, in seconds; an unknown
/// number is `N/A`. Packets are listed in decoding order: the last one displayed may precede
/// others.
final class LastPacket extends OutputStream {
  private static final int MAX_LINE = 200;
  private static final double MAX_SECONDS = 1e9;

  private final Set<Integer> tracks;
  private final StringBuilder line = new StringBuilder();
  private double end;

  /// Creates a reader for the packets of `tracks` that ignores other tracks.
  LastPacket(Set<Integer> tracks) {
    this.tracks = tracks;
  }

  @Override
  public void write(int b) {
    if (b == '\n') {
      packet(line.toString());
      line.setLength(0);
    } else if (line.length() < MAX_LINE) {
      line.append((char) (b & 0x7f));
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, StandardCharsets.US_ASCII);
    text.chars().forEach(this::write);
  }

  private void packet(String text) {
    String[] parts = text.strip().split(",", -1);
    if (parts.length >= 4 && tracks.contains(ProbeNumbers.count(parts[0]))) {
      double shown =
          Math.max(ProbeNumbers.amount(parts[1]), ProbeNumbers.amount(parts[2]))
              + ProbeNumbers.amount(parts[3]);
      end = shown < MAX_SECONDS ? Math.max(end, shown) : end;
    }
  }

  /// Presentation time at which the last packet ends; zero if no packet has a time.
  Duration end() {
    return Duration.ofMillis(Math.round(end * 1000));
  }
}
