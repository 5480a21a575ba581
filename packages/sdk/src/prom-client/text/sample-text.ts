import type { Exemplar } from '../contract/exemplar.ts';
import { labelText } from '../contract/label-values.ts';
import type { LabelObject } from '../contract/label-values.ts';

/** How a registry writes samples. */
export interface PageStyle {
  readonly isOpenMetrics: boolean;
  /** Labels that samples get where they have none of that name. */
  readonly defaultLabels: LabelObject;
}

/** A sample's value. */
export function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'Nan';
  return value < 0 ? '-Inf' : '+Inf';
}

/** Help and names: no line break may end their line. */
function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

/** Anything that was given as label value, as a text that cannot end its quotes. */
function labelValueText(value: unknown): string {
  const text = labelText(value);
  return NEEDS_ESCAPE.test(text) ? escapeText(text).replaceAll('"', '\\"') : text;
}

const NEEDS_ESCAPE = /["\\\n]/;

/** Labels as they stand between braces; those that `without` has are left out. */
export function labelsText(labels: LabelObject, without?: LabelObject): string {
  let text = '';
  for (const [name, value] of Object.entries(labels)) {
    if (without !== undefined && Object.hasOwn(without, name)) continue;
    text += `${text === '' ? '' : ','}${name}="${labelValueText(value)}"`;
  }
  return text;
}

/** Non-empty parts in braces; nothing where all are empty. */
export function braced(...parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join(',');
  return text === '' ? '' : `{${text}}`;
}

/** What follows the value of a sample with an exemplar. */
export function exemplarText({ labelSet, value, timestamp }: Exemplar): string {
  return ` # {${labelsText(labelSet)}} ${valueText(value)} ${timestamp}`;
}

/** The two lines above the samples of a metric. */
export function headText(name: string, help: string, type: string): string {
  const text = escapeText(name);
  return `# HELP ${text} ${escapeText(help)}\n# TYPE ${text} ${type}`;
}
