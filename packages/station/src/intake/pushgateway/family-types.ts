import type { MetricMetadata } from '@telltale/model';
import type { PushedFamily } from './pushed-family.ts';
import { PUSH_FAILURE_TIME, PUSH_TIME } from './pushed-family.ts';

type FamilyType = MetricMetadata['type'];

/** Names that series of a type have beside that of their family. */
const SUFFIXES: Readonly<Partial<Record<FamilyType, readonly string[]>>> = {
  summary: ['_sum', '_count'],
  histogram: ['_sum', '_count', '_bucket'],
};

const ALL_SUFFIXES: readonly string[] = ['_sum', '_count', '_bucket'];

/** Whether what the name begins with is a metric that has series of such a suffix. */
function has(typeOf: (name: string) => FamilyType | undefined, name: string, suffix: string): boolean {
  const type = typeOf(name.slice(0, -suffix.length));
  return type !== undefined && (SUFFIXES[type]?.includes(suffix) ?? false);
}

/** Types of all families of all groups: a metric has one type, whoever pushes it. */
export class FamilyTypes {
  readonly #types = new Map<string, { readonly type: FamilyType; groups: number }>();

  add(families: Iterable<PushedFamily>): void {
    for (const { name, type } of families) {
      const known = this.#types.get(name);
      if (known) known.groups++;
      else this.#types.set(name, { type, groups: 1 });
    }
  }

  remove(families: Iterable<PushedFamily>): void {
    for (const { name } of families) {
      const known = this.#types.get(name);
      if (known && --known.groups === 0) this.#types.delete(name);
    }
  }

  /** What contradicts itself among the families of a group, or the families of others; nothing where all is well. */
  contradiction(families: readonly PushedFamily[]): string | undefined {
    const own = new Map(families.map(({ name, type }) => [name, type]));
    const typeOf = (name: string) => own.get(name) ?? this.#types.get(name)?.type;
    for (const { name, type, series } of families) {
      const other = name === PUSH_TIME || name === PUSH_FAILURE_TIME ? 'gauge' : this.#types.get(name)?.type;
      if (other !== undefined && other !== type) {
        return `metric family ${name} has the type ${type}, but ${other} in another group`;
      }
      const taken = SUFFIXES[type]?.find((suffix) => typeOf(name + suffix) !== undefined);
      if (taken) return `metric family ${name} has a series ${name + taken}, which is a metric of its own`;
      const base = ALL_SUFFIXES.find((suffix) => name.endsWith(suffix) && has(typeOf, name, suffix));
      if (base) return `metric family ${name} has the name of a series of ${name.slice(0, -base.length)}`;
      const keys = new Set(series.map(({ labels }) => labels.key));
      if (keys.size < series.length)
        return `metric ${name} was pushed before with the same name and label values`;
    }
    return undefined;
  }
}
