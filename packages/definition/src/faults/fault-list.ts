import type { FilePosition } from '@telltale/model';
import { parseDuration } from '@telltale/model';
import type { Shape } from './shape.ts';
import type { DefinitionFault } from './definition-error.ts';

/** Collects what is wrong, so that all of it can be told at once. */
export class FaultList {
  readonly #faults: DefinitionFault[] = [];

  get faults(): readonly DefinitionFault[] {
    return this.#faults;
  }

  add(path: string, message: string, position?: FilePosition): void {
    this.#faults.push({ path, message, ...(position && { position }) });
  }

  /** Takes over what is wrong with a part. */
  addAll(prefix: string, faults: readonly DefinitionFault[]): void {
    for (const { path, message, position } of faults) this.add(`${prefix}.${path}`, message, position);
  }

  /** What `task` returns, or `fallback` with a fault where it throws. */
  attempt<Result>(path: string, fallback: Result, task: () => Result, position?: FilePosition): Result {
    try {
      return task();
    } catch (error) {
      this.add(path, error instanceof Error ? error.message : String(error), position);
      return fallback;
    }
  }

  /** Whether a value has a shape; where it has not, faults say so. */
  hasShape(shape: Shape, value: unknown, path: string, position?: FilePosition): boolean {
    const known = this.#faults.length;
    shape(value, { path, faults: this, position });
    return this.#faults.length === known;
  }

  /** A duration in milliseconds, or `fallbackMs` where it is not given or, with a fault, not valid. */
  durationMs(
    path: string,
    text: unknown,
    fallbackMs: number,
    options: { readonly allowZero?: boolean; readonly position?: FilePosition } = {},
  ): number {
    if (text === undefined) return fallbackMs;
    const ms = typeof text === 'string' ? parseDuration(text) : undefined;
    if (ms !== undefined && (ms > 0 || options.allowZero)) return ms;
    const example = options.allowZero ? "'0s' or '5m'" : "'15s' or '5m'";
    this.add(
      path,
      `'${typeof text === 'string' ? text : typeof text}' is not a duration: write one such as ${example}`,
      options.position,
    );
    return fallbackMs;
  }
}
