package io.calotype.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.media.Owner;
import io.calotype.media.Sha256;
import io.calotype.tickets.TicketId;
import io.calotype.upload.Uploader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadJournalTest {
  private static final ResumableId ID = new ResumableId("b".repeat(26));
  private static final Instant AT = Instant.parse("2001-02-03T04:05:06.789Z");

  @Test
  void journal_everyChange_isReadAsWritten() {
    UploadHead.Role whole = new UploadHead.Role.Whole(List.of(ID));
    Uploader holder = new Uploader(null, new Uploader.Held(new TicketId(Sha256.ofText("t")), 9));
    UploadHead head = new UploadHead(AT, holder, whole, Map.of("id", "a"), "id YQ==");
    UploadState state = new UploadState(ID, head, 5L, 3, new UploadOutcome.Used(ID));

    assertThat(UploadJournal.parse(UploadJournal.text(state))).isEqualTo(Optional.of(state));
  }

  @Test
  void journal_partOfALine_isSkipped() {
    UploadHead.Role alone = new UploadHead.Role.Alone();
    UploadHead head =
        new UploadHead(AT, Uploader.of(new Owner("key:a")), alone, Map.of("id", "a"), "");
    UploadState state = new UploadState(ID, head, null, 0, null);
    String text = UploadJournal.text(state) + "{\"offset\":5" + "\n{\"offset\":3}\n\0\0\0";

    assertThat(UploadJournal.parse(text)).isEqualTo(Optional.of(state.withOffset(3)));
  }
}
