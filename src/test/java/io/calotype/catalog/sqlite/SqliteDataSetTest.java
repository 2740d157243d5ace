package io.calotype.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.catalog.DataSetClaim;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDataSetTest {
  /// A data folder that was restored without its identity, beside its own catalog.
  @Test
  void claim_newIdentityOfTheFolder_isFollowed(@TempDir Path folder) throws IOException {
    try (SqliteCatalog catalog = SqliteFixture.open(folder.resolve("claimed.db"))) {
      catalog.claim(new DataSetClaim("files:one", false, null));
      catalog.claim(new DataSetClaim("files:two", true, null));
      catalog.claim(new DataSetClaim("files:two", false, null));

      assertThatThrownBy(() -> catalog.claim(new DataSetClaim("files:one", false, null)))
          .isInstanceOf(IOException.class);
    }
  }
}
