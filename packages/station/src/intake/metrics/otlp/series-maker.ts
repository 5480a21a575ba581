import type { OtlpTranslationStrategy } from '@telltale/definition';
import type { Attributes, RecordProblem, SeriesId } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { LabelPair } from '../label-limits.ts';
import { labelProblem } from '../label-limits.ts';
import type { SeriesAdmission } from '../series-admission.ts';
import { attributeLabels } from './attribute-labels.ts';

/** A point's labels without a name; its series differ by name, and by `le` or `quantile`. */
export type PointLabels = readonly LabelPair[];

export interface SeriesMakerOptions {
  readonly admission: SeriesAdmission;
  readonly strategy: OtlpTranslationStrategy;
  /** Of the resource: they go before attributes of the same name. */
  readonly identity: readonly LabelPair[];
  /** Of the resource: attributes of the same name go before them. */
  readonly promoted: readonly LabelPair[];
  /** Of the scope: they go before everything else. */
  readonly scope: readonly LabelPair[];
}

/** Makes the series of the points of one scope. */
export class SeriesMaker {
  readonly #options: SeriesMakerOptions;

  constructor(options: SeriesMakerOptions) {
    this.#options = options;
  }

  /** The labels of a point with such attributes, or why it cannot have them. */
  labelsOf(attributes: Attributes): PointLabels | RecordProblem {
    const { strategy, identity, promoted, scope } = this.#options;
    const own = attributeLabels(attributes, strategy);
    if (typeof own === 'string') return own;
    const labels = [...new Map([...promoted, ...own.filter(hasValue), ...identity, ...scope])];
    return labelProblem(labels) ?? labels;
  }

  /** A series of a point; nothing where the store takes no more. */
  series(name: string, labels: PointLabels, more?: LabelPair): SeriesId | undefined {
    const all = more === undefined ? labels : [...labels, more];
    return this.#options.admission.intern(LabelSet.from([...all, ['__name__', name]]));
  }
}

function hasValue([, value]: LabelPair): boolean {
  return value !== '';
}
