import type { AlertProof } from '@telltale/alerting';
import { formatDuration } from '@telltale/model';
import type { Paint } from '../../check/report/paint.ts';
import { printable } from '../../io/printable.ts';

/** A proof that a station keeps, and why it counts no longer; empty while it does. */
export interface KeptProof {
  readonly proof: AlertProof;
  readonly staleness: string;
}

/** How far each alert was proven and when, a line each; what counts no longer in red. */
export function formatKeptProofs(kept: readonly KeptProof[], nowMs: number, paint: Paint): string {
  if (kept.length === 0) return 'No proofs are kept. Prove with --save, or write proof: { every: … }.\n';
  const width = Math.max(...kept.map(({ proof }) => proof.alertName.length)) + 2;
  const lines = kept.map(({ proof, staleness }) => {
    const { alertName, level, provenAtMs, steps } = proof;
    const isSound = staleness === '' && steps.every(({ outcome }) => outcome !== 'failed');
    const tookMs = steps.reduce((sum, step) => sum + step.tookMs, 0);
    const age = formatDuration(Math.floor((nowMs - provenAtMs) / 60_000) * 60_000);
    const text =
      `level ${level ?? '–'}, proved ${age === '0s' ? 'just now' : `${age} ago`}` +
      `, ${(tookMs / 1000).toFixed(1)} s${staleness === '' ? '' : `: ${staleness}`}`;
    const sign = isSound ? paint.green('✓') : paint.red('✗');
    return `${sign} ${printable(alertName).padEnd(width)}${isSound ? text : paint.red(text)}`;
  });
  const sound = kept.filter(({ staleness }) => staleness === '').length;
  return `${lines.join('\n')}\n\n${sound} of ${kept.length} proofs count\n`;
}
