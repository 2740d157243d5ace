package io.calotype.catalog.sqlite;

import io.calotype.tickets.TicketStore;
import io.calotype.tickets.TicketStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteTicketsTest extends TicketStoreContract {
  @SuppressWarnings("NullAway.Init")
  private SqliteCatalog catalog;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    catalog = SqliteFixture.open(folder.resolve("catalog.db"));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Override
  protected TicketStore store() {
    return catalog.tickets(Clock.systemUTC());
  }
}
