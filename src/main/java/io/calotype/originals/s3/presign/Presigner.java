package io.calotype.originals.s3.presign;

import io.calotype.media.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs URLs by AWS Signature Version 4 ("Authenticating Requests: Using Query Parameters" in the
/// Amazon S3 API reference).
///
/// The signature covers the method, the path, the query and the named headers, and not the body. A
/// digest in a named header covers the body.
public final class Presigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String MAC = "HmacSHA256";
  private static final String SERVICE = "s3";
  private static final String END = "aws4_request";
  private static final HexFormat HEX = HexFormat.of();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DATE_LENGTH = 8;

  private final BucketAddress bucket;

  public Presigner(BucketAddress bucket) {
    this.bucket = bucket;
  }

  /// Returns the URL that allows `call` from `now` on.
  public String url(PresignedCall call, SigningKeys keys, Instant now) {
    String time = TIME.format(now);
    String scope = String.join("/", time.substring(0, DATE_LENGTH), bucket.region(), SERVICE, END);
    SortedMap<String, String> headers = new TreeMap<>(call.headers());
    headers.put("host", bucket.host());
    String names = String.join(";", headers.keySet());

    Map<String, String> query = new LinkedHashMap<>(call.query());
    if (keys.session() != null) {
      query.put("X-Amz-Security-Token", keys.session());
    }
    query.put("X-Amz-Algorithm", ALGORITHM);
    query.put("X-Amz-Date", time);
    query.put("X-Amz-SignedHeaders", names);
    query.put("X-Amz-Credential", keys.id() + "/" + scope);
    query.put("X-Amz-Expires", Long.toString(call.life().toSeconds()));

    String path = path(call.key());
    String canonical =
        String.join(
            "\n",
            call.method(),
            path,
            joined(new TreeMap<>(query)),
            lines(headers),
            names,
            "UNSIGNED-PAYLOAD");
    String text = String.join("\n", ALGORITHM, time, scope, Sha256.ofText(canonical).hex());
    String signature = HEX.formatHex(mac(key(keys.secret(), scope), text));
    return bucket.scheme()
        + "://"
        + bucket.host()
        + path
        + "?"
        + joined(query)
        + "&X-Amz-Signature="
        + signature;
  }

  private String path(String key) {
    StringBuilder path = new StringBuilder(bucket.path());
    UriEncoding.path(path, key);
    return path.toString();
  }

  private static String joined(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    query.forEach((name, value) -> {
      text.append(text.isEmpty() ? "" : "&");
      UriEncoding.query(text, name);
      text.append('=');
      UriEncoding.query(text, value);
    });
    return text.toString();
  }

  /// The canonical headers: one line for each, without needless blanks.
  private static String lines(SortedMap<String, String> headers) {
    StringBuilder text = new StringBuilder();
    headers.forEach((name, value) ->
        text.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n'));
    return text.toString();
  }

  /// The key of a scope: a chain over its parts.
  private static byte[] key(String secret, String scope) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = mac(key, part);
    }
    return key;
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every Java has " + MAC, impossible);
    }
  }
}
