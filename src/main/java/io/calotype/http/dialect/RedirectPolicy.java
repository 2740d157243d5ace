package io.calotype.http.dialect;

import io.calotype.access.SignedUrl;
import io.calotype.http.routing.QueryParameters;
import io.calotype.media.Media;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answers that are redirects, as pure decisions about requests whose right was checked.
///
/// @param on whether originals and large renditions are redirected
/// @param fromBytes the length from which on a rendition is large
/// @param cdn the CDN of public media; null if there is none
public record RedirectPolicy(boolean on, long fromBytes, @Nullable CdnAddress cdn) {
  /// The attribute with the address of a copy of the original on the CDN.
  public static final String FILE = "cdn_url";

  /// The place that a client is sent to for bytes.
  public sealed interface Target {
    /// This server sends them.
    record Here() implements Target {}

    /// The copy of the original at `url`, which the record names.
    record File(String url) implements Target {}

    /// The CDN, which fetches them from this server.
    record Cdn(CdnAddress address) implements Target {}

    /// The store, if it has them and gives a URL. Otherwise this server sends them.
    record Store() implements Target {}
  }

  /// Returns the target of a request with `options` for the original of `media`.
  ///
  /// @param open whether the original needs no credentials
  public Target original(Media media, QueryParameters options, boolean open) {
    if (!movable(media, options)) {
      return new Target.Here();
    }
    Optional<String> file = file(media);
    if (file.isPresent() && !options.contains("download")) { // the copy lacks the header
      return new Target.File(file.get());
    }
    if (!on) {
      return new Target.Here();
    }
    return cdn != null && open && !signed(options) ? new Target.Cdn(cdn) : new Target.Store();
  }

  /// Returns whether the record of `media` names an address that the request ignores, because it is
  /// none of a file on the CDN.
  public boolean ignoresFile(Media media, QueryParameters options) {
    return movable(media, options) && claimed(media) != null && file(media).isEmpty();
  }

  /// Returns the target of a request with `options` for a rendition of `media` of `bytes` bytes.
  public Target rendition(Media media, QueryParameters options, long bytes) {
    if (!on || bytes < fromBytes || OriginFetch.marks(options)) {
      return new Target.Here();
    }
    return cdn != null && media.open() && !signed(options)
        ? new Target.Cdn(cdn)
        : new Target.Store();
  }

  /// This server sends types that a browser executes: its headers disarm them. A request of the CDN
  /// would be redirected to itself.
  private static boolean movable(Media media, QueryParameters options) {
    return media.original().type().inert() && !OriginFetch.marks(options);
  }

  private Optional<String> file(Media media) {
    String claimed = claimed(media);
    return cdn == null || claimed == null ? Optional.empty() : cdn.file(claimed);
  }

  /// The address in the record; null if there is none, or if it does not count.
  private @Nullable String claimed(Media media) {
    return cdn == null || !media.open() ? null : media.labels().attributes().get(FILE);
  }

  /// Whether the URL is signed. The signature would not cover the address on the CDN.
  private static boolean signed(QueryParameters options) {
    return options.contains(SignedUrl.SIGNATURE);
  }
}
