package io.calotype.program;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A record, or the problem that refuses an upload, in one line: facts that are usual are left out.
final class RecordSummary {
  private RecordSummary() {}

  /// For example `image/jpeg 2448x3264 orientation=6`.
  static String of(HttpResponse<byte[]> answer) {
    return of(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  /// The same of an answer with that status and body.
  static String of(int status, String json) {
    if (status != 201) {
      return status + " " + value(json, "\"detail\":\"([^\"]*)\"");
    }
    return value(json, "\"type\":\"([^\"]*)\"")
        + " "
        + value(json, "\"width\":(\\d+)")
        + "x"
        + value(json, "\"height\":(\\d+)")
        + unless("1", " frames=", value(json, "\"frames\":(\\d+)"))
        + unless("false", " alpha=", value(json, "\"alpha\":(\\w+)"))
        + unless("true", " opaque=", value(json, "\"opaque\":(\\w+)"))
        + unless("1", " orientation=", value(json, "\"stored\":(\\d+)"))
        + unless("", " profile=", value(json, "\"profile\":\"([^\"]*)\""))
        + unless("", " millis=", value(json, "\"durationMillis\":(\\d+)"))
        + unless("", " video=", value(json, "\"video\":\"([^\"]*)\""))
        + unless("", " audio=", value(json, "\"audio\":\"([^\"]*)\""));
  }

  private static String unless(String usual, String name, String value) {
    return value.equals(usual) ? "" : name + value;
  }

  private static String value(String json, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }
}
