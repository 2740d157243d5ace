package io.calotype.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.access.Signatures;
import io.calotype.access.SignedUrl;
import io.calotype.media.Sha256;
import io.calotype.redis.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No secret is in the log, for any request and at any level.
class SecretsProgramTest {
  /// Is in everything here that is secret.
  private static final String SECRET = "s3cr3tS3cr3t";

  private static final String KEY = "calotype_" + SECRET;
  private static final String SIGNING = "signing " + SECRET + " of some length";
  private static final String TOKENS = "tokens " + SECRET + " 0123456789abcdef0123456789";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "API_KEYS",
          "me:admin:" + Sha256.ofText(KEY),
          "SIGNING_KEYS",
          SIGNING,
          "JWT_SECRET",
          TOKENS,
          "LOG_LEVEL",
          "debug",
          "LOG_FORMAT",
          "json");

  @TempDir Path folder;

  @Test
  void requests_withSecrets_leaveNoneInTheLog() throws IOException {
    String signed =
        new Signatures(List.of(SIGNING))
            .sign(SignedUrl.of("/images/a/small", List.of()), Instant.now().plusSeconds(60));
    List<String> log;
    try (Program program = Program.start(folder.resolve("data"), SETTINGS)) {
      program.send(
          program
              .request("/api/media/a?visibility=private&attr.token=" + SECRET)
              .header("Authorization", "Bearer " + KEY)
              .PUT(BodyPublishers.ofByteArray(Pictures.jpeg(300, 200, 1))));
      for (String path : paths(signed)) {
        for (String credentials : credentials()) {
          raw(program, path, credentials);
        }
      }
      raw(program, "/api/media\u0001" + SECRET, "Bearer\u0001" + SECRET);
      program.get("/health/live");
      log = program.log();
    }

    String all = String.join("\n", log);
    assertThat(all).contains("token.refused", "stored", "hit");
    assertThat(all)
        .doesNotContain(SECRET, signed.replaceFirst(".*sig=", ""), "sig=", "access_token")
        .doesNotContain(base64(SECRET), base64("{\"sub\":\"" + SECRET).substring(0, 16), "Basic ");
  }

  private static List<String> paths(String signed) {
    return List.of(
        signed,
        signed.replace("small", "large"),
        signed + "x",
        "/images/a?w=200&sig=" + SECRET,
        "/images/a?w=" + SECRET,
        "/images/a?%zz=" + SECRET,
        "/api/media/a?key=" + SECRET,
        "/api/admin/explain?url=" + signed.replace("?", "%3F").replace("&", "%26"),
        "/nothing?access_token=" + SECRET);
  }

  private static List<String> credentials() {
    return List.of(
        "Bearer " + KEY,
        "Bearer " + SECRET,
        "Bearer " + token("{\"alg\":\"HS256\"}", "{\"sub\":\"" + SECRET + "\"}"),
        "Bearer " + token("{\"alg\":\"none\"}", "{\"sub\":\"" + SECRET + "\"}"),
        "Bearer " + token("{\"alg\":\"" + SECRET + "\"}", SECRET),
        "Bearer " + token(SECRET, SECRET),
        "Bearer " + SECRET + "." + SECRET + "." + SECRET,
        "Basic " + base64("me:" + SECRET));
  }

  @Test
  void passwordOfRedis_refused_isNotSaid() throws IOException {
    Path files = Files.createDirectory(folder.resolve("redis"));
    try (RedisServer redis = RedisServer.start(files, "--requirepass", "another")) {
      String uri = redis.uri().replace("redis://", "redis://:" + SECRET + "@");

      assertThatThrownBy(() ->
              Program.start(
                  folder.resolve("data"),
                  Map.of("CATALOG", "redis", "REDIS_URL", uri, "LOG_LEVEL", "debug")))
          .hasStackTraceContaining("Redis refuses the connection")
          .satisfies(refused -> assertThat(trace(refused)).doesNotContain(SECRET));
    }
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /// Sends what an HTTP client would not, and waits for the end of the answer.
  private static void raw(Program program, String target, String credentials) throws IOException {
    try (Socket socket = program.connect()) {
      socket.setSoTimeout(20_000);
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: %s\r\n\r\n"
              .formatted(target, credentials);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getInputStream().readAllBytes();
    }
  }

  private static String token(String header, String claims) {
    return base64(header) + "." + base64(claims) + "." + base64(SECRET);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
