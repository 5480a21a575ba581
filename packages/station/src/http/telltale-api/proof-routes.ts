import { explainAlert } from '@telltale/alerting';
import type { AlertExplanation, AlertProof, RuleGroupStatus } from '@telltale/alerting';
import { TelltaleError } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { Alerting } from '../../alerts/create-alerting.ts';
import type { LiveDrill, LiveDrillRequest } from '../../drills/station-drills.ts';
import type { StationQueries } from '../../query/station-queries.ts';
import type { StoredProof } from '../../contract.ts';
import type { ProofStore } from '../../proofs/proof-store.ts';
import { BadRequestError } from '../bad-request-error.ts';
import { checkedBody } from '../checked-body.ts';
import { DRILL_SCHEMA, PROOFS_SCHEMA } from './proof-schemas.ts';
import { permit } from '../../sign-in/permit.ts';

/** Proofs hold what was delivered. */
const MAX_PROOFS_BYTES = 16 * 1024 * 1024;

/** What proofs are made with. */
export interface ProofRoutesOptions {
  readonly alerting: Alerting;
  readonly queries: StationQueries;
  /** The rules that are evaluated: here, or by the server that is read from. */
  readonly ruleGroups: () => Promise<readonly RuleGroupStatus[]>;
  /** Host and port of the server that evaluates them, where that is not the station. */
  readonly evaluatedBy: string | undefined;
  readonly proofs: ProofStore;
  /** Called after proofs were kept. */
  readonly onProofs: () => void;
  readonly now: () => number;
}

/**
 * `GET /api/telltale/alerts/{name}/why` explains an alert; `/api/telltale/drills` begins, shows and ends drills;
 * `/api/telltale/proofs` keeps what was proven.
 */
export function registerProofRoutes(server: FastifyInstance, options: ProofRoutesOptions): void {
  registerExplanation(server, options);
  registerDrills(server, options.alerting);
  registerProofs(server, options);
}

function registerExplanation(server: FastifyInstance, options: ProofRoutesOptions): void {
  const { alerting, queries, ruleGroups, evaluatedBy, now } = options;
  server.get<{ Params: { name: string } }>(
    '/api/telltale/alerts/:name/why',
    permit('view'),
    async ({ params }): Promise<AlertExplanation> => {
      const { notifier } = alerting;
      return explainAlert(params.name, {
        groups: await ruleGroups(),
        ...(evaluatedBy !== undefined && { evaluatedBy }),
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
    { ...checkedBody(DRILL_SCHEMA), ...permit('edit') },
    async ({ body }): Promise<{ readonly id: string }> => ({
      id: await drills.begin(body).catch(badRequest),
    }),
  );
  server.get<{ Params: { id: string } }>(
    '/api/telltale/drills/:id',
    permit('view'),
    async ({ params }): Promise<LiveDrill> => {
      const drill = drills.find(params.id);
      if (drill) return drill;
      throw new BadRequestError('there is no such drill; it may be over');
    },
  );
  server.delete<{ Params: { id: string } }>(
    '/api/telltale/drills/:id',
    permit('edit'),
    async ({ params }, reply) => {
      await drills.end(params.id);
      return reply.code(204).send();
    },
  );
}

function registerProofs(server: FastifyInstance, { proofs, onProofs }: ProofRoutesOptions): void {
  server.get(
    '/api/telltale/proofs',
    permit('view'),
    async (): Promise<{ readonly proofs: readonly StoredProof[] }> => ({
      proofs: await proofs.list(),
    }),
  );
  server.post<{ Body: { readonly proofs: readonly AlertProof[] } }>(
    '/api/telltale/proofs',
    { bodyLimit: MAX_PROOFS_BYTES, ...checkedBody(PROOFS_SCHEMA), ...permit('edit') },
    async ({ body }, reply) => {
      await proofs.put(body.proofs);
      onProofs();
      return reply.code(204).send();
    },
  );
}

function badRequest(error: unknown): never {
  if (error instanceof TelltaleError) throw new BadRequestError(error.message);
  throw error;
}
