package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.access.Signatures;
import io.calotype.access.TestTokens;
import io.calotype.media.Sha256;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A program with keys, tokens and signatures, and with media that are public and private.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AccessProgram {
  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final String SIGNING = "a signing key of some length";

  static final Signatures SIGNATURES = new Signatures(List.of(SIGNING));

  static final byte[] OPEN = Pictures.jpeg(640, 480, 1);
  static final byte[] HIDDEN = Pictures.jpeg(640, 480, 2);

  @SuppressWarnings("NullAway.Init")
  Server program;

  @BeforeAll
  void start(@TempDir Path data) {
    try (Server before = program(data, keys("ann:editor", "revoked:admin"))) {
      upload(before, "/api/media/open?visibility=public&group=g", OPEN, "ann");
      upload(before, "/api/media/secret?group=g", HIDDEN, "ann");
      upload(before, "/api/media/kept?attr.title=secret", HIDDEN, "ann");
      assertThat(send(before, "GET", "/images/secret", "revoked").statusCode()).isEqualTo(200);
    }
    program =
        program(
            data,
            keys("ann:editor", "other:editor", "viewer:viewer", "admin:admin", "metrics:metrics"));
  }

  @AfterAll
  void stop() {
    program.close();
  }

  static Server program(Path data, String keys) {
    return InJvm.start(
        data,
        Map.of(
            "API_KEYS",
            keys,
            "JWT_SECRET",
            SECRET,
            "SIGNING_KEYS",
            SIGNING + ",an older key",
            "DEFAULT_VISIBILITY",
            "private",
            "PREGENERATE",
            ""));
  }

  /// The entries of keys `<name>-key` for `name:role`.
  static String keys(String... holders) {
    return Stream.of(holders)
        .map(holder ->
            holder + ":" + Sha256.ofText(holder.substring(0, holder.indexOf(':')) + "-key"))
        .collect(Collectors.joining(",\n"));
  }

  static void upload(Server program, String path, byte[] bytes, String caller) {
    HttpRequest.Builder request = program.request(path).PUT(BodyPublishers.ofByteArray(bytes));
    authorize(request, caller);
    assertThat(program.send(request).statusCode()).isEqualTo(201);
  }

  static HttpResponse<byte[]> send(
      Server program, String method, String path, String caller, String... headers) {
    HttpRequest.Builder request = program.request(path).method(method, body(method, path));
    authorize(request, caller);
    if (method.equals("POST") && path.matches("/api/(cache|admin|sign).*")) {
      request.header("Content-Type", "application/json");
    }
    return program.send(headers.length == 0 ? request : request.headers(headers));
  }

  static HttpRequest.BodyPublisher body(String method, String path) {
    boolean upload = method.equals("PUT") || (method.equals("POST") && path.equals("/api/media"));
    byte[] bytes = path.endsWith("secret") ? HIDDEN : OPEN;
    return upload ? BodyPublishers.ofByteArray(bytes) : BodyPublishers.noBody();
  }

  static void authorize(HttpRequest.Builder request, String caller) {
    String bearer =
        switch (caller) {
          case "none", "opened" -> null;
          case "signed" -> "other-key";
          case "wrong" -> "calotype_nobodys";
          case "expired" -> token(Instant.now().minusSeconds(60));
          case "token" -> token(Instant.now().plusSeconds(600));
          default -> caller + "-key";
        };
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
  }

  static String token(Instant expires) {
    return TestTokens.signed(SECRET, "ann", "editor", expires);
  }

  static String link(String json, String name) {
    Matcher link = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
    assertThat(link.find()).as(name).isTrue();
    return link.group(1);
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
