package io.calotype.cdn;

import io.calotype.telemetry.EventLog;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sends tags to one provider, and repeats a request that fails.
///
/// The log names the provider and the status. It never has an address, a token or a message of the
/// provider.
final class PurgeSender {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int REQUEST_TIMEOUT = 408;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String provider;
  private final PurgeApi api;
  private final Budget budget;
  private final CdnMeters meters;

  /// The limits of repetitions.
  ///
  /// @param firstPause the pause after the first failure; it doubles with each further one
  /// @param maxPause the longest pause
  /// @param attempts the number of attempts
  record Budget(Duration firstPause, Duration maxPause, int attempts) {
    /// About an hour.
    static final Budget STANDARD = new Budget(Duration.ofMillis(500), Duration.ofMinutes(1), 66);

    private Duration pause(int failures) {
      long millis = firstPause.toMillis() << Math.min(failures - 1, 20);
      return Duration.ofMillis(Math.min(millis, maxPause.toMillis()));
    }
  }

  private enum Outcome {
    ACCEPTED,
    REFUSED,
    AWAY
  }

  PurgeSender(String provider, PurgeApi api, Budget budget, CdnMeters meters) {
    this.provider = provider;
    this.api = api;
    this.budget = budget;
    this.meters = meters;
  }

  /// Purges `tags`, in as many requests as the provider needs. Returns those that are lost, when
  /// the others are purged.
  Set<String> send(List<String> tags) throws InterruptedException {
    Set<String> lost = new HashSet<>();
    for (int from = 0; from < tags.size(); from += api.maxTags()) {
      List<String> part = tags.subList(from, Math.min(tags.size(), from + api.maxTags()));
      if (!delivered(part)) {
        lost.addAll(part);
      }
    }
    return lost;
  }

  private boolean delivered(List<String> tags) throws InterruptedException {
    for (int attempt = 1; attempt <= budget.attempts; attempt++) {
      Outcome outcome = attempt(tags, ANSWER);
      if (outcome == Outcome.ACCEPTED) {
        return true;
      }
      if (outcome == Outcome.REFUSED) {
        break;
      }
      if (attempt < budget.attempts) {
        meters.retried();
        Thread.sleep(budget.pause(attempt));
      }
    }
    meters.lost(tags.size());
    EventLog.warn("cdn.purge-lost", "provider", provider, "tags", tags.size());
    return false;
  }

  /// Purges `tags` without repetitions, until one fails or `time` is over.
  void sendOnce(List<String> tags, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    Outcome outcome = Outcome.ACCEPTED;
    for (int from = 0; from < tags.size() && outcome == Outcome.ACCEPTED; from += api.maxTags()) {
      List<String> part = tags.subList(from, Math.min(tags.size(), from + api.maxTags()));
      long left = end - System.nanoTime();
      outcome = left <= 0 ? Outcome.AWAY : attempt(part, Duration.ofNanos(left));
    }
  }

  private Outcome attempt(List<String> tags, Duration time) throws InterruptedException {
    try {
      HttpResponse<Void> answer =
          client.send(api.request(tags).timeout(time).build(), BodyHandlers.discarding());
      Outcome outcome = outcome(answer.statusCode());
      if (outcome == Outcome.ACCEPTED) {
        meters.purged(tags.size());
      } else {
        EventLog.warn("cdn.purge-failed", "provider", provider, "status", answer.statusCode());
      }
      return outcome;
    } catch (IOException away) {
      EventLog.warn(
          "cdn.purge-failed", "provider", provider, "fault", away.getClass().getSimpleName());
      return Outcome.AWAY;
    } catch (IllegalArgumentException unsendable) { // for example a host that Java refuses
      EventLog.warn("cdn.purge-failed", "provider", provider, "fault", "UnsendableRequest");
      return Outcome.REFUSED;
    }
  }

  /// Errors of the server and limits of its rate are temporary.
  private static Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return Outcome.ACCEPTED;
    }
    return status >= SERVER_ERROR || status == TOO_MANY || status == REQUEST_TIMEOUT
        ? Outcome.AWAY
        : Outcome.REFUSED;
  }
}
