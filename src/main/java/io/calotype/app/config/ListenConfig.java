package io.calotype.app.config;

import io.calotype.cli.command.TextParsers;
import io.calotype.http.CalotypeServer;
import io.calotype.http.connection.TrustedProxies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings of connections.
///
/// @param main the address of the server
/// @param admin the separate address of health and metrics; null serves them at `main`
/// @param maxConnections maximum number of open connections
/// @param proxies the proxies whose `X-Forwarded-For` is trusted
/// @param corsOrigins origins of web pages that CORS allows; `*` allows all
/// @param publicUrl the prefix of links; empty creates paths
public record ListenConfig(
    CalotypeServer.Address main,
    CalotypeServer.@Nullable Address admin,
    int maxConnections,
    TrustedProxies proxies,
    List<String> corsOrigins,
    String publicUrl) {
  public ListenConfig {
    corsOrigins = List.copyOf(corsOrigins);
  }

  static ListenConfig of(SettingValues values) {
    String host = values.parse(Setting.HOST, SettingParsers::host);
    int port = values.parse(Setting.PORT, SettingParsers::port);
    CalotypeServer.Address admin =
        values
            .parse(Setting.ADMIN_PORT, SettingParsers.orAbsent(SettingParsers::port))
            .map(separate -> new CalotypeServer.Address(host, separate))
            .orElse(null);
    return new ListenConfig(
        new CalotypeServer.Address(host, port),
        admin,
        values.parse(Setting.MAX_CONNECTIONS, SettingParsers.number(1, 1_000_000)),
        values.parse(Setting.TRUSTED_PROXIES, AccessSettingParsers::proxies),
        values.parse(Setting.CORS_ORIGINS, AccessSettingParsers::origins),
        values.parse(Setting.PUBLIC_URL, TextParsers::url));
  }

  /// Whether only this machine can connect.
  boolean loopback() {
    return SettingParsers.loopback(main.host());
  }
}
