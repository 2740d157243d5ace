package io.calotype.maintenance;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Real stores in a folder of their own for each test.
public abstract class HouseholdFixture {
  @SuppressWarnings("NullAway.Init")
  public Household house;

  @BeforeEach
  void openHouse(@TempDir Path root) {
    house = new Household(root);
  }

  @AfterEach
  void closeHouse() throws IOException {
    house.close();
  }
}
