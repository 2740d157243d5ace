package io.calotype.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.Await;
import io.calotype.json.JsonValue;
import io.calotype.media.Sha256;
import io.calotype.redis.TcpProxy;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A resumable upload over a bad line, to a server that is killed in its middle.
class ResumableProgramTest {
  private static final int CUTS = 20;

  @TempDir Path data;

  private final HttpClient client = HttpClient.newHttpClient();

  /// A picture with random bytes behind its end, which decoders ignore.
  private static byte[] large(int length) {
    byte[] picture = Pictures.jpeg(700, 500, 1);
    byte[] bytes = Arrays.copyOf(picture, length);
    byte[] rest = new byte[bytes.length - picture.length];
    new Random(1).nextBytes(rest);
    System.arraycopy(rest, 0, bytes, picture.length, rest.length);
    return bytes;
  }

  @Test
  void upload_cutTwentyTimesAndKilledTwice_arrivesWhole() throws Exception {
    byte[] bytes = large(6 << 20);
    Program program = Program.start(data, Map.of());
    try (TcpProxy line = TcpProxy.to(program.port())) {
      String base = "http://127.0.0.1:" + line.port();
      String path =
          send(request(base + "/api/uploads", "Upload-Length", "" + bytes.length)
                  .POST(BodyPublishers.noBody()))
              .headers()
              .firstValue("Location")
              .orElseThrow();
      int told = 0;
      for (int cut = 1; cut <= CUTS; cut++) {
        int offset = offset(base + path);
        assertThat(offset).isGreaterThanOrEqualTo(told);
        told = offset;
        Program running = program;
        boolean kills = cut == CUTS / 3 || cut == 2 * CUTS / 3;
        Runnable fault = kills ? running::kill : line::refuse;
        assertThat(patch(base + path, bytes, offset, bytes.length / (CUTS + 2), fault)).isEmpty();
        if (kills) {
          running.close();
          program = Program.start(data, Map.of());
          line.target(program.port());
        }
        line.restore();
      }
      int offset = offset(base + path);
      assertThat(offset).isPositive();
      HttpResponse<byte[]> whole =
          patch(base + path, bytes, offset, bytes.length, () -> {}).orElseThrow();

      String media = whole.headers().firstValue("Media-Location").orElseThrow();
      JsonValue record = JsonValue.read(program.get(media).body()).orElseThrow();
      assertThat(record.at("sha256").text())
          .isEqualTo(Sha256.of(Sha256.digester().digest(bytes)).hex());
      assertThat(program.get(media + "/content").body()).isEqualTo(bytes);
      assertThat(program.metric("calotype_resumable_unfinished")).isZero();
    } finally {
      program.close();
    }
  }

  @Test
  void command_killedAndRepeated_toAServerThatIsKilled_arrivesWhole(@TempDir Path desk)
      throws Exception {
    byte[] bytes = large(24 << 20);
    Path file = Files.write(desk.resolve("large.jpg"), bytes);
    AtomicReference<Program> program = new AtomicReference<>(Program.start(data, Map.of()));
    try (TcpProxy line = TcpProxy.to(program.get().port())) {
      Typed typed =
          Typed.at(program.get(), desk, "")
              .with(Map.of("CALOTYPE_URL", "http://127.0.0.1:" + line.port()));
      line.after(12 << 20, line::hold);
      Process first = typed.start("upload", file.toString());
      Await.until(() -> !line.armed() || !first.isAlive());
      first.destroyForcibly().waitFor();
      assertThat(desk.resolve("state/calotype/uploads")).isNotEmptyDirectory();
      line.cut();
      line.restore();
      line.after(
          4 << 20,
          () -> {
            program.get().kill();
            program.get().close();
            program.set(Program.start(data, Map.of()));
            line.target(program.get().port());
          });

      Typed.Ended second = typed.run("upload", file.toString());

      assertThat(second.err()).isEmpty();
      String id = second.out().substring(0, second.out().indexOf(' '));
      assertThat(second.out()).contains("1 uploaded, 0 there already, 0 failed");
      assertThat(program.get().get("/api/media/" + id + "/content").body()).isEqualTo(bytes);
      assertThat(program.get().metric("calotype_resumable_begun_total")).isZero();
      assertThat(program.get().metric("calotype_resumable_resumed_total")).isPositive();
      assertThat(desk.resolve("state/calotype/uploads")).isEmptyDirectory();
    } finally {
      program.get().close();
    }
  }

  private static HttpRequest.Builder request(String url, String... headers) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Tus-Resumable", "1.0.0")
        .headers(headers);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private int offset(String url) throws IOException, InterruptedException {
    HttpResponse<byte[]> state = send(request(url, "X-Request-ID", "1").HEAD());
    assertThat(state.statusCode()).isEqualTo(200);
    return Integer.parseInt(state.headers().firstValue("Upload-Offset").orElseThrow());
  }

  /// Sends the rest of `bytes`. Causes `fault` after `count` bytes.
  private Optional<HttpResponse<byte[]>> patch(
      String url, byte[] bytes, int offset, int count, Runnable fault) throws Exception {
    HttpRequest.Builder request =
        request(
                url,
                "Upload-Offset",
                "" + offset,
                "Content-Type",
                "application/offset+octet-stream")
            .method(
                "PATCH",
                BodyPublishers.ofInputStream(() ->
                    new Failing(
                        new ByteArrayInputStream(bytes, offset, bytes.length - offset),
                        count,
                        fault)));
    try {
      return Optional.of(send(request));
    } catch (IOException cut) {
      return Optional.empty();
    }
  }

  /// Bytes that cause a fault after some of them, and then end with an error.
  private static final class Failing extends FilterInputStream {
    private static final int PIECE = 16 << 10;

    private final Runnable fault;
    private int left;

    Failing(InputStream bytes, int count, Runnable fault) {
      super(bytes);
      this.left = count;
      this.fault = fault;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        fault.run();
        throw new IOException("the line is cut");
      }
      int read = super.read(target, offset, Math.min(length, PIECE));
      left -= Math.max(0, read);
      return read;
    }
  }
}
