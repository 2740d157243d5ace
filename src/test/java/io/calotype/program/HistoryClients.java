package io.calotype.program;

import io.calotype.history.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Clients that upload, read, change and delete a few media at all nodes, at random, and record
/// what they see.
final class HistoryClients {
  private static final int CLIENTS = 4;
  private static final int IDS = 24;
  private static final int GROUPS = 3;
  private static final int BATCH = 3;
  private static final int RECENT = 5;
  private static final int PAUSE_MILLIS = 60;
  private static final int TTL_SECONDS = 3;

  private final String prefix;
  private final List<HistoryNode> nodes;
  private final HistoryPictures pictures;
  private final HistoryRequests requests;
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedDeque<String> recent = new ConcurrentLinkedDeque<>();

  /// The last upload of each id; whether it is there is a guess.
  private final Map<String, Call.Upload> guessed = new ConcurrentHashMap<>();

  private final Map<String, Call.Upload> doubtful = new ConcurrentHashMap<>();
  private final Map<String, String> etags = new ConcurrentHashMap<>();
  private final List<Thread> threads;
  private volatile boolean over;

  /// Starts clients whose ids begin with `prefix`.
  HistoryClients(String prefix, List<HistoryNode> nodes, HistoryPictures pictures, long seed) {
    this.prefix = prefix;
    this.nodes = nodes;
    this.pictures = pictures;
    this.requests = new HistoryRequests(pictures);
    this.threads =
        IntStream.range(0, CLIENTS)
            .mapToObj(n -> Thread.startVirtualThread(() -> run(new Random(seed + n))))
            .toList();
  }

  /// The ids that it uses.
  List<String> ids() {
    return IntStream.range(0, IDS).mapToObj(n -> prefix + n).toList();
  }

  /// The calls that are over.
  Queue<Call> calls() {
    return calls;
  }

  /// Waits until the clients have ended.
  void stop() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void run(Random random) {
    while (!over) {
      step(random);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(PAUSE_MILLIS)));
    }
  }

  private void step(Random random) {
    List<HistoryNode> up = nodes.stream().filter(HistoryNode::up).toList();
    if (up.isEmpty()) {
      return;
    }
    HistoryNode node = up.get(random.nextInt(up.size()));
    String id = id(random);
    Call.Upload doubt = doubtful.remove(id);
    if (doubt != null && random.nextBoolean()) {
      upload(node, id, doubt);
    } else if (guessed.containsKey(id)) {
      act(node, id, random, up);
    } else if (random.nextInt(3) > 0) {
      upload(node, id, anew(random));
    } else {
      read(node, id, random);
    }
  }

  private String id(Random random) {
    List<String> last = List.copyOf(recent);
    return !last.isEmpty() && random.nextInt(5) < 3
        ? last.get(random.nextInt(last.size()))
        : prefix + random.nextInt(IDS);
  }

  private void touched(String id) {
    recent.addFirst(id);
    if (recent.size() > RECENT) {
      recent.pollLast();
    }
  }

  private Call.Upload anew(Random random) {
    Duration ttl = random.nextInt(5) == 0 ? ttl(random) : null;
    return new Call.Upload(pictures.next(), random.nextInt(3) > 0, ttl, group(random));
  }

  /// A group in half of all cases.
  private @Nullable String group(Random random) {
    int number = random.nextInt(2 * GROUPS);
    return number < GROUPS ? prefix + "g" + number : null;
  }

  private static Duration ttl(Random random) {
    return Duration.ofSeconds(1L + random.nextInt(TTL_SECONDS));
  }

  /// A call for a media that should exist.
  private void act(HistoryNode node, String id, Random random, List<HistoryNode> up) {
    switch (random.nextInt(40)) {
      case 0, 1 -> {
        remove(node, id);
        up.forEach(each -> read(each, id, random));
      }
      case 2 -> removeBatch(node, id, random, up);
      case 3 -> removeGroup(node, random, up);
      case 4, 5, 6, 7 -> {
        change(node, id, random.nextBoolean());
        up.forEach(each -> read(each, id, random));
      }
      case 8, 9 -> {
        changed(requests.changeTtl(node, id, random.nextInt(3) == 0 ? null : ttl(random)));
        up.forEach(each -> read(each, id, random));
      }
      case 10 -> changed(requests.changeGroup(node, id, group(random)));
      case 11, 12 -> upload(node, id, anew(random));
      case 13, 14 -> upload(node, id, guessed.getOrDefault(id, anew(random)));
      default -> read(node, id, random);
    }
  }

  private void removeBatch(HistoryNode node, String id, Random random, List<HistoryNode> up) {
    List<String> batch =
        Stream.concat(Stream.of(id), Stream.generate(() -> id(random)).limit(BATCH - 1))
            .distinct()
            .toList();
    removed(requests.removeAll(node, batch));
    batch.forEach(one -> up.forEach(each -> read(each, one, random)));
  }

  private void removeGroup(HistoryNode node, Random random, List<HistoryNode> up) {
    String group = prefix + "g" + random.nextInt(GROUPS);
    List<String> members =
        guessed.entrySet().stream()
            .filter(entry -> group.equals(entry.getValue().group()))
            .map(Map.Entry::getKey)
            .toList();
    requests.removeGroup(node, group, ids()).forEach(this::record);
    members.forEach(guessed::remove);
    members.forEach(one -> up.forEach(each -> read(each, one, random)));
  }

  private void upload(HistoryNode node, String id, Call.Upload upload) {
    Call call = record(requests.upload(node, id, upload));
    if (call == null) {
      return;
    }
    if (call.status() == 201) {
      guessed.put(id, upload);
      touched(id);
    } else if (call.status() <= 0 || call.status() >= 500) {
      doubtful.put(id, upload);
    }
  }

  private void remove(HistoryNode node, String id) {
    Call removal = requests.remove(node, id);
    removed(removal == null ? List.of() : List.of(removal));
  }

  private void removed(List<Call> removals) {
    for (Call call : removals) {
      calls.add(call);
      if (call.status() == 204 || call.status() == 404) {
        guessed.remove(call.id());
        touched(call.id());
      }
    }
  }

  private void change(HistoryNode node, String id, boolean open) {
    changed(requests.change(node, id, open));
  }

  private void changed(@Nullable Call change) {
    Call call = record(change);
    if (call != null && call.status() == 200) {
      touched(call.id());
    }
  }

  private void read(HistoryNode node, String id, Random random) {
    String path = HistoryRequests.PATHS.get(random.nextInt(HistoryRequests.PATHS.size()));
    String known = random.nextInt(4) == 0 ? etags.get(id + path) : null;
    Call call = record(requests.read(node, id, new Call.Read(path, random.nextBoolean(), known)));
    if (call != null && call.status() == 200) {
      etags.put(id + path, call.answer().etag());
    } else if (call != null
        && !((Call.Read) call.kind()).anonymous()
        && (call.status() == 404 || call.status() == 410)) {
      guessed.remove(id);
    }
  }

  private @Nullable Call record(@Nullable Call call) {
    if (call != null) {
      calls.add(call);
    }
    return call;
  }
}
