package io.calotype.http;

import io.calotype.access.Action;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.MediaId;
import io.calotype.upkeep.Findings;
import io.calotype.upkeep.Orphans;
import io.calotype.upkeep.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Upkeep by command: `/api/admin/upkeep`, `/api/admin/orphans` and `/api/admin/verify`.
final class UpkeepHandler {
  private static final int MAX_IDS = 200;
  private static final int MAX_VERIFYING = 4;
  private static final Failure BUSY = new Failure.Overloaded(Duration.ofSeconds(5));

  private final Upkeep upkeep;
  private final Semaphore verifying = new Semaphore(MAX_VERIFYING);

  UpkeepHandler(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  /// Does all chores, and says what they have removed. A body is not looked at.
  void run(Exchange exchange) {
    Options.require(exchange.parameters(), Set.of());
    exchange.identified(() -> {
      exchange.require(Action.ADMINISTER);
      exchange.offload(() -> LongAnswer.give(exchange, () -> UpkeepJson.done(upkeep.now())));
    });
  }

  /// Finds orphans in both directions.
  void findOrphans(Exchange exchange) {
    Options.require(exchange.parameters(), Set.of());
    exchange.offload(() -> {
      exchange.require(Action.ADMINISTER);
      LongAnswer.give(exchange, () -> orphans(false));
    });
  }

  /// Removes them, where the body says `"delete":true`.
  void orphans(Exchange exchange) {
    JsonBody.receive(
        exchange,
        Action.ADMINISTER,
        body -> {
          boolean delete = body.only("delete").flag("delete");
          LongAnswer.give(exchange, () -> orphans(delete));
        });
  }

  private byte[] orphans(boolean delete) {
    Orphans.Found found = upkeep.orphans(!delete);
    Findings lost = upkeep.lost(!delete);
    return UpkeepJson.orphans(found, lost, upkeep.damagedRecords(), delete);
  }

  /// Verifies the media that the body names in `ids`, and repairs unless it says `"dryRun":true`:
  /// for a few callers at once.
  void verify(Exchange exchange) {
    JsonBody.receive(
        exchange,
        Action.ADMINISTER,
        body -> {
          List<MediaId> ids = ids(body.only("ids", "dryRun"));
          boolean dry = body.flag("dryRun");
          if (!verifying.tryAcquire()) {
            throw new MediaException(BUSY);
          }
          try {
            LongAnswer.give(exchange, () -> verified(ids, dry));
          } finally {
            verifying.release();
          }
        });
  }

  private byte[] verified(List<MediaId> ids, boolean dry) {
    return UpkeepJson.verified(ids, upkeep.verify(ids, dry));
  }

  private static List<MediaId> ids(JsonBody body) {
    List<String> ids = body.texts("ids");
    if (ids.isEmpty() || ids.size() > MAX_IDS) {
      throw Options.bad("the member ids has to be a list of 1 to " + MAX_IDS + " ids");
    }
    return ids.stream().map(Options::id).toList();
  }
}
