package io.calotype.http.api;

import io.calotype.json.JsonOutput;
import io.calotype.maintenance.Coverage;
import io.calotype.maintenance.FoundFiles;
import io.calotype.maintenance.Maintenance;
import io.calotype.maintenance.verification.VerificationReport;
import io.calotype.maintenance.verification.VerificationResult;
import io.calotype.media.MediaId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The JSON answers of [MaintenanceHandler].
final class MaintenanceJson {
  private static final int EXAMPLES = 100;

  private MaintenanceJson() {}

  /// `{"chores":[{"chore":"expired","removed":n,"bytes":n,"failed":n,"millis":n,
  /// "failure":null},…]}`.
  static byte[] done(List<Maintenance.Done> chores) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("chores");
      chores.forEach(done -> done(json, done));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /// The same with `"endedAt"`, which is null before the first round.
  static byte[] round(Maintenance.@Nullable Round round) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeStringProperty("endedAt", round == null ? null : MediaJson.time(round.ended()));
      json.writeArrayPropertyStart("chores");
      if (round != null) {
        round.chores().forEach(done -> done(json, done));
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void done(JsonGenerator json, Maintenance.Done done) {
    json.writeStartObject();
    json.writeStringProperty("chore", done.chore());
    json.writeNumberProperty("removed", done.removed().entries());
    json.writeNumberProperty("bytes", done.removed().bytes());
    json.writeNumberProperty("failed", done.failed());
    json.writeNumberProperty("millis", done.took().toMillis());
    json.writeStringProperty("failure", done.failure());
    json.writeEndObject();
  }

  /// `{"deleted":false,"files":{"count":n,"bytes":n,"examples":[…]},"renditions":…,"records":…,
  /// "damagedRecords":{"count":n,"examples":[…]},"unreadableFolders":n,"covers":{…}}`.
  static byte[] strays(
      Maintenance.Strays found, List<String> damaged, boolean deleted, Coverage coverage) {
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeBooleanProperty("deleted", deleted);
      findings(json, "files", found.orphans().blobs());
      findings(json, "renditions", found.orphans().renditions());
      findings(json, "records", found.lost().lost());
      json.writeObjectPropertyStart("heldBack");
      json.writeNumberProperty("files", found.orphans().heldBack());
      json.writeNumberProperty("records", found.lost().heldBack());
      json.writeEndObject();
      json.writeObjectPropertyStart("damagedRecords");
      json.writeNumberProperty("count", damaged.size());
      JsonOutput.property(json, "examples", damaged.stream().limit(EXAMPLES).toList());
      json.writeEndObject();
      json.writeNumberProperty("unreadableFolders", found.orphans().unreadable());
      CoverageJson.write(json, coverage);
      json.writeEndObject();
    });
  }

  private static void findings(JsonGenerator json, String name, FoundFiles findings) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("count", findings.count());
    json.writeNumberProperty("bytes", findings.bytes());
    JsonOutput.property(json, "examples", findings.examples());
    json.writeEndObject();
  }

  /// `{"verified":n,"bytes":n,"absent":[…],"unread":[…],"faults":[{"id":"…","part":"original",
  /// "found":"damaged","count":1,"repaired":false},…],"covers":{…}}`.
  static byte[] verified(
      List<MediaId> requestedIds, VerificationReport verified, Coverage coverage) {
    List<VerificationResult> results = verified.results();
    Set<MediaId> present = new HashSet<>(verified.unread());
    results.forEach(result -> present.add(result.media().id()));
    return JsonOutput.bytes(json -> {
      json.writeStartObject();
      json.writeNumberProperty("verified", results.size());
      json.writeNumberProperty(
          "bytes", results.stream().mapToLong(VerificationResult::bytes).sum());
      JsonOutput.property(
          json, "absent", requestedIds.stream().filter(id -> !present.contains(id)).toList());
      JsonOutput.property(json, "unread", verified.unread());
      json.writeArrayPropertyStart("faults");
      results.forEach(result -> faults(json, result));
      json.writeEndArray();
      CoverageJson.write(json, coverage);
      json.writeEndObject();
    });
  }

  private static void faults(JsonGenerator json, VerificationResult result) {
    for (VerificationResult.Fault fault : result.faults()) {
      json.writeStartObject();
      json.writeStringProperty("id", result.media().id().value());
      json.writeStringProperty("part", JsonOutput.word(fault.part()));
      json.writeStringProperty("found", JsonOutput.word(fault.condition()));
      json.writeNumberProperty("count", fault.count());
      json.writeBooleanProperty("repaired", fault.repaired());
      json.writeEndObject();
    }
  }
}
