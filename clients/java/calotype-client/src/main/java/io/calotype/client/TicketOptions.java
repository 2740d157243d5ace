package io.calotype.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Limits of a ticket, and the options of its uploads. Those that are not named are left to the
/// server. Each method returns a copy.
public final class TicketOptions {
  private final Map<String, Object> members;

  /// One upload of any type, within an hour.
  public TicketOptions() {
    this(Map.of());
  }

  private TicketOptions(Map<String, Object> members) {
    this.members = members;
  }

  /// @param max the maximum length of each file
  public TicketOptions bytes(long max) {
    return with("bytes", max);
  }

  /// @param types such as `image/jpeg`, or `image/*` and `video/*`
  public TicketOptions types(String... types) {
    return with("types", List.of(types));
  }

  /// @param files the number of uploads, 1 to 1000
  public TicketOptions count(int files) {
    return with("count", files);
  }

  /// The id of the media, of which there is only one.
  public TicketOptions id(String id) {
    return with("id", id);
  }

  /// Puts the media into a group.
  public TicketOptions group(String group) {
    return with("group", group);
  }

  /// Decides who may see the media.
  public TicketOptions visibility(Visibility visibility) {
    return with("visibility", visibility.text());
  }

  /// @param ttl the life of the media
  public TicketOptions ttl(Duration ttl) {
    return with("ttl", ttl.toString());
  }

  /// @param expires the time in which uploads begin, up to 7 days
  public TicketOptions expires(Duration expires) {
    return with("expires", expires.toString());
  }

  private TicketOptions with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(members);
    all.put(name, value);
    return new TicketOptions(all);
  }

  /// The options by the names of the API.
  Map<String, Object> members() {
    return members;
  }
}
