package io.calotype.http.shortpath;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The effect of a request header on the answer to `GET` and `HEAD` for a rendition of a public
/// media.
enum HeaderUse {
  /// It may change the limits of the request or of the connection.
  FRAMING,
  /// `Connection`.
  CONNECTION,
  /// Its value has an effect on the answer.
  DECIDES,
  /// A proxy adds it; only a server without keys reads it.
  PROXY,
  /// It has no effect.
  IGNORED,
  /// Its effect is not known here.
  UNKNOWN;

  private static final int LONGEST = 32;

  /// All known names by length, in lower case.
  private static final Name[][] NAMES = names();

  private record Name(String lower, HeaderUse use) {}

  private static Map<String, HeaderUse> uses() {
    Map<String, HeaderUse> uses = new TreeMap<>();
    add(
        uses,
        FRAMING,
        "content-length transfer-encoding upgrade expect te trailer http2-settings"
            + " proxy-connection sec-websocket-key sec-websocket-key1 sec-websocket-key2"
            + " sec-websocket-version sec-websocket-protocol sec-websocket-extensions");
    add(uses, CONNECTION, "connection");
    add(uses, DECIDES, "host accept if-none-match if-modified-since origin");
    add(
        uses,
        PROXY,
        "forwarded via x-real-ip x-forwarded-for x-forwarded-proto x-forwarded-host"
            + " x-forwarded-port");
    add(
        uses,
        IGNORED,
        "user-agent accept-encoding accept-language cache-control pragma referer cookie dnt sec-gpc"
            + " priority save-data purpose sec-purpose upgrade-insecure-requests sec-fetch-dest"
            + " sec-fetch-mode sec-fetch-site sec-fetch-user sec-fetch-storage-access sec-ch-ua"
            + " sec-ch-ua-mobile sec-ch-ua-platform x-request-id cdn-loop");
    return uses;
  }

  private static void add(Map<String, HeaderUse> uses, HeaderUse use, String names) {
    for (String name : names.split(" ", -1)) {
      uses.put(name, use);
    }
  }

  private static Name[][] names() {
    Map<String, HeaderUse> uses = uses();
    Name[][] byLength = new Name[LONGEST][];
    for (int i = 0; i < LONGEST; i++) {
      int length = i;
      byLength[i] =
          uses.entrySet().stream()
              .filter(entry -> entry.getKey().length() == length)
              .map(entry -> new Name(entry.getKey(), entry.getValue()))
              .toArray(Name[]::new);
    }
    return byLength;
  }

  /// The use of the header whose name is in `bytes` from `from` to `to`, in any case.
  static HeaderUse of(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length >= LONGEST) {
      return UNKNOWN;
    }
    for (Name name : NAMES[length]) {
      if (equal(name.lower, bytes, from)) {
        return name.use;
      }
    }
    return UNKNOWN;
  }

  /// Whether `bytes` from `from` on are `lower`, in any case. Letters differ from those of the
  /// other case in the bit 0x20; the other characters of names, digits and `-`, have that bit.
  private static boolean equal(String lower, byte[] bytes, int from) {
    for (int i = 0; i < lower.length(); i++) {
      if (lower.charAt(i) != (bytes[from + i] | ' ')) {
        return false;
      }
    }
    return true;
  }

  /// Whether `bytes` from `from` to `to` are `keep-alive`, in any case.
  static boolean keepsAlive(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return text.strip().toLowerCase(Locale.ROOT).equals("keep-alive");
  }
}
