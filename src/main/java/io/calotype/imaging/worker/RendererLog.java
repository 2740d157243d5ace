package io.calotype.imaging.worker;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What a renderer writes on its standard error: into the log, at most so much of it.
final class RendererLog {
  private static final int PIECE = 4096;
  private static final int MAX_PIECES = 64;

  private RendererLog() {}

  /// Reads it to its end on a platform thread, so that the renderer never waits for this program. A
  /// virtual thread would keep its carrier for as long as the renderer lives.
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
