import { createStation } from '@telltale/station';
import type { StationSettings } from '@telltale/station';
import { instrument } from '@telltale/sdk';
import { defineMonitoring } from '@telltale/sdk/define';
import type { ListedRoute } from './route-list.ts';
import { routeList } from './route-list.ts';

/** What a test says of the station; the rest is as `telltale up` has it. */
export type ExposedSettings = Partial<StationSettings> & { readonly dataFolder: string };

/** Where everything listens that somebody else can reach. */
export interface ExposedPorts {
  readonly station: number;
  readonly otlpHttp: number;
  readonly otlpGrpc: number;
  /** The metrics server of a service, which the SDK opens. */
  readonly metrics: number;
}

/** What the program tells once it listens. */
export interface Told {
  readonly ports: ExposedPorts;
  /** Everything that the station's own port answers. */
  readonly routes: readonly ListedRoute[];
}

// A program of its own: what ends a process, or fills its memory, is seen by who asks it.
const settings = JSON.parse(process.argv[2] ?? '') as ExposedSettings;
const { feature, routes } = routeList();
const station = await createStation({
  version: '0.0.0',
  port: 0,
  ruleGroups: [],
  targets: [],
  builtInIntervalMs: 60_000,
  collectHost: false,
  otlp: { http: 0, grpc: 0 },
  features: [feature],
  ...settings,
});
const service = instrument(defineMonitoring({ service: 'shop' }));
const metrics = await service.serve({ port: 0 });

const portOf = (url: string | undefined) => Number(new URL(url ?? '').port);
const ports: ExposedPorts = {
  station: portOf(station.url),
  otlpHttp: portOf(station.otlp.httpUrl),
  otlpGrpc: portOf(station.otlp.grpcUrl),
  metrics: portOf(metrics.url),
};
const told: Told = { ports, routes: routes() };
process.send?.(told);
process.once('SIGTERM', async () => {
  await service.shutdown();
  await station.stop();
  process.disconnect();
});
