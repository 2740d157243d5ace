package io.calotype.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Changes of a record (a JSON Merge Patch, RFC 7396): null removes a value, and values that are
/// not named stay. Each method returns a copy.
public final class Changes {
  private static final String ATTRIBUTES = "attributes";

  private final Map<String, Object> members;
  private final String ifMatch;

  /// No changes.
  public Changes() {
    this(Map.of(), null);
  }

  private Changes(Map<String, Object> members, String ifMatch) {
    this.members = members;
    this.ifMatch = ifMatch;
  }

  /// @param group null removes the media from its group
  public Changes group(String group) {
    return with("group", group);
  }

  /// Changes who may see the media.
  public Changes visibility(Visibility visibility) {
    return with("visibility", visibility.text());
  }

  /// @param ttl the life of the media from now on; null removes its end
  public Changes ttl(Duration ttl) {
    return with("ttl", ttl == null ? null : ttl.toString());
  }

  /// @param focus the default of the option `focus`, such as `0.25,0.5`; null removes it
  public Changes focus(String focus) {
    return with("focus", focus);
  }

  /// @param value null removes the attribute
  public Changes attribute(String name, String value) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (members.get(ATTRIBUTES) instanceof Map<?, ?> others) {
      others.forEach((other, old) -> attributes.put((String) other, old));
    }
    attributes.put(name, value);
    return with(ATTRIBUTES, Collections.unmodifiableMap(attributes));
  }

  /// Removes all attributes.
  public Changes noAttributes() {
    return with(ATTRIBUTES, null);
  }

  /// Changes the record only if its entity tag is still this one. Otherwise the call fails with
  /// `precondition-failed`.
  public Changes ifMatch(String etag) {
    return new Changes(members, etag);
  }

  private Changes with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(members);
    all.put(name, value);
    return new Changes(Collections.unmodifiableMap(all), ifMatch);
  }

  Map<String, Object> members() {
    return members;
  }

  /// The entity tag; null for any.
  String etag() {
    return ifMatch;
  }
}
