import { createRelabeller } from '@telltale/model';
import type { LabelSet, RelabelRule, Relabeller, SeriesId } from '@telltale/model';
import { encodeRemoteWriteLabels } from '@telltale/model/wire';
import { compileRelabelRegexp } from '@telltale/promql';

/** Encoded labels take some 200 bytes a series; of more series, those not seen for longest are made again. */
const MAX_CACHED_SERIES = 200_000;

/** What becomes of a series: its labels encoded, or why it is not sent. */
export type OutgoingLabels = Uint8Array | 'filtered' | 'unknown';

export interface OutgoingLabelsOptions {
  readonly labelsOf: (id: SeriesId) => LabelSet | undefined;
  /** Added where a series has none of that name. */
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Run after that. */
  readonly writeRelabel: readonly RelabelRule[];
}

/** Gives the labels under which series are sent, made once for each series. */
export class OutgoingLabelSets {
  readonly #options: OutgoingLabelsOptions;
  readonly #relabel: Relabeller;
  readonly #external: readonly (readonly [name: string, value: string])[];
  #recent = new Map<SeriesId, OutgoingLabels>();
  #older = new Map<SeriesId, OutgoingLabels>();

  /** @throws Error for a regular expression that cannot be read. */
  constructor(options: OutgoingLabelsOptions) {
    this.#options = options;
    this.#relabel = createRelabeller(options.writeRelabel, compileRelabelRegexp);
    this.#external = Object.entries(options.externalLabels);
  }

  of(id: SeriesId): OutgoingLabels {
    const known = this.#recent.get(id) ?? this.#older.get(id);
    const labels = known ?? this.#make(this.#options.labelsOf(id));
    if (labels === 'unknown' || this.#recent.has(id)) return labels;
    if (this.#recent.size >= MAX_CACHED_SERIES / 2) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(id, labels);
    return labels;
  }

  #make(stored: LabelSet | undefined): OutgoingLabels {
    if (!stored) return 'unknown';
    const labels = this.#relabel(this.#withExternal(stored));
    if (!labels || labels.size === 0) return 'filtered';
    return encodeRemoteWriteLabels([...labels.entries()]);
  }

  #withExternal(stored: LabelSet): LabelSet {
    const missing = this.#external.filter(([name]) => stored.get(name) === '');
    if (missing.length === 0) return stored;
    return stored.with(Object.fromEntries(missing));
  }
}
