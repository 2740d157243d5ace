package io.calotype.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each adapter sends what the public documentation of its provider describes.
class PurgeApiTest {
  private static final List<String> TAGS = List.of("m-a", "g-b");

  private final RecordingServer server = new RecordingServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void varnish_tags_areAPurgeWithXkeys() throws Exception {
    RecordingServer.Received request = sent(new VarnishApi(server.url()));

    assertThat(request.line()).isEqualTo("PURGE /");
    assertThat(request.header("xkey-purge")).isEqualTo("m-a g-b");
    assertThat(request.body()).isEmpty();
  }

  @Test
  void fastly_tags_areSurrogateKeysOfTheService() throws Exception {
    RecordingServer.Received request = sent(new FastlyApi(server.url(), "svc1", "secret"));

    assertThat(request.line()).isEqualTo("POST /service/svc1/purge");
    assertThat(request.header("Fastly-Key")).isEqualTo("secret");
    assertThat(request.header("Accept")).isEqualTo("application/json");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.body()).isEqualTo("{\"surrogate_keys\":[\"m-a\",\"g-b\"]}");
  }

  @Test
  void cloudflare_tags_areTagsOfTheZone() throws Exception {
    RecordingServer.Received request = sent(new CloudflareApi(server.url(), "zone1", "secret"));

    assertThat(request.line()).isEqualTo("POST /client/v4/zones/zone1/purge_cache");
    assertThat(request.header("Authorization")).isEqualTo("Bearer secret");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.body()).isEqualTo("{\"tags\":[\"m-a\",\"g-b\"]}");
  }

  @Test
  void bunny_tags_areOneRequestEach() throws Exception {
    RecordingServer.Received request = sent(new BunnyApi(server.url(), "77", "secret"));

    assertThat(request.line()).isEqualTo("POST /pullzone/77/purgeCache");
    assertThat(request.header("AccessKey")).isEqualTo("secret");
    assertThat(server.bodies()).containsExactly("{\"CacheTag\":\"m-a\"}", "{\"CacheTag\":\"g-b\"}");
  }

  @Test
  void webhook_tags_areAPostToItsOwnPath() throws Exception {
    RecordingServer.Received request =
        sent(new WebhookApi(server.url().resolve("/hooks/purge?k=1")));

    assertThat(request.line()).isEqualTo("POST /hooks/purge?k=1");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.body()).isEqualTo("{\"tags\":[\"m-a\",\"g-b\"]}");
  }

  @Test
  void send_moreTagsThanARequestTakes_isSplit() throws Exception {
    List<String> tags = IntStream.range(0, 61).mapToObj(i -> "m-" + i).toList();

    sender(new CloudflareApi(server.url(), "z", "t")).send(tags);

    assertThat(server.received()).hasSize(3);
    assertThat(server.received().getLast().body()).isEqualTo("{\"tags\":[\"m-60\"]}");
  }

  @Test
  void target_printed_hidesItsSecret() {
    assertThat(
            List.of(
                    new PurgeTarget.Fastly("s", "hush"),
                    new PurgeTarget.Cloudflare("z", "hush"),
                    new PurgeTarget.Bunny("p", "hush"))
                .toString())
        .doesNotContain("hush");
  }

  private RecordingServer.Received sent(PurgeApi api) throws InterruptedException {
    sender(api).send(TAGS);
    return server.received().getFirst();
  }

  private static PurgeSender sender(PurgeApi api) {
    PurgeSender.Budget once = new PurgeSender.Budget(Duration.ZERO, Duration.ZERO, 1);
    return new PurgeSender("test", api, once, new CdnMeters(new Telemetry(), "test"));
  }
}
