import type { LabelSpec, MetricDeclaration } from '@telltale/definition';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;
const MAX_LABELS = 64;

/** A declaration that can be recorded into, and what had to be changed for it. */
export interface SoundDeclaration {
  readonly declaration: MetricDeclaration;
  /** Whether the metric can be exposed under its name. */
  readonly canExpose: boolean;
  readonly faults: readonly string[];
}

/** Mends what can be mended of a declaration: a service starts even if its monitoring is wrong. */
export function soundDeclaration(name: string, declared: MetricDeclaration): SoundDeclaration {
  const faults: string[] = [];
  const nameIsFine = METRIC_NAME.test(name);
  if (!nameIsFine) faults.push(`'${name}' is not a metric name`);
  const labels: Record<string, LabelSpec> = Object.create(null);
  for (const [label, spec] of Object.entries(declared.labels)) labels[label] = spec;
  const wrong = Object.keys(labels).find(
    (label) => !LABEL_NAME.test(label) || isReserved(label, declared.kind),
  );
  if (wrong !== undefined) faults.push(`'${wrong}' cannot be the name of a label`);
  const hasManyLabels = Object.keys(labels).length > MAX_LABELS;
  if (hasManyLabels) faults.push(`more than ${MAX_LABELS} labels`);
  const help =
    typeof declared.help === 'string' ? declared.help.toWellFormed().replaceAll('\0', '\u{fffd}') : '';
  const base = { ...declared, help, labels: hasManyLabels ? {} : labels };
  return {
    declaration: withSoundParts(base, faults),
    canExpose: nameIsFine && wrong === undefined && !hasManyLabels,
    faults,
  };
}

function withSoundParts(declared: MetricDeclaration, faults: string[]): MetricDeclaration {
  switch (declared.kind) {
    case 'histogram':
      return { ...declared, buckets: soundBuckets(declared.buckets, faults) };
    case 'summary':
      return { ...declared, quantiles: soundQuantiles(declared.quantiles, faults) };
    case 'stateset':
      return { ...declared, states: [...new Set(declared.states)] };
    case 'counter':
    case 'gauge':
    case 'info':
      return declared;
  }
}

function isReserved(label: string, kind: MetricDeclaration['kind']): boolean {
  return (kind === 'histogram' && label === 'le') || (kind === 'summary' && label === 'quantile');
}

function soundQuantiles(quantiles: readonly number[], faults: string[]): readonly number[] {
  const sound = [...new Set(quantiles)].filter((share) => share >= 0 && share <= 1).sort((a, b) => a - b);
  if (sound.length < quantiles.length) {
    faults.push(`the quantiles are not different numbers from 0 to 1: ${sound.join(', ')} are used`);
  }
  return sound;
}

function soundBuckets(buckets: readonly number[], faults: string[]): readonly number[] {
  const sound = [...new Set(buckets)].filter((bound) => Number.isFinite(bound)).sort((a, b) => a - b);
  const isSame = sound.length === buckets.length && sound.every((bound, index) => bound === buckets[index]);
  if (!isSame) faults.push(`the buckets are not ascending finite numbers: ${sound.join(', ')} are used`);
  return sound;
}
