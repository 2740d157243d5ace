package io.calotype.media.geometry;

/// The anchor of a request that names none: the focus of the media, or else the centre.
public record UsualAnchor() implements Anchor {
  @Override
  public String text() {
    return Gravity.CENTER.text();
  }

  @Override
  public Framing cropping(Dimensions scaled, Dimensions size) {
    return Gravity.CENTER.cropping(scaled, size);
  }
}
