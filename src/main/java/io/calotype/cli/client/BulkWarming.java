package io.calotype.cli.client;

import io.calotype.cli.text.StepCount;
import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Has a server render renditions before clients request them, for all media or one group. Reads
/// the list of media page by page and sends 20 ids with each request.
///
/// The server skips renditions that exist. An interrupted run can be repeated: it renders the
/// missing ones only.
public final class BulkWarming {
  private static final int BATCH = 20;

  private final CalotypeClient client;
  private final Options options;
  private final StepCount steps;
  private final WarmReport warmed = new WarmReport();
  private final AtomicReference<@Nullable RuntimeException> stop = new AtomicReference<>();

  /// The renditions to render.
  ///
  /// @param presets names of presets
  /// @param formats names of formats; empty selects the formats that an upload renders
  /// @param group limits the run to one group; null selects all media
  /// @param parallel number of concurrent requests
  public record Options(
      List<String> presets, List<String> formats, @Nullable Group group, int parallel) {}

  /// @param steps advanced by the number of completed media
  public BulkWarming(CalotypeClient client, Options options, StepCount steps) {
    this.client = client;
    this.options = options;
    this.steps = steps;
  }

  /// Runs until all media are done. A failure of one rendition is part of the report. A failure
  /// that affects all of them ends the run.
  public WarmReport run() {
    try {
      MediaListing.all(options.group()).read(client, this::page);
    } catch (RefusedException | UnreachableException gone) {
      stop.compareAndSet(null, gone);
    }
    warmed.end(stop.get());
    return warmed;
  }

  /// Returns false if the run has failed.
  private boolean page(List<JsonValue> page) {
    Queue<List<String>> batches = new ConcurrentLinkedQueue<>();
    List<String> ids = page.stream().map(media -> media.at("id").text()).toList();
    for (int at = 0; at < ids.size(); at += BATCH) {
      batches.add(ids.subList(at, Math.min(ids.size(), at + BATCH)));
    }
    Callable<Boolean> worker = () -> work(batches);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> ended :
          threads.invokeAll(Stream.generate(() -> worker).limit(options.parallel()).toList())) {
        ended.get();
      }
    } catch (InterruptedException | ExecutionException bug) {
      throw new IllegalStateException(bug);
    }
    return stop.get() == null;
  }

  private boolean work(Queue<List<String>> batches) {
    try {
      for (List<String> ids = batches.poll();
          ids != null && stop.get() == null;
          ids = batches.poll()) {
        warm(ids);
      }
      return true;
    } catch (RefusedException | UnreachableException gone) {
      stop.compareAndSet(null, gone);
      return false;
    }
  }

  /// Repeats the request until all of `ids` are done: the server ends each call after about 2
  /// seconds.
  private void warm(List<String> ids) {
    List<String> left = new ArrayList<>(ids);
    long skip = 0;
    while (!left.isEmpty() && stop.get() == null) {
      JsonValue answer = client.warm(order(left, skip));
      int done = Math.clamp(answer.at("media").count(), 0, left.size());
      long next = answer.at("skip").count();
      if (done == 0 && next <= skip) {
        throw new RefusedException(200, "200 The server has made nothing, and does not say why");
      }
      warmed.add(answer);
      steps.advance(done);
      left.subList(0, done).clear();
      skip = next;
    }
  }

  private JsonValue order(List<String> ids, long skip) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("ids", ids);
    order.put("presets", options.presets());
    order.put("formats", options.formats());
    order.put("skip", skip);
    return JsonValue.object(order);
  }
}
