package io.calotype.catalog;

import io.calotype.catalog.redis.RedisCatalog;
import io.calotype.catalog.sqlite.SqliteFixture;
import io.calotype.media.Facts;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.MediaType;
import io.calotype.media.Owner;
import io.calotype.media.Picture;
import io.calotype.media.Placeholder;
import io.calotype.media.Sha256;
import io.calotype.media.TestOriginals;
import io.calotype.media.Visibility;
import io.calotype.media.geometry.Dimensions;
import io.calotype.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Fills a catalog with records as an image generator's would be, one a second up to now: a quarter
/// of them private, a tenth with an end, in groups of [#GROUP], by [#OWNERS] editors.
///
/// Arguments: the file of a new SQLite catalog, or `redis://…`; how many. `bench/records.py` runs
/// it and knows its ids: the text of a UUID of the creation time and the number.
public final class CatalogFill {
  private static final int GROUP = 1_000;
  private static final int OWNERS = 20;
  private static final int WRITERS = 64;
  private static final Clock CLOCK = Clock.systemUTC();

  private final Instant first;

  private CatalogFill(Instant first) {
    this.first = first;
  }

  /// Prints the creation time of the first record as `first=<milliseconds since 1970>`.
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    Instant first = Instant.ofEpochMilli(CLOCK.instant().minusSeconds(count).toEpochMilli());
    try (Catalog catalog = open(arguments[0])) {
      new CatalogFill(first).fill(catalog, count, arguments[0].contains("://") ? WRITERS : 1);
    }
    System.out.println("first=" + first.toEpochMilli());
  }

  private static Catalog open(String where) throws IOException {
    return where.contains("://")
        ? RedisCatalog.open(where, CLOCK, new Telemetry())
        : SqliteFixture.open(Path.of(where));
  }

  private void fill(Catalog catalog, int count, int writers) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger added = new AtomicInteger();
    Runnable writer =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            if (catalog.add(media(i))) {
              added.incrementAndGet();
            }
          }
        };
    for (Thread thread :
        IntStream.range(0, writers).mapToObj(i -> Thread.startVirtualThread(writer)).toList()) {
      thread.join();
    }
    if (added.get() != count) {
      throw new IllegalStateException(added + " of " + count + " were added");
    }
  }

  private Media media(int number) {
    Instant created = first.plusSeconds(number);
    Sha256 digest = Sha256.ofText("picture " + number);
    return new Media(
        id(created, number),
        TestOriginals.of(MediaType.PNG, 1_500_000 + number % 500_000, digest),
        null,
        new Picture(
            new Dimensions(1024, 1024),
            true,
            Facts.PLAIN,
            new Placeholder(digest.hex().substring(0, 32), "#" + digest.hex().substring(0, 6))),
        labels(number),
        Lifetime.from(created, number % 10 == 0 ? Duration.ofDays(365) : null),
        Owner.ofKey("editor" + number % OWNERS));
  }

  private static MediaId id(Instant created, int number) {
    long millis = created.toEpochMilli();
    return new MediaId(
        "%08x-%04x-7000-8000-%012x".formatted(millis >> 16, millis & 0xffff, number));
  }

  private static Labels labels(int number) {
    return new Labels(
        new Group("g" + number / GROUP),
        number / 4 % 4 == 0 ? Visibility.PRIVATE : Visibility.PUBLIC,
        Map.of(
            "title", "Picture number " + number,
            "style", "ink",
            "prompt", "a fox that reads a book under a lamp, seed " + number),
        null);
  }
}
