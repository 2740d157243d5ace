package io.calotype.app.config;

/// The configuration of a server, in groups.
///
/// @param listening addresses, connections and web pages that may send requests
/// @param access credentials and limits of callers
/// @param uploads limits and defaults of uploads
/// @param delivery presets, sizes and the fallback picture
/// @param cdn caches in front of the server
/// @param storage the data folder, the records, the caches and their maintenance
/// @param rendering renderer processes and decoders
/// @param log the log
public record Config(
    ListenConfig listening,
    AccessConfig access,
    UploadConfig uploads,
    DeliveryConfig delivery,
    CdnConfig cdn,
    StorageConfig storage,
    RenderConfig rendering,
    LogConfig log) {

  static Config of(SettingValues values) {
    ListenConfig listening = ListenConfig.of(values);
    StorageConfig storage = StorageConfig.of(values);
    return new Config(
        listening,
        AccessConfig.of(values, listening.loopback()),
        UploadConfig.of(values),
        DeliveryConfig.of(values),
        CdnConfig.of(values),
        storage,
        RenderConfig.of(values),
        LogConfig.of(values, storage));
  }
}
