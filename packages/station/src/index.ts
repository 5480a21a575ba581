export { createStation } from './station.ts';
export type { Station } from './station.ts';
export type { StationFeature, StationJob } from './feature.ts';
export type { AlertingSettings, StationSettings } from './settings.ts';
export { parseTargetAddress } from './discovery/static-targets.ts';
export type { MessagePreview, NotificationView, ReceiverTestView } from './contract.ts';
export { parseClickHouseUrl } from './clickhouse/clickhouse-settings.ts';
export type { ClickHouseSettings } from './clickhouse/clickhouse-settings.ts';
export { parseForwardLogs, parseForwardMetrics, parseForwardTraces } from './forward/forward-settings.ts';
