import type { ChosenValue } from '../chosen/chosen.ts';

/** A declared metric, whatever its labels. */
interface Narrowable {
  where(matches: Readonly<Record<string, ChosenValue>>): unknown;
}

/**
 * The same queries, narrowed down to what is chosen of variables of a dashboard. The names say which metrics have the
 * labels; all where none are given.
 */
export function narrowed<Queries extends object>(
  queries: Queries,
  chosen: Readonly<Record<string, ChosenValue>>,
  names?: readonly (keyof Queries)[],
): Queries {
  const isNamed = (name: string | symbol) => names?.some((one) => one === name) ?? true;
  return new Proxy(queries, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      return isNarrowable(value) && isNamed(name) ? value.where(chosen) : value;
    },
  });
}

function isNarrowable(value: unknown): value is Narrowable {
  return typeof value === 'object' && value !== null && 'where' in value && typeof value.where === 'function';
}
