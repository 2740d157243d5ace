package io.calotype.maintenance.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.cache.RunMode;
import io.calotype.maintenance.HouseholdFixture;
import io.calotype.maintenance.UnreadableFolder;
import io.calotype.media.Media;
import io.calotype.media.MediaId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerificationTest extends HouseholdFixture {
  @Test
  void verify_originalCannotBeRead_isUnreadAndNotAbsent() throws IOException {
    Media hidden = house.put("hidden");
    house.put("whole");

    try (UnreadableFolder _ = UnreadableFolder.at(folder(hidden))) {
      VerificationReport verified = verify("hidden", "absent", "whole");

      assertThat(verified.unread()).containsExactly(hidden.id());
      assertThat(verified.results()).hasSize(1);
    }
    assertThat(verify("hidden").unread()).isEmpty();
  }

  @Test
  void verify_recordCannotBeParsed_isUnread() throws SQLException {
    house.put("torn");
    house.put("whole");
    house.damage("torn", "attributes = 'none'");

    VerificationReport verified = verify("torn", "whole", "absent");

    assertThat(verified.unread()).containsExactly(new MediaId("torn"));
    assertThat(verified.results()).hasSize(1);
  }

  @Test
  void verify_errorOfOneMedia_keepsNoneOfTheRestFromIt() {
    house.putWithoutMaster("bad");
    house.put("whole");

    VerificationReport verified = verify("bad", "whole");

    assertThat(verified.unread()).containsExactly(new MediaId("bad"));
    assertThat(verified.results()).hasSize(1);
  }

  private Path folder(Media media) {
    return house.path(media).resolveSibling("").normalize();
  }

  private VerificationReport verify(String... ids) {
    List<MediaId> all = Stream.of(ids).map(MediaId::new).toList();
    return house.verification().verify(all, RunMode.APPLY, house.throttle.brisk());
  }
}
