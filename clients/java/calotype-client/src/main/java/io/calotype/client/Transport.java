package io.calotype.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests to one server, again if the server asks for it.
///
/// The limit of a call is kept here: the timeout of the JDK's client ends at the head of an answer
/// before Java 26, and with its body from then on.
final class Transport {
  private final HttpClient http;
  private final Settings settings;

  /// @param url base URL without a trailing slash
  /// @param key API key, token or ticket; null sends no credentials
  /// @param limit time until an answer
  /// @param retries how often a request is repeated
  record Settings(String url, String key, Duration limit, int retries) {
    /// Without the key.
    @Override
    public String toString() {
      return "Settings[url=" + url + "]";
    }
  }

  Transport(HttpClient http, Settings settings) {
    this.http = http;
    this.settings = settings;
  }

  /// The absolute URL of a path of the server.
  String absolute(String path) {
    return path.startsWith("/") ? settings.url() + path : path;
  }

  /// Whether the key permits to read records.
  boolean reads() {
    return !Ticket.isTicket(settings.key());
  }

  /// A request to a path of the server, with credentials.
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(absolute(path)));
    return settings.key() == null
        ? request
        : request.header("Authorization", "Bearer " + settings.key());
  }

  /// A request with the limits of this client.
  Call call(HttpRequest.Builder request) {
    return new Call(request.build(), settings.limit(), settings.retries() + 1, false);
  }

  /// Sends a request. Returns an answer of 200 to 299.
  ///
  /// Errors: [ProblemException] for any other answer, [ConnectionFailedException].
  HttpResponse<InputStream> send(Call call) {
    return successful(answer(call));
  }

  /// Sends a request. Returns the members of the JSON in a successful answer.
  Members json(Call call) {
    return Members.read(bytes(send(call)));
  }

  /// Sends a request. Returns an answer of any status; one that is not streamed is complete.
  ///
  /// Errors: [ConnectionFailedException].
  HttpResponse<InputStream> answer(Call call) {
    for (int number = 0; ; number++) {
      boolean last = number + 1 >= call.tries();
      try {
        HttpResponse<InputStream> answer = once(call);
        if (last || !Retries.later(answer.statusCode())) {
          return answer;
        }
        pause(number, Retries.after(answer));
      } catch (ConnectionFailedException failed) {
        if (last || !Retries.unsent(failed.getCause())) {
          throw failed;
        }
        pause(number, null);
      }
    }
  }

  static HttpResponse<InputStream> successful(HttpResponse<InputStream> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw problem(answer);
    }
    return answer;
  }

  /// The problem in an answer, whose status is not that of a success.
  static ProblemException problem(HttpResponse<InputStream> answer) {
    Map<String, Object> members;
    try {
      members = Members.read(bytes(answer)).values();
    } catch (UnexpectedAnswerException noProblem) {
      members = Map.of();
    }
    return new ProblemException(answer.statusCode(), members, Retries.after(answer));
  }

  static byte[] bytes(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      return body.readAllBytes();
    } catch (IOException cut) {
      throw new ConnectionFailedException("the answer is not complete", cut);
    }
  }

  private HttpResponse<InputStream> once(Call call) {
    CompletableFuture<HttpResponse<InputStream>> answer =
        http.sendAsync(call.request(), call.streamed() ? Transport::streamed : Transport::complete);
    try {
      return answer.get(call.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw failed(call.request().uri().getAuthority(), failed.getCause());
    } catch (TimeoutException late) {
      throw new ConnectionFailedException(
          "no answer within " + call.limit().toMillis() + " ms", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConnectionFailedException("the thread was interrupted", interrupted);
    } finally {
      answer.cancel(true); // no effect on a complete one
    }
  }

  private static ConnectionFailedException failed(String server, Throwable cause) {
    String message = Retries.unsent(cause) ? "cannot connect to " + server : server + ": " + cause;
    return new ConnectionFailedException(message, cause);
  }

  private static HttpResponse.BodySubscriber<InputStream> complete(HttpResponse.ResponseInfo head) {
    return BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
  }

  private static HttpResponse.BodySubscriber<InputStream> streamed(HttpResponse.ResponseInfo head) {
    return head.statusCode() / 100 == 2 ? BodySubscribers.ofInputStream() : complete(head);
  }

  /// Waits before the next try.
  static void pause(int number, Duration asked) {
    sleep(Retries.pause(number, asked));
  }

  /// Waits. Errors: [ConnectionFailedException] if the thread is interrupted.
  static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ConnectionFailedException("the thread was interrupted", interrupted);
    }
  }
}
