package io.calotype.http.api;

import io.calotype.http.exchange.HttpExchange;
import io.calotype.http.exchange.JsonBody;
import io.calotype.http.routing.QueryParameters;
import io.calotype.json.JsonOutput;
import io.calotype.relocation.MoveProgress;
import io.calotype.relocation.Relocation;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Moves the originals to another store: `/api/admin/move`.
public final class MoveHandler {
  private final @Nullable Relocation relocation;
  private final String target;

  /// Creates a handler.
  ///
  /// @param relocation null if the settings name no store to move from
  /// @param target the store of new originals: `files` or `s3`
  public MoveHandler(@Nullable Relocation relocation, String target) {
    this.relocation = relocation;
    this.target = target;
  }

  /// Starts a move, or joins the one in progress, and reports its progress.
  public void begin(HttpExchange exchange) {
    JsonBody.receive(
        exchange,
        body -> {
          String to = body.only("to").text("to");
          if (!target.equals(to)) {
            throw QueryParameters.bad("the member to is not " + target + ", as CALOTYPE_ORIGINALS");
          }
          required().begin();
          exchange.json(200, json());
        });
  }

  /// Reports the progress of the last move.
  public void progress(HttpExchange exchange) {
    exchange.parameters().require(Set.of());
    exchange.offload(() -> {
      exchange.require();
      exchange.json(200, json());
    });
  }

  private Relocation required() {
    if (relocation == null) {
      throw QueryParameters.bad(
          "there is no store to move from: start the server with CALOTYPE_ORIGINALS_FROM");
    }
    return relocation;
  }

  private byte[] json() {
    MoveProgress progress = required().progress();
    return JsonOutput.bytes(json -> write(json, progress));
  }

  private void write(JsonGenerator json, MoveProgress progress) {
    json.writeStartObject();
    json.writeStringProperty("to", target);
    json.writeStringProperty("phase", JsonOutput.word(progress.phase()));
    json.writeNumberProperty("total", progress.total());
    json.writeNumberProperty("moved", progress.moved());
    json.writeNumberProperty("bytes", progress.bytes());
    json.writeNumberProperty("damaged", progress.left().damaged());
    json.writeNumberProperty("unrecorded", progress.left().unrecorded());
    json.writeNumberProperty("unreadable", progress.left().unreadable());
    JsonOutput.property(json, "examples", progress.left().examples());
    if (progress.failure() == null) {
      json.writeNullProperty("failure");
    } else {
      json.writeStringProperty("failure", progress.failure());
    }
    json.writeEndObject();
  }
}
