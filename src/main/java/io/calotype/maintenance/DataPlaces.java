package io.calotype.maintenance;

import io.calotype.cache.RunMode;
import io.calotype.cluster.Nodes;
import io.calotype.maintenance.Coverage.Place;
import java.util.EnumSet;
import java.util.Set;

/// The places of the data of this node and of the data set, and which of them each command covers.
public final class DataPlaces {
  private final Nodes nodes;
  private final Set<Place> originals;
  private final Set<Place> shared;

  /// @param originals the places of originals and masters
  /// @param sharedRenditions whether the bucket has renditions
  public DataPlaces(Nodes nodes, Set<Place> originals, boolean sharedRenditions) {
    this.nodes = nodes;
    this.originals = originals;
    this.shared = sharedRenditions ? EnumSet.of(Place.BUCKET) : EnumSet.noneOf(Place.class);
  }

  /// The census counts the renditions of this node, and all originals.
  public Coverage census() {
    return coverage(EnumSet.of(Place.NODE), originals);
  }

  /// A clear removes the renditions of all nodes and of the bucket. A dry run counts those of this
  /// node and of the bucket.
  public Coverage clear(RunMode mode) {
    boolean all = nodes.distributed() && mode == RunMode.APPLY;
    return coverage(with(all ? Place.NODES : Place.NODE), Set.of());
  }

  /// A verification reads the renditions of this node, and the originals of its media.
  public Coverage verification() {
    return census();
  }

  /// A search for orphans lists the renditions of this node and of the bucket, and all originals.
  public Coverage orphans() {
    return coverage(with(Place.NODE), originals);
  }

  private Set<Place> with(Place own) {
    Set<Place> places = EnumSet.of(own);
    places.addAll(shared);
    return places;
  }

  private Coverage coverage(Set<Place> renditions, Set<Place> covered) {
    return new Coverage(nodes.name(), nodes.running(), renditions, covered);
  }
}
