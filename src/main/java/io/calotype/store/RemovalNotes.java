package io.calotype.store;

import io.calotype.cluster.WorkQueue;
import io.calotype.media.Incarnation;
import io.calotype.media.MediaId;
import io.calotype.originals.BlobKey;
import io.calotype.originals.BlobKind;
import io.calotype.telemetry.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The blobs that are to be removed, as tasks in a queue: `<id> <kind>[.<incarnation>] …`.
final class RemovalNotes {
  private final WorkQueue queue;

  RemovalNotes(WorkQueue queue) {
    this.queue = queue;
  }

  /// One removal.
  ///
  /// @param id the media, whose renditions and set-aside blobs are removed too
  record Note(WorkQueue.Task task, MediaId id, List<BlobKey> blobs) {}

  /// Records durably that `blobs` of `id` are to be removed.
  Note add(MediaId id, List<BlobKey> blobs) {
    StringBuilder text = new StringBuilder(id.value());
    for (BlobKey blob : blobs) {
      text.append(' ').append(blob.kind());
      if (blob.incarnation() != null) {
        text.append('.').append(blob.incarnation());
      }
    }
    return new Note(queue.add(text.toString()), id, blobs);
  }

  /// Returns the removals that were noted before `then` and are not complete.
  List<Note> waiting(Instant then) {
    return queue.waiting(then).stream().flatMap(task -> parsed(task).stream()).toList();
  }

  private static Optional<Note> parsed(WorkQueue.Task task) {
    String[] words = task.text().split(" ", -1);
    try {
      MediaId id = new MediaId(words[0]);
      List<BlobKey> blobs = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        String[] parts = words[i].split("\\.", -1);
        Incarnation incarnation = parts.length == 1 ? null : new Incarnation(parts[1]);
        blobs.add(new BlobKey(id, BlobKind.valueOf(parts[0]), incarnation));
      }
      return Optional.of(new Note(task, id, blobs));
    } catch (IllegalArgumentException foreign) {
      EventLog.warn("removal.unreadable", "task", task.name());
      return Optional.empty();
    }
  }

  /// Removes the note of a removal that is complete, soon: if the node stops before, the removal is
  /// repeated, which does no harm.
  void complete(Note note) {
    queue.completeSoon(note.task());
  }
}
