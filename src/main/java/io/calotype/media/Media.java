package io.calotype.media;

import org.jspecify.annotations.Nullable;

/// One uploaded image or video. An id always means the same bytes until it is deleted.
///
/// @param id its name
/// @param original the bytes as uploaded
/// @param master what renditions are made from in place of an original that not every machine can
///   decode; null where they are made from the original
/// @param picture what they show
/// @param labels what the uploader says of it
/// @param lifetime from when to when it exists
/// @param owner who has uploaded it; null where nobody was asked
public record Media(
    MediaId id,
    Original original,
    @Nullable Original master,
    Picture picture,
    Labels labels,
    Lifetime lifetime,
    @Nullable Owner owner) {

  /// This media with another life.
  public Media living(Lifetime other) {
    return new Media(id, original, master, picture, labels, other, owner);
  }

  /// Whether both are one upload: an id may have been used again.
  public boolean sameUpload(Media other) {
    return id.equals(other.id)
        && original.equals(other.original)
        && lifetime.created().equals(other.lifetime.created());
  }

  /// What renditions are made from.
  public Original source() {
    return master == null ? original : master;
  }

  /// The picture that renditions show: a master stands still.
  public Picture rendered() {
    return master == null ? picture : picture.still();
  }

  /// The same media as private: for answers that go to callers with a right only.
  public Media closed() {
    Labels closed = labels.seen(Visibility.PRIVATE);
    return new Media(id, original, master, picture, closed, lifetime, owner);
  }

  /// Whether everybody may see it.
  public boolean open() {
    return labels.visibility() == Visibility.PUBLIC;
  }
}
