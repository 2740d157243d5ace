package io.calotype.cli.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Requests to one server, with the credentials of the caller. All calls block.
final class HttpCalls {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String url;
  private final @Nullable String key;
  private final Duration answer;
  private final HttpClient client;

  /// @param url base URL, without a trailing slash
  /// @param key API key or token, of visible ASCII; null sends no credentials
  /// @param answer limit until the response header arrives
  HttpCalls(String url, @Nullable String key, Duration answer) {
    this.url = url;
    this.key = key;
    this.answer = answer;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    this.client = (url.startsWith("http:") ? builder.sslContext(NoTls.context()) : builder).build();
  }

  String url() {
    return url;
  }

  /// A request for `path`, without a time limit: for bodies that take long.
  HttpRequest.Builder unlimited(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  /// A request for `path` whose response header must arrive in time.
  HttpRequest.Builder request(String path) {
    return unlimited(path).timeout(answer);
  }

  /// Sends a request until `retry` ends it.
  ApiResponse send(HttpRequest.Builder request, RetryPolicy retry) {
    return send(request, retry, () -> false);
  }

  /// @param vain whether a broken connection has a cause that a retry does not fix
  ApiResponse send(HttpRequest.Builder request, RetryPolicy retry, BooleanSupplier vain) {
    int losses = 0;
    int refusals = 0;
    while (true) {
      Optional<Duration> pause;
      try {
        ApiResponse response = attempt(request);
        pause = retry.afterRefusal(response, ++refusals, Instant.now());
        if (pause.isEmpty()) {
          return response;
        }
      } catch (IOException lost) {
        pause = retry.afterLoss(++losses);
        if (pause.isEmpty() || vain.getAsBoolean()) {
          throw new UnreachableException(url, lost);
        }
      }
      sleep(pause.get());
    }
  }

  /// Sends a request once.
  ApiResponse attempt(HttpRequest.Builder request) throws IOException {
    try {
      return ApiResponse.of(client.send(request.build(), BodyHandlers.ofString()));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /// Sends a request with a long body once. Cancels it when neither a byte was taken nor a response
  /// has come for as long as a response may take. A connection can be lost without a sign: the
  /// system reports that after a quarter of an hour, or never while nothing is sent.
  ///
  /// @param position number of bytes that the connection has taken
  ApiResponse attempt(HttpRequest.Builder request, LongSupplier position) throws IOException {
    CompletableFuture<HttpResponse<String>> response =
        client.sendAsync(request.build(), BodyHandlers.ofString());
    long before = -1;
    while (true) {
      try {
        return ApiResponse.of(response.get(answer.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException late) {
        long now = position.getAsLong();
        if (now == before) {
          response.cancel(true);
          throw new HttpTimeoutException("the connection takes no byte");
        }
        before = now;
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof IOException lost ? lost : new IOException(failed);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }

  /// Waits for `pause`.
  static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
