package io.calotype.client;

import java.util.List;

/// The result of a batch.
///
/// @param deleted count of deleted media
/// @param missing ids that do not exist, or that the caller may not know
/// @param refused ids of public media of others
/// @param failed ids that could not be deleted at the moment
public record Deletion(
    long deleted, List<String> missing, List<String> refused, List<String> failed) {
  public Deletion {
    missing = List.copyOf(missing);
    refused = List.copyOf(refused);
    failed = List.copyOf(failed);
  }
}
