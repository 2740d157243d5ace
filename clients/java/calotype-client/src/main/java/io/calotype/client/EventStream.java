package io.calotype.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Follows events of media, until it is closed. It connects again after a lost connection, and
/// resumes there.
///
/// One thread reads, and waits for the next event. Any thread may close it.
public final class EventStream implements Iterator<Event>, AutoCloseable {
  /// Statuses of a server that will be back.
  private static final Set<Integer> AWAY = Set.of(429, 502, 503, 504);

  private final Transport transport;
  private final Patience patience;
  private final EventParser parser;
  private Event next; // null while it is not read
  private BufferedReader lines; // null without a connection
  private volatile InputStream connection = InputStream.nullInputStream();
  private volatile long heard; // System.nanoTime of the last line
  private volatile boolean closed;

  /// @param silence the time without a line after which a connection counts as lost; the server
  ///   sends one each 15 seconds
  /// @param pause the time before a new connection
  record Patience(Duration silence, Duration pause) {
    static final Patience NORMAL = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(2));
  }

  /// @param lastId the id with which to resume; null for none
  EventStream(Transport transport, Patience patience, String lastId) {
    this.transport = transport;
    this.patience = patience;
    this.parser = new EventParser(lastId);
  }

  /// Waits for the next event. Returns false after a close.
  ///
  /// Errors: those of [Calotype], except for lost connections.
  @Override
  public boolean hasNext() {
    while (next == null && !closed) {
      try {
        next = lines == null ? connected() : read();
      } catch (IOException | ConnectionFailedException cut) {
        again();
      } catch (ProblemException problem) {
        if (!AWAY.contains(problem.status())) {
          throw problem;
        }
        again();
      }
    }
    if (closed) {
      closeQuietly(connection); // one that was opened during the close
    }
    return next != null && !closed;
  }

  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Event event = next;
    next = null;
    return event;
  }

  /// Connects. Returns [Event#RESET] if there is nothing to resume, else null.
  private Event connected() {
    HttpRequest.Builder request = transport.request("/api/events");
    if (parser.lastId() != null) {
      request.header("Last-Event-ID", parser.lastId());
    }
    connection = transport.send(transport.call(request).once().asStream()).body();
    lines = new BufferedReader(new InputStreamReader(connection, StandardCharsets.UTF_8));
    parser.begin();
    heard = System.nanoTime();
    watch(connection, patience.silence());
    return parser.lastId() == null ? Event.RESET : null;
  }

  private Event read() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the response has ended");
    }
    heard = System.nanoTime();
    return parser.line(line);
  }

  /// Closes a connection that is silent for too long: a read has no limit of its own.
  private void watch(InputStream watched, Duration left) {
    CompletableFuture.delayedExecutor(left.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> {
          Duration quiet = Duration.ofNanos(System.nanoTime() - heard);
          if (watched != connection) {
            return; // another connection has its own watch
          }
          if (quiet.compareTo(patience.silence()) >= 0) {
            closeQuietly(watched);
          } else {
            watch(watched, patience.silence().minus(quiet));
          }
        });
  }

  private void again() {
    lines = null;
    closeQuietly(connection);
    connection = InputStream.nullInputStream();
    if (!closed) {
      Transport.sleep(patience.pause());
    }
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException ignored) {
      // it was only read
    }
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(connection);
  }
}
