package io.calotype.catalog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.redis.RedisServer;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The number of scripts, and so of round trips, that a call of the catalog takes on one server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisRoundTripsTest {
  private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

  private RedisServer server;
  private RedisCatalog catalog;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = RedisServer.start(folder);
    catalog = RedisCatalog.open(server.uri(), Clock.systemUTC(), new Telemetry());
    Media known = Samples.picture("known", 0, null); // Redis learns each script
    catalog.add(known);
    catalog.find(known.id());
    catalog.replace(known, Samples.remastered(known));
    catalog.removeUnchanged(known);
    catalog.remove(known);
  }

  @AfterAll
  void stop() {
    catalog.close();
    server.close();
  }

  @Test
  void call_withoutOtherPrograms_takesFewRoundTrips() {
    Media media = Samples.picture("a", 0, Samples.CATS);
    Media anew = Samples.remastered(media);

    assertThat(scripts(() -> catalog.add(media))).isEqualTo(1);
    assertThat(scripts(() -> catalog.find(media.id()))).isEqualTo(1);
    assertThat(scripts(() -> catalog.find(new MediaId("absent")))).isEqualTo(1);
    assertThat(scripts(() -> catalog.taken(new MediaId("absent")))).isEqualTo(1);
    assertThat(scripts(() -> catalog.replace(media, anew))).isEqualTo(2);
    assertThat(scripts(() -> catalog.removeUnchanged(anew))).isEqualTo(1);
    assertThat(catalog.add(media)).isTrue();
    assertThat(scripts(() -> catalog.remove(media))).isEqualTo(2);
    assertThat(catalog.find(media.id())).isEmpty();
  }

  /// Members of other programs are part of the text that is compared.
  @Test
  void removeUnchanged_recordWithMembersOfOthers_isLeftToARemovalThatReads() {
    Media media = Samples.picture("theirs", 0, null);
    catalog.add(media);
    String record = String.valueOf(server.commands().get("image:theirs"));
    server.commands().set("image:theirs", "{\"theirs\":1," + record.substring(1));

    assertThat(catalog.removeUnchanged(media)).isFalse();
    assertThat(catalog.find(media.id())).contains(media);
    assertThat(catalog.remove(media)).isTrue();
  }

  private long scripts(Runnable call) {
    long before = scripts();
    call.run();
    return scripts() - before;
  }

  private long scripts() {
    Matcher found = SCRIPTS.matcher(server.commands().info("commandstats"));
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1));
  }
}
