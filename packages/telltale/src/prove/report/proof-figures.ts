import type { AlertProof, DrillStage, ProofLevel, ProofStep, ProofStepName } from '@telltale/alerting';
import { formatDuration } from '@telltale/model';

/** What is reached with each level. */
export const LEVEL_NAMES: ReadonlyMap<ProofLevel, ProofStepName> = new Map<ProofLevel, ProofStepName>([
  [0, 'parses'],
  [1, 'references exist'],
  [2, 'fires and resolves'],
  [3, 'survives missed scrapes'],
  [4, 'reaches its receivers'],
  [5, 'accepted by receivers'],
  [6, 'real servers'],
  [7, 'live drill'],
]);

/** What stages are called. */
export const STAGE_NAMES: Readonly<Record<DrillStage, string>> = {
  synthesised: 'series made',
  quiet: 'quiet',
  moved: 'service moves',
  scraped: 'scraped',
  pending: 'pending',
  firing: 'firing',
  routed: 'routed',
  delivered: 'delivered',
  resolved: 'resolved',
  'resolve-delivered': 'end delivered',
};

/** Whether an alert reached a level, or need not. */
export function isProvenTo({ level, exemption }: AlertProof, wanted: ProofLevel): boolean {
  const reached = level ?? -1;
  return reached >= wanted || (exemption?.level === wanted && reached === wanted - 1);
}

/** The step at which an alert stopped. */
export function failedStep({ steps }: AlertProof): ProofStep | undefined {
  return steps.find(({ outcome }) => outcome === 'failed');
}

/** Levels that were tried, ascending. */
export function triedLevels(proofs: readonly AlertProof[]): readonly ProofLevel[] {
  const levels = proofs.flatMap(({ steps }) => steps.map(({ level }) => level));
  return [...new Set(levels)].sort((a, b) => a - b);
}

/** What became of a level: it failed where one of its steps did. */
export function outcomeAt(
  { steps, exemption }: AlertProof,
  level: ProofLevel,
): ProofStep['outcome'] | 'exempt' {
  const own = steps.filter((step) => step.level === level).map(({ outcome }) => outcome);
  if (exemption?.level === level) return 'exempt';
  return own.find((outcome) => outcome !== 'passed') ?? own[0] ?? 'not-run';
}

/** How long after the fault a stage was reached, such as `2m15s`; `undefined` where it was not. */
export function afterFault({ hops }: AlertProof, stage: DrillStage): string | undefined {
  const hop = hops.find((candidate) => candidate.stage === stage);
  return hop && formatDuration(hop.serviceMs);
}

/** Names of those who were told, each once. */
export function toldReceivers({ deliveries }: AlertProof): readonly string[] {
  return [...new Set(deliveries.map(({ receiver }) => receiver))];
}

/** Milliseconds with as many digits as are worth reading: `0.42 ms`, `38 ms`, `4.2 s`. */
export function formatWork(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
}

/** Remarks on steps that passed, each with the alerts that it is made on. */
export function remarksOf(proofs: readonly AlertProof[]): ReadonlyMap<string, readonly string[]> {
  const remarks = new Map<string, string[]>();
  for (const { alertName, steps } of proofs) {
    for (const remark of steps.flatMap((step) => step.remarks)) {
      remarks.set(remark, [...(remarks.get(remark) ?? []), alertName]);
    }
  }
  return remarks;
}
