package io.calotype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import io.calotype.media.ListOrder;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CalotypeClientTest {
  private static final Duration SOON = Duration.ofMillis(500);

  private final Standing standing = new Standing();
  private final CalotypeClient client = new CalotypeClient(standing.url(), "secret");

  @AfterEach
  void close() {
    standing.close();
  }

  @Test
  void stats_always_areThoseOfTheServer() {
    standing.then(200, "", "{\"media\": {\"count\": 3}}");

    assertThat(client.stats(StatsScope.NODE).at("media").at("count").count()).isEqualTo(3);
    assertThat(standing.requests()).containsExactly("GET /api/stats Bearer secret ");
  }

  @Test
  void clear_always_sendsTheOrder() {
    standing.then(200, "", "{\"removed\": 2, \"bytes\": 10}");
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("olderThan", Duration.ofHours(24));
    order.put("dryRun", true);

    assertThat(client.clear(JsonValue.object(order)).at("removed").count()).isEqualTo(2);
    assertThat(standing.requests())
        .containsExactly(
            "POST /api/cache/clear Bearer secret {\"olderThan\":\"PT24H\",\"dryRun\":true}");
  }

  @Test
  void refusal_always_isOneLineOfTheProblem() {
    standing.then(403, "", "{\"title\": \"Forbidden\", \"detail\": \"This needs\\n admin.\"}");

    assertThatThrownBy(() -> client.stats(StatsScope.NODE))
        .isInstanceOf(RefusedException.class)
        .hasMessage("403 Forbidden: This needs? admin.");
  }

  @Test
  void answer_ofAnotherProgram_isSaidToBeOne() {
    standing.then(200, "", "<html>").then(502, "", "<html>Bad gateway");

    assertThatThrownBy(() -> client.stats(StatsScope.NODE))
        .hasMessage("200 (not an answer of Calotype)");
    assertThatThrownBy(() -> client.stats(StatsScope.NODE))
        .hasMessage("502 (not an answer of Calotype)");
  }

  @Test
  void find_whileTheServerIsBusy_asksAgain() {
    standing.then(503, "0", "").then(429, "0", "").then(404, "", "");

    assertThat(client.find(new MediaId("a"))).isEmpty();
    assertThat(standing.requests()).hasSize(3);
  }

  @Test
  void server_gone_isSaidWithoutTheKey() {
    standing.close();

    assertThatThrownBy(() -> client.stats(StatsScope.NODE))
        .isInstanceOf(UnreachableException.class)
        .hasMessage("the server at " + standing.url() + " cannot be reached");
  }

  @Test
  void answer_thatBeginsAndGoesOnForLong_isAwaited() {
    CalotypeClient hasty = new CalotypeClient(standing.url(), "secret", SOON);
    standing.then(200, "", "{\"chores\": []}").pausing(SOON.multipliedBy(2));

    assertThat(hasty.upkeep().at("chores").items()).isEmpty();
  }

  @Test
  void answer_thatDoesNotBegin_isGivenUp() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + mute.getLocalPort();
      CalotypeClient hasty = new CalotypeClient(url, "secret", Duration.ofMillis(50));

      assertThatThrownBy(hasty::usage).isInstanceOf(UnreachableException.class);
      assertThatThrownBy(() -> hasty.orphans(false, false))
          .isInstanceOf(UnreachableException.class);
      assertThatThrownBy(hasty::upkeep).isInstanceOf(UnreachableException.class);
    }
  }

  @Test
  void count_ofAListing_isThatOfAllPages() {
    standing
        .then(200, "", "{\"items\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"next\": \"c\"}")
        .then(200, "", "{\"items\": [{\"id\": \"c\"}], \"next\": null}");

    assertThat(MediaListing.all(new Group("cats")).count(client)).isEqualTo(3);
    assertThat(standing.requests()).first().asString().contains("limit=200&group=cats ");
  }

  @Test
  void listing_longerThanAPage_followsTheCursor() {
    standing
        .then(200, "", "{\"items\": [{\"id\": \"a\"}, {\"id\": \"b\"}], \"next\": \"c+/\"}")
        .then(200, "", "{\"items\": [{\"id\": \"c\"}], \"next\": null}");
    List<String> ids = new ArrayList<>();

    new MediaListing(null, null, ListOrder.NEWEST, 3)
        .read(
            client,
            page -> {
              page.forEach(media -> ids.add(media.at("id").text()));
              return true;
            });

    assertThat(ids).containsExactly("a", "b", "c");
    assertThat(standing.requests())
        .containsExactly(
            "GET /api/media?limit=3 Bearer secret ",
            "GET /api/media?limit=1&cursor=c%2B%2F Bearer secret ");
  }
}
