import type { LabelSpecs } from '@telltale/definition';
import { OTHER, labelText } from '../metrics/series/label-text.ts';

/** Values by label role; what a metric has no label for is left out. */
export type RoleValues = Readonly<Record<string, string | number | undefined>>;

/** Value of labels that nothing is known of. */
const UNKNOWN = 'unknown';

interface LabelOfRole {
  readonly role: string;
  readonly name: string;
  readonly listed: ReadonlySet<string> | undefined;
}

/** Makes a metric's labels from values by label role. */
export class RoleLabels {
  readonly #labels: readonly LabelOfRole[];

  /** `names` are the label names by role, `specs` the labels that the metric has. */
  constructor(names: Readonly<Record<string, string>>, specs: LabelSpecs) {
    const roleOf = new Map(Object.entries(names).map(([role, name]) => [name, role]));
    this.#labels = Object.entries(specs).map(([name, spec]) => ({
      role: roleOf.get(name) ?? name,
      name,
      listed: Array.isArray(spec) ? new Set(spec) : undefined,
    }));
  }

  /** The labels in the order of their declaration, which is the fastest to find. */
  of(values: RoleValues): Record<string, string | number> {
    const labels: Record<string, string | number> = {};
    for (const { role, name, listed } of this.#labels) {
      const value = values[role] ?? UNKNOWN;
      labels[name] = listed?.has(labelText(value) ?? UNKNOWN) === false ? OTHER : value;
    }
    return labels;
  }
}
