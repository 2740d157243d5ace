package io.calotype.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Labels;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import io.calotype.media.Owner;
import io.calotype.media.Visibility;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// The events that every [Catalog] writes with its changes.
abstract class CatalogEventContract extends CatalogListContract {
  /// Opens the events of the catalog under test.
  protected abstract EventJournal journal() throws IOException;

  @Test
  void events_ofChanges_followThemInOrder() throws IOException {
    Media hidden = media("photo", NOW, null, new Labels(null, Visibility.PRIVATE, Map.of(), null));
    catalog.add(PHOTO);
    catalog.add(PHOTO);
    catalog.replace(PHOTO, hidden);
    catalog.replace(PHOTO, hidden);
    catalog.noteFailure(hidden);
    catalog.remove(hidden);
    catalog.remove(hidden);

    try (EventJournal journal = journal()) {
      assertThat(journal.latest())
          .extracting(JournalEntry::event)
          .containsExactly(
              MediaEvent.uploaded(PHOTO),
              MediaEvent.changed(PHOTO, hidden),
              MediaEvent.failed(hidden),
              MediaEvent.deleted(hidden));
    }
  }

  @Test
  void events_positions_growAndContainTheTime() throws IOException {
    catalog.add(PHOTO);
    catalog.remove(PHOTO);
    catalog.add(PHOTO);

    try (EventJournal journal = journal()) {
      List<EventPosition> all = journal.latest().stream().map(JournalEntry::position).toList();
      assertThat(all).hasSize(3).isSorted().doesNotHaveDuplicates();
      assertThat(all.getFirst().time()).isBetween(NOW.minusSeconds(60), NOW.plusSeconds(600));
      assertThat(journal.after(all.getFirst()))
          .extracting(JournalEntry::position)
          .containsExactlyElementsOf(all.subList(1, 3));
      assertThat(journal.after(all.getLast())).isEmpty();
    }
  }

  @Test
  void event_whileAReaderWaits_isReadByIt() throws Exception {
    catalog.add(PHOTO);
    try (EventJournal journal = journal();
        ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      EventPosition last = journal.latest().getLast().position();
      Future<JournalEntry> next =
          waiting.submit(() -> {
            List<JournalEntry> found = List.of();
            while (found.isEmpty()) {
              found = journal.after(last);
            }
            return found.getFirst();
          });

      catalog.remove(PHOTO);

      assertThat(next.get().event()).isEqualTo(MediaEvent.deleted(PHOTO));
    }
  }

  @Test
  void event_ofAPrivateMedia_namesItsWholeOwner() throws IOException {
    Media hidden =
        new Media(
            new MediaId("own"),
            PHOTO.original(),
            null,
            PHOTO.picture(),
            new Labels(null, Visibility.PRIVATE, Map.of(), null),
            PHOTO.lifetime(),
            Owner.ofSubject("ali\u0000ce"));
    catalog.add(hidden);

    try (EventJournal journal = journal()) {
      assertThat(journal.latest())
          .extracting(JournalEntry::event)
          .containsExactly(MediaEvent.uploaded(hidden));
    }
  }
}
