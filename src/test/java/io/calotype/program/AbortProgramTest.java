package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that go away before they have their answer.
class AbortProgramTest {
  private static final int ABORTS = 600;
  private static final int SOME = 20;

  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void get_abortedAtOnce_leavesNoFileOpen(boolean reset) throws Exception {
    try (Program program = Program.start(data)) {
      program.put("large", Pictures.png(1500, 1200, 1));
      program.get("/api/media/large/content");
      long before = program.descriptors();

      for (int i = 0; i < ABORTS; i++) {
        abort(program, reset);
      }

      Await.until(() -> program.descriptors() <= before + SOME, "few open files");
      assertThat(program.get("/api/media/large/content").statusCode()).isEqualTo(200);
    }
  }

  /// With `SO_LINGER` of zero a close resets the connection.
  private static void abort(Program program, boolean reset) throws IOException {
    try (Socket socket = program.connect()) {
      socket.setSoLinger(reset, 0);
      socket
          .getOutputStream()
          .write(
              "GET /api/media/large/content HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
    }
  }
}
