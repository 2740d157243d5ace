package io.calotype.http.api;

import io.calotype.access.Action;
import io.calotype.access.Caller;
import io.calotype.access.Decision;
import io.calotype.access.Gate;
import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.exchange.MediaLookup;
import io.calotype.http.problem.Problems;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import io.calotype.maintenance.GroupRemoval;
import io.calotype.media.Group;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.store.MediaStore;
import io.calotype.telemetry.EventLog;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Deletes single media, lists of media, and groups.
public final class DeletionHandler {
  /// Attempts to remove a media that changes between look-up and removal.
  private static final int REMOVALS = 10;

  private static final int MAX_IDS = 1_000;
  private static final int MAX_BATCH_BYTES = 256 << 10;

  private final MediaStore store;
  private final GroupRemoval groups;
  private final MediaLookup lookup;
  private final RecordConditions conditions;

  public DeletionHandler(
      MediaStore store, GroupRemoval groups, MediaLookup lookup, RecordConditions conditions) {
    this.store = store;
    this.groups = groups;
    this.lookup = lookup;
    this.conditions = conditions;
  }

  public void delete(HttpExchange exchange, MediaId id) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      exchange.require(); // callers without the right do not learn whether the media exists
      boolean removed = removed(exchange, id);
      exchange.onLoop(() -> {
        if (removed) {
          exchange.end(204);
        } else {
          exchange.problem(Problems.preconditionFailed());
        }
      });
    });
  }

  /// Removes the media, or returns false if a precondition fails. A media that has changed between
  /// look-up and removal, for example by a deletion and an upload, is looked up again.
  ///
  /// Errors: `NotFound` if another caller removes it first; `Unavailable` after [#REMOVALS]
  /// attempts.
  private boolean removed(HttpExchange exchange, MediaId id) {
    for (int attempt = 0; attempt < REMOVALS; attempt++) {
      try {
        Media media = lookup.require(exchange, Action.DELETE, id);
        if (conditions.failed(exchange.conditions(), media)) {
          return false;
        }
        if (store.remove(media)) {
          return true;
        }
        lookup.refresh(id);
      } catch (MediaException e) {
        return removedDamaged(id, e);
      }
    }
    throw new MediaException(new Failure.Unavailable(Duration.ofSeconds(1)));
  }

  /// An unreadable record has no state to compare, and is removed by its id.
  private boolean removedDamaged(MediaId id, MediaException e) {
    if (!(e.failure() instanceof Failure.RecordDamaged)) {
      throw e;
    }
    if (!store.removeDamaged(id)) {
      throw new MediaException(new Failure.NotFound(id));
    }
    return true;
  }

  /// Deletes the media of a group that the caller may delete.
  public void deleteGroup(HttpExchange exchange) {
    exchange.offload(() -> {
      exchange.require();
      Group group = groupToDelete(exchange.parameters());
      Caller caller = exchange.caller();
      GroupRemoval.Removed removed =
          groups.remove(
              group,
              caller.reader(),
              media -> Gate.decide(caller, Action.DELETE, media) == Decision.ALLOWED);
      exchange.json(200, deleted(removed));
    });
  }

  private static byte[] deleted(GroupRemoval.Removed removed) {
    Map<String, Object> counts = new TreeMap<>();
    counts.put("deleted", removed.removed());
    if (removed.failed() > 0) {
      counts.put("failed", removed.failed());
    }
    return JsonOutput.bytes(out -> JsonOutput.value(out, counts));
  }

  private static Group groupToDelete(QueryParameters options) {
    options.require(Set.of("group"));
    Group group = ListRequest.group(options);
    if (group == null) {
      throw QueryParameters.bad("the option group is missing: it says what to delete");
    }
    return group;
  }

  /// Deletes the media of a list, each as by [#delete], and reports each id that is not deleted.
  public void deleteBatch(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        MAX_BATCH_BYTES,
        body -> {
          BatchDeletion batch = new BatchDeletion();
          ids(body.only("ids").texts("ids")).forEach(id -> delete(exchange, id, batch));
          exchange.json(200, batch.json());
        });
  }

  private static Set<MediaId> ids(List<String> texts) {
    if (texts.isEmpty() || texts.size() > MAX_IDS) {
      throw QueryParameters.bad("the member ids is not a list of 1 to " + MAX_IDS + " ids");
    }
    return texts.stream()
        .map(QueryParameters::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Deletes one media of a batch. A store that is unavailable fails the request if nothing was
  /// deleted, and otherwise all further ids without another attempt.
  private void delete(HttpExchange exchange, MediaId id, BatchDeletion batch) {
    if (batch.storeAway()) {
      batch.failed(id);
      return;
    }
    try {
      if (removed(exchange, id)) {
        batch.deleted();
      }
    } catch (MediaException e) {
      refused(id, e, batch);
    }
  }

  private static void refused(MediaId id, MediaException e, BatchDeletion batch) {
    switch (e.failure()) {
      case Failure.NotFound _ -> batch.missing(id);
      case Failure.Forbidden() -> batch.refused(id);
      case Failure.Unavailable _ -> {
        if (batch.empty()) {
          throw e;
        }
        batch.storeLost();
        batch.failed(id);
      }
      default -> {
        EventLog.warn(
            "batch-delete.failed", "id", id, "reason", e.failure().getClass().getSimpleName());
        batch.failed(id);
      }
    }
  }
}
