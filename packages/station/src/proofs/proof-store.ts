import { proofHash } from '@telltale/alerting';
import type { AlertProof } from '@telltale/alerting';
import type { StoredProof } from '../contract.ts';
import type { ResolvedDefinition } from '@telltale/definition';
import type { Documents, JsonValue, StateStore } from '@telltale/model';

/** The newest proof of each alert, over restarts. */
export interface ProofStore {
  /** On disk when it resolves. Those of alerts that are not defined are left out. */
  put(proofs: readonly AlertProof[]): Promise<void>;
  /** By name; those of alerts that are no longer defined are not among them. */
  list(): Promise<readonly StoredProof[]>;
}

/** What {@link createProofStore} takes. */
export interface ProofStoreOptions {
  readonly state: StateStore;
  /** The one in force. */
  readonly definition: () => ResolvedDefinition | undefined;
  readonly now: () => number;
}

const DEFAULT_MAX_AGE_MS = 7 * 86_400_000;
const DAY_MS = 86_400_000;

/** Keeps proofs in `proofs` of the state. */
export function createProofStore({ state, definition, now }: ProofStoreOptions): ProofStore {
  const documents: Documents = state.documents('proofs');
  return {
    put: async (proofs) => {
      // A proof is plain JSON.
      const present = definition();
      const kept = proofs.filter(({ alertName }) => isDefined(present, alertName));
      await Promise.all(kept.map((proof) => documents.put(proof.alertName, proof as unknown as JsonValue)));
    },
    list: async () => {
      const entries = await documents.entries();
      const present = definition();
      return entries.flatMap(([alertName, value]): StoredProof[] => {
        const proof = value as unknown as AlertProof;
        const hash = hashOf(present, alertName);
        if (!isDefined(present, alertName)) return [];
        return [{ proof, staleness: stalenessOf(proof, hash, present?.proof?.maxAgeMs, now()) }];
      });
    },
  };
}

/** Without a definition, whoever proves has one. */
function isDefined(definition: ResolvedDefinition | undefined, alertName: string): boolean {
  return definition === undefined || hashOf(definition, alertName) !== undefined;
}

function hashOf(definition: ResolvedDefinition | undefined, alertName: string): string | undefined {
  const rule = definition?.rules.find((one) => one.kind === 'alerting' && one.name === alertName);
  return definition && rule?.kind === 'alerting' ? proofHash(definition, rule) : undefined;
}

function stalenessOf(
  { hash, provenAtMs }: AlertProof,
  present: string | undefined,
  maxAgeMs = DEFAULT_MAX_AGE_MS,
  nowMs: number,
): string {
  if (present !== undefined && present !== hash)
    return 'the rule, its routes or receivers were changed since';
  const ageMs = nowMs - provenAtMs;
  return ageMs > maxAgeMs ? `it is ${Math.floor(ageMs / DAY_MS)} days old` : '';
}
