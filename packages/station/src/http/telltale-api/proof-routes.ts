import { explainAlert } from '@telltale/alerting';
import type { AlertExplanation, AlertProof } from '@telltale/alerting';
import { TelltaleError } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { Alerting } from '../../alerts/create-alerting.ts';
import type { LiveDrill, LiveDrillRequest } from '../../drills/station-drills.ts';
import type { StationQueries } from '../../query/station-queries.ts';
import type { ProofStore, StoredProof } from '../../proofs/proof-store.ts';
import { BadRequestError } from '../bad-request-error.ts';

const TEXTS = { type: 'object', additionalProperties: { type: 'string' } } as const;
const MAX_DRILL_SECONDS = 86_400;
/** Proofs hold what was delivered. */
const MAX_PROOFS_BYTES = 16 * 1024 * 1024;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** What proofs are made with. */
export interface ProofRoutesOptions {
  readonly alerting: Alerting;
  readonly queries: StationQueries;
  readonly proofs: ProofStore;
  readonly now: () => number;
}

/**
 * `GET /api/telltale/alerts/{name}/why` explains an alert; `/api/telltale/drills` begins, shows and ends drills;
 * `/api/telltale/proofs` keeps what was proven.
 */
export function registerProofRoutes(server: FastifyInstance, options: ProofRoutesOptions): void {
  registerExplanation(server, options);
  registerDrills(server, options.alerting);
  registerProofs(server, options.proofs);
}

function registerExplanation(server: FastifyInstance, { alerting, queries, now }: ProofRoutesOptions): void {
  server.get<{ Params: { name: string } }>(
    '/api/telltale/alerts/:name/why',
    async ({ params }): Promise<AlertExplanation> => {
      const { rules, notifier } = alerting;
      return explainAlert(params.name, {
        groups: rules.groups(),
        configuration: notifier.configuration,
        alerts: notifier.alerts(),
        notifications: notifier.notifications(500),
        query: queries.query,
        nowMs: now(),
      }).catch(badRequest);
    },
  );
}

function registerDrills(server: FastifyInstance, { drills }: Alerting): void {
  server.post<{ Body: LiveDrillRequest }>(
    '/api/telltale/drills',
    {
      schema: {
        body: {
          type: 'object',
          required: ['alertName', 'labels', 'seconds'],
          properties: {
            alertName: { type: 'string' },
            labels: TEXTS,
            seconds: { type: 'number', minimum: 1, maximum: MAX_DRILL_SECONDS },
            receivers: { type: 'array', items: { type: 'object', required: ['name', 'kind'] } },
            secrets: TEXTS,
          },
        },
      },
    },
    async ({ body }): Promise<{ readonly id: string }> => {
      checkAddresses(body);
      return { id: await drills.begin(body).catch(badRequest) };
    },
  );
  server.get<{ Params: { id: string } }>(
    '/api/telltale/drills/:id',
    async ({ params }): Promise<LiveDrill> => {
      const drill = drills.find(params.id);
      if (drill) return drill;
      throw new BadRequestError('there is no such drill; it may be over');
    },
  );
  server.delete<{ Params: { id: string } }>('/api/telltale/drills/:id', async ({ params }, reply) => {
    await drills.end(params.id);
    return reply.code(204).send();
  });
}

function registerProofs(server: FastifyInstance, proofs: ProofStore): void {
  server.get('/api/telltale/proofs', async (): Promise<{ readonly proofs: readonly StoredProof[] }> => ({
    proofs: await proofs.list(),
  }));
  server.post<{ Body: { readonly proofs: readonly AlertProof[] } }>(
    '/api/telltale/proofs',
    {
      bodyLimit: MAX_PROOFS_BYTES,
      schema: {
        body: {
          type: 'object',
          required: ['proofs'],
          properties: {
            proofs: {
              type: 'array',
              items: {
                type: 'object',
                required: ['alertName', 'hash', 'steps', 'provenAtMs'],
                properties: {
                  alertName: { type: 'string' },
                  hash: { type: 'string' },
                  steps: { type: 'array' },
                  provenAtMs: { type: 'number' },
                },
              },
            },
          },
        },
      },
    },
    async ({ body }, reply) => {
      await proofs.put(body.proofs);
      return reply.code(204).send();
    },
  );
}

/** Who orders a drill must not make the station post to anywhere else. */
function checkAddresses({ receivers = [], secrets = {} }: LiveDrillRequest): void {
  const addresses = [
    ...Object.values(secrets).filter((value) => /^https?:/i.test(value)),
    ...receivers.flatMap((receiver) => {
      if (receiver.kind === 'email') return [`http://${receiver.smarthost}`];
      const { url } = receiver;
      return typeof url === 'string' ? [url] : [];
    }),
  ];
  const foreign = addresses.find((address) => !LOOPBACK.test(URL.parse(address)?.hostname ?? ''));
  if (foreign !== undefined)
    throw new BadRequestError('the receivers of a drill must be on this machine: give addresses of loopback');
}

function badRequest(error: unknown): never {
  if (error instanceof TelltaleError) throw new BadRequestError(error.message);
  throw error;
}
