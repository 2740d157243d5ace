package io.calotype.media;

import io.calotype.media.geometry.Focus;
import org.jspecify.annotations.Nullable;

/// One uploaded image or video. An id always means the same bytes until it is deleted.
///
/// @param id its identifier
/// @param original the bytes as uploaded
/// @param master the source of renditions in place of an original that not every machine can
///   decode; null if they are made from the original
/// @param picture facts of the displayed picture
/// @param labels the uploader's labels
/// @param lifetime its creation and expiry times
/// @param owner the identity of the uploader; null if uploads need no credentials
public record Media(
    MediaId id,
    Original original,
    @Nullable Original master,
    Picture picture,
    Labels labels,
    Lifetime lifetime,
    @Nullable Owner owner) {

  /// Returns this media with another lifetime.
  public Media living(Lifetime other) {
    return new Media(id, original, master, picture, labels, other, owner);
  }

  /// Returns this media with other labels.
  public Media labelled(Labels other) {
    return new Media(id, original, master, picture, other, lifetime, owner);
  }

  /// Returns this media with other stored copies of its bytes.
  ///
  /// @param copy a copy of the original
  /// @param itsMaster a master; null for none
  public Media storedAs(Original copy, @Nullable Original itsMaster) {
    return new Media(id, copy, itsMaster, picture, labels, lifetime, owner);
  }

  /// Returns whether both are one upload: an id may have been reused. Labels and times do not
  /// count, because an application may change them in Redis.
  public boolean sameUpload(Media other) {
    return id.equals(other.id) && original.equals(other.original);
  }

  /// A short text for URLs that identifies the bytes of all renditions: that of the original, and
  /// the focus, which changes what they show.
  public String version() {
    Focus focus = labels.focus();
    return original.version() + (focus == null ? "" : "-" + focus.x() + "-" + focus.y());
  }

  /// The source of renditions.
  public Original source() {
    return master == null ? original : master;
  }

  /// The picture that renditions show; a single frame if there is a master.
  public Picture rendered() {
    return master == null ? picture : picture.still();
  }

  /// Returns this media as private, for responses to authorised callers only.
  public Media closed() {
    return labelled(labels.seen(Visibility.PRIVATE));
  }

  /// Returns whether it is public.
  public boolean open() {
    return labels.visibility() == Visibility.PUBLIC;
  }
}
