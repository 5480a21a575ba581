import { resolve } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import type { StationFeature } from '@telltale/station';
import { permit } from '@telltale/station';
import type { DriftResponse, DriftServerView } from '@telltale/station/contract';
import type { GrafanaAddress } from '../doctor/patient.ts';
import { driftServer } from '../drift/drift-servers.ts';
import type { DriftReport, DriftServers } from '../drift/find-drift.ts';

/** What {@link driftFeature} takes. */
export interface DriftFeatureOptions {
  /** What the station was started with. */
  readonly definition: ResolvedDefinition;
  /** Reads it as it is written now. */
  readonly load: () => Promise<ResolvedDefinition>;
  /** Address of the station itself. */
  readonly url: string;
  /** The Alertmanager that is told in place of the receivers. */
  readonly alertmanager: string | undefined;
  readonly grafana: GrafanaAddress | undefined;
}

const PATH = '/api/telltale/drift';

/** `GET /api/telltale/drift`: the definition beside what the station, and the servers around it, run. */
export function driftFeature(options: DriftFeatureOptions): StationFeature {
  let running: Promise<DriftResponse> | undefined;
  return {
    name: 'drift',
    routes: (server) => {
      // Who asks while somebody else does gets the same answer: a comparison asks much.
      server.get(PATH, permit('view'), async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        running ??= compare(options).finally(() => (running = undefined));
        return running;
      });
    },
  };
}

async function compare(options: DriftFeatureOptions): Promise<DriftResponse> {
  const { definition: started, load } = options;
  let fileError = '';
  const definition = await load().catch((error: unknown) => {
    fileError = error instanceof Error ? error.message : String(error);
    return started;
  });
  const compared = await Promise.all(serversOf(options).map((server) => compareOne(definition, server)));
  return {
    comparedAtMs: Date.now(),
    compared: compared.reduce((sum, { report }) => sum + report.compared, 0),
    file: started.file === undefined ? '' : resolve(started.file),
    fileError,
    servers: compared.map(({ view }) => view),
    findings: compared.flatMap(({ report }) => report.findings),
    notices: compared.flatMap(({ report }) => report.notices),
  };
}

interface ComparedServer {
  readonly kind: DriftServerView['kind'];
  readonly address: string;
  readonly servers: DriftServers;
}

/** The station for itself; routing is that of its Alertmanager, where it has one. */
function serversOf({ url, alertmanager, grafana }: DriftFeatureOptions): readonly ComparedServer[] {
  const station = driftServer(url);
  return [
    {
      kind: 'station',
      address: url,
      servers: { prometheus: station, ...(alertmanager === undefined && { alertmanager: station }) },
    },
    ...(alertmanager === undefined
      ? []
      : [
          {
            kind: 'alertmanager' as const,
            address: alertmanager,
            servers: { alertmanager: driftServer(alertmanager) },
          },
        ]),
    ...(grafana === undefined
      ? []
      : [
          {
            kind: 'grafana' as const,
            address: grafana.address,
            servers: { grafana: driftServer(grafana.address, grafana.token) },
          },
        ]),
  ];
}

const NOTHING: DriftReport = { findings: [], notices: [], compared: 0 };

/** One that does not answer spoils no other. */
async function compareOne(
  definition: ResolvedDefinition,
  { kind, address, servers }: ComparedServer,
): Promise<{ readonly view: DriftServerView; readonly report: DriftReport }> {
  try {
    // Nobody needs the comparison before.
    const { findDrift } = await import('../drift/find-drift.ts');
    return { view: { kind, address, error: '' }, report: await findDrift(definition, servers) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { view: { kind, address, error: reason }, report: NOTHING };
  }
}
