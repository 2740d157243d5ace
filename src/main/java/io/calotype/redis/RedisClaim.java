package io.calotype.redis;

import org.jspecify.annotations.Nullable;

/// The claim of a Redis for one data set.
///
/// @param dataSet the identity of the data set
/// @param catalog the identity that this Redis must have; null if the data set does not say
public record RedisClaim(String dataSet, @Nullable String catalog) {
  /// The key of the identity of the data set whose records are in this Redis.
  static final String DATA_SET = "calotype:dataset";

  /// The key of the identity of the records in this Redis, `redis:<uuid>`. A Redis that was emptied
  /// has none, and another Redis has another one.
  static final String CATALOG = "calotype:catalog";
}
