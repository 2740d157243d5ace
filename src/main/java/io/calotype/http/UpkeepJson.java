package io.calotype.http;

import io.calotype.media.MediaId;
import io.calotype.upkeep.Findings;
import io.calotype.upkeep.Orphans;
import io.calotype.upkeep.Upkeep;
import io.calotype.upkeep.Verdict;
import io.calotype.upkeep.Verified;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// The answers of [UpkeepHandler].
final class UpkeepJson {
  private static final int EXAMPLES = 100;

  private UpkeepJson() {}

  /// `{"chores":[{"chore":"expired","removed":n,"bytes":n,"failed":n,"millis":n,
  /// "failure":null},…]}`.
  static byte[] done(List<Upkeep.Done> chores) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart("chores");
      chores.forEach(done -> done(json, done));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void done(JsonGenerator json, Upkeep.Done done) {
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
  /// "damagedRecords":{"count":n,"examples":[…]},"unreadableFolders":n}`.
  static byte[] orphans(
      Orphans.Found found, Findings records, List<String> damaged, boolean deleted) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeBooleanProperty("deleted", deleted);
      findings(json, "files", found.files());
      findings(json, "renditions", found.renditions());
      findings(json, "records", records);
      json.writeObjectPropertyStart("damagedRecords");
      json.writeNumberProperty("count", damaged.size());
      Json.property(json, "examples", damaged.stream().limit(EXAMPLES).toList());
      json.writeEndObject();
      json.writeNumberProperty("unreadableFolders", found.unreadable());
      json.writeEndObject();
    });
  }

  private static void findings(JsonGenerator json, String name, Findings findings) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("count", findings.count());
    json.writeNumberProperty("bytes", findings.bytes());
    Json.property(json, "examples", findings.examples());
    json.writeEndObject();
  }

  /// `{"verified":n,"bytes":n,"absent":[…],"unread":[…],"faults":[{"id":"…","part":"original",
  /// "found":"damaged","count":1,"repaired":false},…]}`.
  static byte[] verified(List<MediaId> asked, Verified verified) {
    List<Verdict> verdicts = verified.verdicts();
    Set<MediaId> present = new HashSet<>(verified.unread());
    verdicts.forEach(verdict -> present.add(verdict.media().id()));
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeNumberProperty("verified", verdicts.size());
      json.writeNumberProperty("bytes", verdicts.stream().mapToLong(Verdict::bytes).sum());
      Json.property(json, "absent", asked.stream().filter(id -> !present.contains(id)).toList());
      Json.property(json, "unread", verified.unread());
      json.writeArrayPropertyStart("faults");
      verdicts.forEach(verdict -> faults(json, verdict));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void faults(JsonGenerator json, Verdict verdict) {
    for (Verdict.Fault fault : verdict.faults()) {
      json.writeStartObject();
      json.writeStringProperty("id", verdict.media().id().value());
      json.writeStringProperty("part", Json.word(fault.part()));
      json.writeStringProperty("found", Json.word(fault.condition()));
      json.writeNumberProperty("count", fault.count());
      json.writeBooleanProperty("repaired", fault.repaired());
      json.writeEndObject();
    }
  }
}
