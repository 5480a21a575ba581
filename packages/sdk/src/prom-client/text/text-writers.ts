import type { PageStyle } from './sample-text.ts';

/** How a metric of this module is written, without the objects that its `get` makes. */
export interface FastText {
  /** The class whose `get` this stands for. */
  readonly prototype: { readonly get: unknown };
  /** Runs `collect`. */
  readonly update: () => void | Promise<void>;
  /** The sample lines, each after a line break; `name` is that of the samples. */
  readonly write: (name: string, style: PageStyle) => string;
}

const FAST_TEXTS = new WeakMap<object, FastText>();

/** Lets registries write a metric without its `get`, as long as that is the one named here. */
export function writeTextWith(metric: object, fastText: FastText): void {
  FAST_TEXTS.set(metric, fastText);
}

/**
 * The writer of a metric; `undefined` where it is only known by its `get`: metrics of other clients or of a
 * second copy of this module, and those with a `get` of a subclass or a test.
 */
export function fastTextOf(metric: { readonly get: unknown }): FastText | undefined {
  const fastText = FAST_TEXTS.get(metric);
  return fastText?.prototype.get === metric.get ? fastText : undefined;
}
