package io.calotype.http.explain;

import io.calotype.http.dialect.RenditionRequest;
import io.calotype.http.semantics.Accept;
import io.calotype.http.semantics.FormatChoice;
import io.calotype.media.transformation.Format;
import io.calotype.store.CacheLookupReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The format of the answer to a URL, with the reasons.
///
/// @param reasons one sentence each
/// @param weights the weight of each type in `Accept`, 0 to 1; empty if `Accept` does not count
record ExplainedFormat(FormatChoice choice, List<String> reasons, Map<String, Object> weights) {
  /// The explanation of a format that the URL determines.
  static ExplainedFormat fixed(
      ExplainedUrl explainedUrl, RenditionRequest requested, Format format) {
    return new ExplainedFormat(
        new FormatChoice(format, false), List.of(source(explainedUrl, requested)), Map.of());
  }

  private static String source(ExplainedUrl explainedUrl, RenditionRequest requested) {
    if (explainedUrl.options().contains("format")) {
      return "the option format says so";
    }
    if (explainedUrl.target().segments().getLast().contains(".")) {
      return "the ending says so";
    }
    return requested.preset().format() != null
        ? "the preset " + requested.preset().name() + " says so"
        : "it is the usual one of /images; format=auto would look at Accept";
  }

  /// The explanation of a format that `Accept` determines.
  ///
  /// @param accept the header; null if absent
  /// @param avif the cache state of the AVIF rendition
  static ExplainedFormat negotiated(
      @Nullable String accept, FormatChoice choice, boolean opaque, CacheLookupReport avif) {
    List<String> reasons = new ArrayList<>();
    Format fallback = opaque ? Format.JPEG : Format.PNG;
    if (accept == null) {
      reasons.add("there is no Accept, and every client shows it");
    } else {
      reasons.add(
          choice.format() == fallback
              ? "Accept names no better type with more weight"
              : "it is the best of those that Accept names with most weight");
    }
    if (choice.format() == Format.PNG && !opaque) {
      reasons.add("a pixel of the picture is not opaque, so that JPEG will not do");
    }
    if (choice.interim()) {
      reasons.add(
          avif.hit()
              ? "it stands in for AVIF, whose file has not been checked since the start: a request"
                  + " has it checked"
              : "it stands in for AVIF, which is made in the background once it is asked for often");
    }
    return new ExplainedFormat(choice, reasons, accept == null ? Map.of() : weights(accept));
  }

  private static Map<String, Object> weights(String accept) {
    Accept ranges = Accept.parse(accept);
    Map<String, Object> weights = new LinkedHashMap<>();
    for (Format format : List.of(Format.AVIF, Format.WEBP)) {
      weights.put(format.contentType(), ranges.named(format.contentType()) / 1000.0);
    }
    for (Format format : List.of(Format.JPEG, Format.PNG)) {
      weights.put(format.contentType(), ranges.weight(format.contentType()) / 1000.0);
    }
    return weights;
  }

  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("chosen", choice.format().contentType());
    members.put("why", reasons);
    if (!weights.isEmpty()) {
      members.put("weights", weights);
    }
    return members;
  }
}
