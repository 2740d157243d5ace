package io.calotype.app.config;

import io.calotype.cdn.PurgeTarget;
import io.calotype.cli.command.TextParsers;
import io.calotype.http.semantics.SharedCaches;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The settings of caches in front of the server.
///
/// @param url the begin of links to renditions of public media; empty for the public URL
/// @param purged the caches that are purged after each change
public record CdnConfig(String url, List<PurgeTarget> purged) {
  private static final Pattern ENTRY =
      Pattern.compile("(varnish|webhook):(https?://\\S+)|(fastly|cloudflare|bunny):([^:]+):(\\S+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1024}");
  private static final int MAX_PORT = 65_535;
  private static final String VALID =
      "entries varnish:http://host:port, fastly:<service>:<token>, cloudflare:<zone>:<token>,"
          + " bunny:<pull zone>:<key> or webhook:https://…, with commas between";

  public CdnConfig {
    purged = List.copyOf(purged);
  }

  static CdnConfig of(SettingValues values) {
    return new CdnConfig(
        values.parse(Setting.CDN_URL, TextParsers::url),
        values.parse(Setting.CDN_PURGE, CdnConfig::targets));
  }

  /// What the answers of this server say to these caches.
  public SharedCaches sharedCaches() {
    return new SharedCaches(
        !purged.isEmpty(), purged.stream().anyMatch(PurgeTarget.Bunny.class::isInstance));
  }

  static List<PurgeTarget> targets(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(entry -> !entry.isEmpty())
        .map(CdnConfig::target)
        .toList();
  }

  private static PurgeTarget target(String entry) {
    Matcher parts = ENTRY.matcher(entry);
    if (!parts.matches()) {
      throw new IllegalArgumentException(VALID);
    }
    if (parts.group(1) != null) {
      URI url = url(parts.group(2));
      return parts.group(1).equals("varnish")
          ? new PurgeTarget.Varnish(url)
          : new PurgeTarget.Webhook(url);
    }
    String name = matching(NAME, parts.group(4));
    String secret = matching(TOKEN, parts.group(5));
    return switch (parts.group(3)) {
      case "fastly" -> new PurgeTarget.Fastly(name, secret);
      case "cloudflare" -> new PurgeTarget.Cloudflare(name, secret);
      default -> new PurgeTarget.Bunny(name, secret);
    };
  }

  private static String matching(Pattern form, String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(VALID);
    }
    return text;
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && url.getUserInfo() == null && url.getPort() <= MAX_PORT) {
        return url;
      }
    } catch (IllegalArgumentException notAUrl) {
      // reported below
    }
    throw new IllegalArgumentException(VALID);
  }
}
