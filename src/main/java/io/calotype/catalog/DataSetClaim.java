package io.calotype.catalog;

import org.jspecify.annotations.Nullable;

/// The claim of a catalog for one data set.
///
/// @param identity the identity of the data set, such as `s3:<uuid>`
/// @param created whether the identity is new. A catalog in the data folder then follows it: the
///   folder was restored without its identity.
/// @param catalog the identity of the catalog that the store of originals names as its own; null if
///   it names none, or has not answered yet
/// @param former the identity of the data set before its originals moved, which `identity`
///   replaces; null if they do not move
public record DataSetClaim(
    String identity, boolean created, @Nullable String catalog, @Nullable String former) {
  /// The claim for a data set whose originals do not move.
  public DataSetClaim(String identity, boolean created, @Nullable String catalog) {
    this(identity, created, catalog, null);
  }

  /// Returns the claim for a store that names `catalog`.
  public DataSetClaim of(String catalog) {
    return new DataSetClaim(identity, created, catalog, former);
  }
}
