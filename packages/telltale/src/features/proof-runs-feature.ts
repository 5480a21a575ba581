import type { ResolvedDefinition } from '@telltale/definition';
import type { StationFeature, StationReply, StationServer } from '@telltale/station';
import { permit } from '@telltale/station';
import type { ProofRunRequest, ProofRunsResponse } from '@telltale/station/contract';
import { drillStation } from '../prove/live/drill-peers.ts';
import { startProofProcess } from '../prove/runs/proof-process.ts';
import { ProofRuns } from '../prove/runs/proof-runs.ts';

/** What {@link proofRunsFeature} takes. */
export interface ProofRunsFeatureOptions {
  /** File of the definition, for the process that proves. */
  readonly configFile: string;
  readonly environment: string | undefined;
  /** Address of the station, which keeps the proofs. */
  readonly url: string;
}

const PATH = '/api/telltale/proof_runs';
const MAX_ALERTS = 1000;
const SCHEMA = {
  type: 'object',
  required: ['alerts', 'tell'],
  properties: {
    alerts: { type: 'array', maxItems: MAX_ALERTS, items: { type: 'string' } },
    tell: { enum: ['sink', 'receivers'] },
  },
} as const;

/** `POST`, `GET` and `DELETE` of `/api/telltale/proof_runs`: alerts are proven because somebody asks for it. */
export function proofRunsFeature(options: ProofRunsFeatureOptions): StationFeature {
  const { configFile: config, environment, url } = options;
  const runs = new ProofRuns({
    start: startProofProcess,
    order: { config, ...(environment !== undefined && { environment }) },
    keep: (proof) => drillStation(url).keep([proof]),
    now: () => Date.now(),
  });
  return {
    name: 'proof runs',
    routes: (server, inForce) => registerRoutes(server, runs, () => alertsOf(inForce())),
    jobs: [{ name: 'proof runs', start: () => undefined, stop: () => runs.stopAll() }],
  };
}

function alertsOf(definition: ResolvedDefinition | undefined): readonly string[] {
  const alerts = (definition?.rules ?? []).filter(({ kind }) => kind === 'alerting');
  return [...new Set(alerts.map(({ name }) => name))];
}

function registerRoutes(server: StationServer, runs: ProofRuns, provable: () => readonly string[]): void {
  server.post<{ Body: ProofRunRequest }>(
    PATH,
    { schema: { body: SCHEMA }, ...permit('edit') },
    async ({ body }, reply) => {
      const names = provable();
      const unknown = body.alerts.find((name) => !names.includes(name));
      if (unknown !== undefined) return refuse(reply, 400, `no alert of the definition is named ${unknown}`);
      if (names.length === 0) return refuse(reply, 400, 'the definition has no alerts');
      if (runs.running)
        return refuse(reply, 409, 'alerts are being proven already: wait for the end, or stop it');
      return runs.start({ ...body, alerts: body.alerts.length === 0 ? names : [...new Set(body.alerts)] });
    },
  );
  server.get(PATH, permit('view'), async (_request, reply): Promise<ProofRunsResponse> => {
    reply.header('cache-control', 'no-store');
    return { runs: runs.list(), provable: provable() };
  });
  server.get<{ Params: { id: string } }>(`${PATH}/:id`, permit('view'), async ({ params }, reply) => {
    reply.header('cache-control', 'no-store');
    return runs.find(params.id) ?? refuse(reply, 404, 'there is no such run; it may be long ago');
  });
  server.delete<{ Params: { id: string } }>(`${PATH}/:id`, permit('edit'), async ({ params }, reply) =>
    runs.stop(params.id) ? reply.code(204).send() : refuse(reply, 404, 'there is no such run'),
  );
}

function refuse(reply: StationReply, status: number, error: string): StationReply {
  return reply.code(status).send({ error });
}
