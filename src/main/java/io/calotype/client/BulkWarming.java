package io.calotype.client;

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

/// Has a server make renditions before anybody asks for them: of all media, or of a group, a page
/// of the list after the other, some media with each call.
///
/// What is there already is looked at and left alone, so a run that was stopped at any moment is
/// run again, and makes what is missing.
public final class BulkWarming {
  private static final int BATCH = 20;

  private final CalotypeClient client;
  private final Wish wish;
  private final StepCount steps;
  private final WarmReport warmed = new WarmReport();
  private final AtomicReference<@Nullable RuntimeException> stop = new AtomicReference<>();

  /// What is to be made.
  ///
  /// @param presets their names
  /// @param formats their names; none is what an upload makes
  /// @param group of which media; null is all
  /// @param parallel how many calls at once
  public record Wish(
      List<String> presets, List<String> formats, @Nullable Group group, int parallel) {}

  /// @param steps learns of each media that is done
  public BulkWarming(CalotypeClient client, Wish wish, StepCount steps) {
    this.client = client;
    this.wish = wish;
    this.steps = steps;
  }

  /// Warms everything. What stands in the way of one rendition is in the result; what stands in the
  /// way of all ends the run.
  public WarmReport run() {
    try {
      MediaListing.all(wish.group()).read(client, this::page);
    } catch (RefusedException | UnreachableException gone) {
      stop.compareAndSet(null, gone);
    }
    warmed.end(stop.get());
    return warmed;
  }

  /// False where the run is given up.
  private boolean page(List<ResponseJson> page) {
    Queue<List<String>> batches = new ConcurrentLinkedQueue<>();
    List<String> ids = page.stream().map(media -> media.at("id").text()).toList();
    for (int at = 0; at < ids.size(); at += BATCH) {
      batches.add(ids.subList(at, Math.min(ids.size(), at + BATCH)));
    }
    Callable<Boolean> worker = () -> work(batches);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> ended :
          threads.invokeAll(Stream.generate(() -> worker).limit(wish.parallel()).toList())) {
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

  /// Asks until all of `ids` are done: a call ends after some seconds.
  private void warm(List<String> ids) {
    List<String> left = new ArrayList<>(ids);
    long skip = 0;
    while (!left.isEmpty() && stop.get() == null) {
      ResponseJson answer = client.warm(order(left, skip));
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

  private ResponseJson order(List<String> ids, long skip) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("ids", ids);
    order.put("presets", wish.presets());
    order.put("formats", wish.formats());
    order.put("skip", skip);
    return ResponseJson.object(order);
  }
}
