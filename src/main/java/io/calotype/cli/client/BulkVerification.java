package io.calotype.cli.client;

import io.calotype.cli.text.CoverageText;
import io.calotype.cli.text.StepCount;
import io.calotype.cli.text.TextFormat;
import io.calotype.json.JsonValue;
import io.calotype.media.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Has a server verify media in batches of 20, so that the run can be stopped at any moment. Not
/// thread-safe.
public final class BulkVerification {
  private static final int BATCH = 20;

  /// The columns of [#row].
  public static final List<String> COLUMNS = List.of("ID", "PART", "FOUND", "COUNT", "REPAIRED");

  private final CalotypeClient client;
  private final boolean dry;
  private final StepCount steps;
  private final Consumer<JsonValue> shown;
  private final List<String> absent = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private JsonValue covers = JsonValue.absent();
  private long verified;
  private long bytes;
  private long repaired;
  private long damaged;

  /// @param dry whether to report faults without a repair
  /// @param steps advanced after each batch
  /// @param shown receives each fault
  public BulkVerification(
      CalotypeClient client, boolean dry, StepCount steps, Consumer<JsonValue> shown) {
    this.client = client;
    this.dry = dry;
    this.steps = steps;
    this.shown = shown;
  }

  /// Verifies the media of `group`; null verifies all media.
  public void verifyAll(@Nullable Group group) {
    MediaListing.all(group)
        .read(
            client,
            page -> {
              verify(page.stream().map(media -> media.at("id").text()).toList());
              absent.clear(); // deleted since the page was read
              return true;
            });
  }

  /// Verifies the media with these `ids`.
  public void verify(List<String> ids) {
    for (int start = 0; start < ids.size(); start += BATCH) {
      List<String> some = ids.subList(start, Math.min(ids.size(), start + BATCH));
      note(client.verify(some, dry));
      steps.advance(some.size());
    }
  }

  private void note(JsonValue answer) {
    verified += answer.at("verified").count();
    bytes += answer.at("bytes").count();
    covers = answer.at("covers");
    answer.at("absent").items().forEach(id -> absent.add(id.text()));
    answer.at("unread").items().forEach(id -> unread.add(id.text()));
    for (JsonValue fault : answer.at("faults").items()) {
      if (mended(fault)) {
        repaired += fault.at("count").count();
      } else {
        damaged += fault.at("count").count();
      }
      shown.accept(fault);
    }
  }

  private static boolean mended(JsonValue fault) {
    return fault.at("repaired").text().equals("true");
  }

  /// The ids that do not exist on the server.
  public List<String> absent() {
    return List.copyOf(absent);
  }

  /// The ids of media with a record or file that the server cannot read.
  public List<String> unread() {
    return List.copyOf(unread);
  }

  /// Whether all media were read and no fault is left unrepaired.
  public boolean sound() {
    return damaged == 0 && unread.isEmpty();
  }

  /// Formats a fault as a table row.
  public static List<String> row(JsonValue fault) {
    return List.of(
        fault.at("id").text(),
        fault.at("part").text(),
        fault.at("found").text(),
        fault.at("count").text(),
        mended(fault) ? "yes" : "no");
  }

  /// The result in one line, and the data that was covered.
  public List<String> summary() {
    return Stream.concat(Stream.of(total()), CoverageText.lines(covers).stream()).toList();
  }

  private String total() {
    return verified
        + " media verified, "
        + TextFormat.bytes(bytes)
        + ": "
        + damaged
        + " damaged or lost, "
        + repaired
        + " repaired"
        + (unread.isEmpty() ? "" : ", " + unread.size() + " unread");
  }

  /// The result as JSON.
  public JsonValue sums() {
    Map<String, Object> sums = new LinkedHashMap<>();
    sums.put("verified", verified);
    sums.put("bytes", bytes);
    sums.put("damaged", damaged);
    sums.put("repaired", repaired);
    sums.put("unread", unread.size());
    if (covers.nested()) { // absent from older servers
      sums.put("covers", covers);
    }
    return JsonValue.object(sums);
  }
}
