package io.calotype.imaging.worker;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Copies the standard error of a renderer to the log, at most 64 pieces of up to 4 KiB for each
/// process.
final class RendererLog {
  private static final int PIECE = 4096;
  private static final int MAX_PIECES = 64;

  private RendererLog() {}

  /// Reads standard error to its end on a platform thread, so that the renderer never blocks on a
  /// full pipe. A virtual thread would occupy its carrier for the life of the renderer.
  static void drain(Process process) {
    Thread.ofPlatform().daemon().name("renderer-log").start(() -> read(process));
  }

  private static void read(Process process) {
    byte[] piece = new byte[PIECE];
    try (InputStream in = process.getErrorStream()) {
      int pieces = 0;
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (pieces++ < MAX_PIECES) {
          log(process, new String(piece, 0, length, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException ended) {
      EventLog.debug("renderer.log-ended", "pid", process.pid());
    }
  }

  private static void log(Process process, String text) {
    EventLog.warn("renderer.says", "pid", process.pid(), "text", text.strip());
  }
}
