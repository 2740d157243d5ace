package io.calotype.redis;

import org.jspecify.annotations.Nullable;

/// The claim of a Redis for one data set.
///
/// @param dataSet the identity of the data set
/// @param catalog the identity that this Redis must have; null if the data set does not say
/// @param former the identity of the data set before it moved, which `dataSet` replaces; null if it
///   does not move
public record RedisClaim(String dataSet, @Nullable String catalog, @Nullable String former) {
  /// The claim for a data set that does not move.
  public RedisClaim(String dataSet, @Nullable String catalog) {
    this(dataSet, catalog, null);
  }

  /// The key of the identity of the data set whose records are in this Redis.
  static final String DATA_SET = "calotype:dataset";

  /// The key of the identity of the records in this Redis, `redis:<uuid>`. A Redis that was emptied
  /// has none, and another Redis has another one.
  static final String CATALOG = "calotype:catalog";
}
