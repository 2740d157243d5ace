package io.calotype;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A client of server-sent events, which reads on a thread of its own (HTML standard, section
/// 9.2.6).
public final class EventReader implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Received> events = Collections.synchronizedList(new ArrayList<>());
  private final HttpResponse<Stream<String>> response;
  private volatile String lastId = "";
  private final AtomicInteger comments = new AtomicInteger();
  private volatile boolean broken;
  private volatile boolean ended;
  private String type = "message"; // of the event being read; reader thread only
  private String data = "";

  /// A received event.
  ///
  /// @param id the last id when it was complete
  /// @param data its data, usually JSON
  public record Received(String id, String type, String data) {}

  private EventReader(HttpRequest request) throws IOException, InterruptedException {
    this.response = client.send(request, BodyHandlers.ofLines());
    Thread.ofVirtual().start(this::read);
  }

  /// Sends `request`, and returns when the headers of the response have arrived.
  public static EventReader open(HttpRequest.Builder request) {
    try {
      return new EventReader(request.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (Stream<String> lines = response.body()) {
      lines.forEach(this::line);
    } catch (UncheckedIOException closed) {
      broken = true;
    } finally {
      ended = true;
    }
  }

  private void line(String line) {
    int colon = line.indexOf(':');
    String value = line.substring(colon + 1).stripLeading();
    switch (colon < 0 ? line : line.substring(0, colon)) {
      case "id" -> lastId = value;
      case "event" -> type = value;
      case "data" -> data += value;
      case "" -> {
        if (colon == 0) {
          comments.incrementAndGet();
        } else {
          dispatch();
        }
      }
      default -> {}
    }
  }

  private void dispatch() {
    if (!data.isEmpty()) {
      events.add(new Received(lastId, type, data));
    }
    type = "message";
    data = "";
  }

  public int status() {
    return response.statusCode();
  }

  /// A header of the response; empty if it has none.
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /// The complete events so far.
  public List<Received> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /// The number of complete events so far.
  public int count() {
    return events.size();
  }

  /// The type and the id of each media, such as `uploaded a`.
  public List<String> summary() {
    List<String> all = new ArrayList<>();
    for (Received event : events()) {
      String id = event.data.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1");
      all.add(event.type + (id.equals(event.data) ? "" : " " + id));
    }
    return all;
  }

  /// Waits until `text` is among [#summary].
  public void await(String text) {
    Await.until(() -> summary().contains(text), text);
  }

  /// The id with which the client resumes.
  public String lastId() {
    return lastId;
  }

  /// The number of comments.
  public int comments() {
    return comments.get();
  }

  /// Whether the response is over.
  public boolean ended() {
    return ended;
  }

  /// Whether the connection has ended before the response.
  public boolean broken() {
    return broken;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
