package io.calotype.http.exchange;

import io.calotype.access.Authenticator;
import io.calotype.access.PublicOriginals;
import io.calotype.access.RateLimit;
import io.calotype.access.Signatures;
import io.calotype.access.TokenSettings;
import io.calotype.http.connection.ConnectionLimit;
import io.calotype.http.connection.TrustedProxies;
import io.calotype.http.dialect.CalotypeDialect;
import io.calotype.http.dialect.SizeSteps;
import io.calotype.telemetry.Telemetry;
import io.calotype.upload.Incoming;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/// The context of exchanges on a server without keys, for tests of single handlers.
public final class KeylessContext {
  private static final Clock CLOCK = Clock.systemUTC();

  private KeylessContext() {}

  /// Creates a context.
  public static ServerContext open() {
    return new ServerContext(
        policy(),
        Executors.newVirtualThreadPerTaskExecutor(),
        new DateHeader(CLOCK),
        new RequestMeters(new Telemetry()),
        new ConnectionLimit(1, new Telemetry()),
        null);
  }

  private static ClientPolicy policy() {
    TokenSettings noTokens = new TokenSettings(null, null, null, null);
    Cors cors = new Cors(List.of());
    return new ClientPolicy(
        new ClientPolicy.Access(
            new Authenticator(
                List.of(), noTokens, new Signatures(List.of()), _ -> Optional.empty(), CLOCK),
            PublicOriginals.ALL,
            new CalotypeDialect(List.of(), SizeSteps.STANDARD)),
        new ClientPolicy.Limits(
            new RateLimit(RateLimit.PerMinute.UNLIMITED, System::nanoTime),
            new Incoming(1L << 30),
            new TrustedProxies(List.of())),
        cors,
        new KeylessPolicy(true, cors, ""));
  }
}
