package io.calotype.upload;

import io.calotype.failure.Failure;
import io.calotype.failure.MediaException;
import io.calotype.media.FileName;
import io.calotype.media.Group;
import io.calotype.media.Labels;
import io.calotype.media.Lifetime;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import io.calotype.tickets.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The options of an upload beside the file.
///
/// @param id the chosen id; null if the server assigns one
/// @param group its group label; null for none
/// @param visibility the requested visibility; null for the configured default
/// @param ttl the lifetime of the media; null for unlimited
/// @param attributes free text by name
/// @param fileName the name of the file; null if the upload has none
public record UploadOptions(
    @Nullable MediaId id,
    @Nullable Group group,
    @Nullable Visibility visibility,
    @Nullable Duration ttl,
    Map<String, String> attributes,
    @Nullable FileName fileName) {
  /// Two expiry times within this distance count as equal, because an upload takes time.
  private static final Duration SAME_END = Duration.ofMinutes(1);

  /// Parses options by name.
  ///
  /// Errors: `BadRequest` with the name of the option.
  public static UploadOptions of(Map<String, String> options) {
    Builder builder = new Builder();
    options.forEach(builder::set);
    return builder.build();
  }

  /// Returns the labels of the media. An option `visibility` that is not given is
  /// `defaultVisibility`.
  public Labels labels(Visibility defaultVisibility) {
    return new Labels(
        group, Objects.requireNonNullElse(visibility, defaultVisibility), attributes, fileName);
  }

  /// Returns these options for a media with the id `chosen`.
  public UploadOptions withId(MediaId chosen) {
    return new UploadOptions(chosen, group, visibility, ttl, attributes, fileName);
  }

  /// Returns the names of the options that contradict `media`, which has the same bytes. An option
  /// not given contradicts nothing. A `ttl` matches an equal lifetime and an equal expiry time.
  public List<String> contradictedBy(Media media, Instant now) {
    List<String> differing = new ArrayList<>();
    if (group != null && !group.equals(media.labels().group())) {
      differing.add("group");
    }
    if (visibility != null && visibility != media.labels().visibility()) {
      differing.add("visibility");
    }
    if (ttl != null && !lasts(media.lifetime(), ttl, now)) {
      differing.add("ttl");
    }
    if (!media.labels().attributes().entrySet().containsAll(attributes.entrySet())) {
      differing.add("attributes");
    }
    return differing;
  }

  private static boolean lasts(Lifetime lifetime, Duration ttl, Instant now) {
    Instant end = lifetime.expires();
    return end != null
        && (lifetime.equals(Lifetime.from(lifetime.created(), ttl))
            || Duration.between(now.plus(ttl), end).abs().compareTo(SAME_END) <= 0);
  }

  /// Collects options as they arrive, in any order.
  ///
  /// Errors of every call: `BadRequest` with the name of the option.
  public static final class Builder {
    /// Prefix of an attribute's name when it is sent as an option.
    public static final String ATTRIBUTE = "attr.";

    private static final Set<String> OPTIONS =
        Set.of("id", "group", "visibility", "ttl", "filename", "owner", "created", "from-field");

    private final Map<String, String> given = new TreeMap<>();
    private final Map<String, String> attributes = new TreeMap<>();
    private @Nullable MediaId id;
    private @Nullable Group group;
    private @Nullable Visibility visibility;
    private @Nullable Duration ttl;
    private @Nullable FileName fileName;
    private @Nullable Owner owner;
    private @Nullable Instant created;
    private @Nullable String field;

    /// Returns whether an option `name` exists.
    public static boolean known(String name) {
      return OPTIONS.contains(name) || name.startsWith(ATTRIBUTE);
    }

    /// Sets one option.
    public void set(String name, String value) {
      if (given.put(name, value) != null) {
        throw bad("the option " + OptionParsers.printable(name) + " is given twice");
      }
      switch (name) {
        case "id" -> id = OptionParsers.id(value);
        case "group" -> group = OptionParsers.group(value);
        case "visibility" -> visibility = OptionParsers.visibility(value);
        case "ttl" -> ttl = OptionParsers.ttl(value);
        case "filename" -> fileName = FileName.of(value);
        case "owner" -> owner = owner(value);
        case "created" -> created = created(value);
        case "from-field" -> field = value;
        default -> attribute(name, value);
      }
    }

    /// Sets the file name sent with the bytes, unless an option has already set one.
    public void suggest(@Nullable FileName beside) {
      if (fileName == null) {
        fileName = beside;
      }
    }

    /// Returns the provenance given for a media that is migrated from another system.
    public Provenance provenance() {
      return new Provenance(owner, created, field);
    }

    /// Checks that `ticket` permits these options.
    ///
    /// Errors: those of [TicketedUploads#options].
    public void requirePermitted(Ticket ticket) {
      var _ = TicketedUploads.options(ticket, given);
    }

    /// Returns these options with those of `ticket`.
    ///
    /// Errors: those of [TicketedUploads#options].
    public Builder granted(Ticket ticket) {
      Builder granted = new Builder();
      TicketedUploads.options(ticket, given).forEach(granted::set);
      granted.suggest(fileName);
      return granted;
    }

    /// Returns all options given.
    public UploadOptions build() {
      return new UploadOptions(id, group, visibility, ttl, attributes, fileName);
    }

    private void attribute(String name, String value) {
      if (name.equals("ticket")) {
        throw bad("a ticket is sent in the query or in the header Authorization, not in the body");
      }
      if (!name.startsWith(ATTRIBUTE)) {
        throw bad(
            "the option "
                + OptionParsers.printable(name)
                + " is unknown: there are id, group, visibility, ttl, filename and attr.<name>");
      }
      String attribute = name.substring(ATTRIBUTE.length());
      OptionParsers.requireAttribute(attribute, value);
      Map<String, String> more = new TreeMap<>(attributes);
      more.put(attribute, value);
      OptionParsers.requireFitting(more);
      attributes.put(attribute, value);
    }

    private static Owner owner(String value) {
      if (!value.matches("(?s)(key|sub):.{1,290}")) {
        throw bad("the option owner is neither key:<name> nor sub:<subject>");
      }
      return new Owner(value);
    }

    private static Instant created(String value) {
      try {
        return OffsetDateTime.parse(value).toInstant();
      } catch (DateTimeParseException noTime) {
        throw bad("the option created is no time such as 2001-02-03T04:05:06Z");
      }
    }

    private static MediaException bad(String detail) {
      return new MediaException(new Failure.BadRequest(detail));
    }
  }
}
