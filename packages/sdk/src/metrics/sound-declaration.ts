import type { LabelSpec, MetricDeclaration } from '@telltale/definition';
import { canBeLabel, isName } from './guards/label-name.ts';
import { withSoundOptions } from './sound-options.ts';

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
  const nameIsFine = isName(name);
  if (!nameIsFine) faults.push(`'${name}' is not a metric name`);
  const labels: Record<string, LabelSpec> = Object.create(null);
  for (const [label, spec] of Object.entries(declared.labels)) labels[label] = spec;
  const wrong = Object.keys(labels).find((label) => !canBeLabel(label, name, declared.kind));
  if (wrong !== undefined) faults.push(`'${wrong}' cannot be the name of a label`);
  const hasManyLabels = Object.keys(labels).length > MAX_LABELS;
  if (hasManyLabels) faults.push(`more than ${MAX_LABELS} labels`);
  const help =
    typeof declared.help === 'string' ? declared.help.toWellFormed().replaceAll('\0', '\u{fffd}') : '';
  const base = { ...declared, help, labels: hasManyLabels ? {} : labels };
  return {
    declaration: withSoundOptions(base, faults),
    canExpose: nameIsFine && wrong === undefined && !hasManyLabels,
    faults,
  };
}
