package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Sha256;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A record that cannot be parsed beside one that can: requests that name both.
class DamagedRecordProgramTest {
  private static final byte[] PHOTO = Pictures.jpeg(64, 48, 1);

  @TempDir static Path data;
  private static Server program;

  @BeforeAll
  static void start() throws SQLException {
    try (Server before = InJvm.start(data)) {
      before.put("whole", PHOTO);
      before.put("damaged", PHOTO);
    }
    String catalog = "jdbc:sqlite:" + data.resolve("catalog.db");
    try (Connection connection = DriverManager.getConnection(catalog);
        Statement damage = connection.createStatement()) {
      damage.execute("UPDATE media SET attributes = 'none' WHERE id = 'damaged'");
    }
    String keys =
        "viewer:viewer:%s,editor:editor:%s,admin:admin:%s"
            .formatted(Sha256.ofText("viewer"), Sha256.ofText("editor"), Sha256.ofText("admin"));
    program = InJvm.start(data, Map.of("API_KEYS", keys, "SIGNING_KEYS", "a signing key"));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  @Test
  void sign_oneIdIsDamaged_signsTheOthers() {
    for (String caller : new String[] {"viewer", "editor", "admin"}) {
      HttpResponse<byte[]> answer =
          program.send(
              program
                  .request("/api/sign")
                  .headers("Authorization", "Bearer " + caller, "Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"ids\":[\"damaged\",\"whole\",\"absent\"]}")));

      assertThat(answer.statusCode()).as(caller).isEqualTo(200);
      assertThat(text(answer)).contains("\"whole\":\"").doesNotContain("damaged", "absent");
    }
  }

  @Test
  void put_damagedId_isTakenWithAndWithoutPreconditions() {
    assertThat(put("X-None", "1").statusCode()).isEqualTo(409);
    assertThat(put("If-None-Match", "*").statusCode()).isEqualTo(409);
    assertThat(put("If-None-Match", "\"other\"").statusCode()).isEqualTo(409);
    assertThat(put("If-Match", "*").statusCode()).isEqualTo(412);
  }

  private static HttpResponse<byte[]> put(String header, String value) {
    return program.send(
        program
            .request("/api/media/damaged")
            .headers("Authorization", "Bearer editor", header, value)
            .PUT(BodyPublishers.ofByteArray(PHOTO)));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
