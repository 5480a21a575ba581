import type { OtlpTranslationStrategy, ResolvedOtlp } from '@telltale/definition';
import type { Attributes, SeriesId } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { OtlpScope } from '@telltale/model/wire';
import { GenerationalMap } from '../generational-map.ts';
import type { Generations } from '../generational-map.ts';
import type { LabelPair } from '../label-limits.ts';
import { labelProblem, shortened } from '../label-limits.ts';
import { PushedRows } from '../pushed-rows.ts';
import type { SeriesAdmission } from '../series-admission.ts';
import { attributeLabels, attributeText } from './attribute-labels.ts';
import type { ScopeMetrics } from './otlp-metric.ts';
import { SeriesMaker } from './series-maker.ts';

/** Metadata of a program: one series with the attributes that are not labels of the others. */
export const TARGET_INFO = 'target_info';
/** Half the time that an instant query looks back. */
const INFO_INTERVAL_MS = 150_000;
/** A request that reaches further back has so many samples of `target_info` at most. */
const MAX_INFO_SAMPLES = 100;

const NAMESPACE = 'service.namespace';
const NAME = 'service.name';
const INSTANCE = 'service.instance.id';
/** What `job` and `instance` say is not said again. */
const IDENTIFYING: ReadonlySet<string> = new Set([NAMESPACE, NAME, INSTANCE]);

/** What resources share. */
export interface ResourceOptions {
  readonly translation: ResolvedOtlp;
  readonly strategy: OtlpTranslationStrategy;
  readonly admission: SeriesAdmission;
  readonly generations: Generations;
}

/** A program that sends, with what is known of its series. */
export class OtlpResource {
  readonly rows: PushedRows;
  readonly scopes: GenerationalMap<ScopeMetrics>;
  readonly #options: ResourceOptions;
  readonly #identity: readonly LabelPair[];
  readonly #promoted: readonly LabelPair[];
  readonly #info: LabelSet | undefined;
  #infoId: SeriesId | undefined;
  #oldestMs = Infinity;
  #newestMs = -Infinity;

  constructor(attributes: Attributes, options: ResourceOptions) {
    const { strategy, translation, generations } = options;
    this.#options = options;
    this.#identity = identityOf(attributes);
    this.#promoted = pairsOf(
      attributes,
      strategy,
      (name) => translation.promoteResourceAttributes?.includes(name) ?? false,
    );
    this.#info = infoLabels(attributes, strategy, this.#identity);
    this.scopes = new GenerationalMap(generations);
    this.rows = new PushedRows(`push/${this.#identity.map(([, value]) => value).join('/')}`);
  }

  /** Makes the series of a scope. */
  seriesMaker(scope: OtlpScope): SeriesMaker {
    const { admission, strategy, translation } = this.#options;
    return new SeriesMaker({
      admission,
      strategy,
      identity: this.#identity,
      promoted: this.#promoted,
      scope: translation.scopeLabels ? scopeLabels(scope, strategy) : [],
    });
  }

  /** A point of this time was taken. */
  saw(timeMs: number): void {
    if (timeMs < this.#oldestMs) this.#oldestMs = timeMs;
    if (timeMs > this.#newestMs) this.#newestMs = timeMs;
  }

  /** Adds `target_info` for the time of the points that were taken, where it has something to say. */
  addInfo(): void {
    const [oldestMs, newestMs] = [this.#oldestMs, this.#newestMs];
    this.#oldestMs = Infinity;
    this.#newestMs = -Infinity;
    if (this.#info === undefined || newestMs < oldestMs) return;
    this.#infoId ??= this.#options.admission.intern(this.#info);
    if (this.#infoId === undefined) return;
    const firstMs = Math.max(oldestMs, newestMs - MAX_INFO_SAMPLES * INFO_INTERVAL_MS);
    for (let timeMs = firstMs; timeMs < newestMs; timeMs += INFO_INTERVAL_MS) {
      this.rows.add(this.#infoId, timeMs, 1);
    }
    this.rows.add(this.#infoId, newestMs, 1);
  }
}

/** `job` and `instance`, as far as the program says who it is. */
function identityOf(attributes: Attributes): readonly LabelPair[] {
  const name = attributeText(attributes[NAME]);
  const namespace = attributeText(attributes[NAMESPACE]);
  const job = namespace === '' || name === '' ? name : `${namespace}/${name}`;
  const labels: readonly LabelPair[] = [
    ['job', shortened(job)],
    ['instance', shortened(attributeText(attributes[INSTANCE]))],
  ];
  return labels.filter(([, value]) => value !== '');
}

/** Labels of chosen attributes; one whose name cannot be a label's is left out. */
function pairsOf(
  attributes: Attributes,
  strategy: OtlpTranslationStrategy,
  isChosen: (name: string) => boolean,
): readonly LabelPair[] {
  const chosen = Object.entries(attributes).filter(([name]) => isChosen(name));
  const sound = chosen.filter(([name]) => typeof attributeLabels({ [name]: '' }, strategy) !== 'string');
  const labels = attributeLabels(Object.fromEntries(sound), strategy);
  if (typeof labels === 'string') return [];
  return labels.flatMap(([name, value]) => (value === '' ? [] : [[name, shortened(value)] as const]));
}

function infoLabels(
  attributes: Attributes,
  strategy: OtlpTranslationStrategy,
  identity: readonly LabelPair[],
): LabelSet | undefined {
  const others = pairsOf(attributes, strategy, (name) => !IDENTIFYING.has(name));
  if (identity.length === 0 || others.length === 0) return undefined;
  const labels = [...others, ...identity];
  return labelProblem(labels) ? undefined : LabelSet.from([...labels, ['__name__', TARGET_INFO]]);
}

function scopeLabels(
  { name, version, schemaUrl, attributes }: OtlpScope,
  strategy: OtlpTranslationStrategy,
): readonly LabelPair[] {
  const own = pairsOf(attributes, strategy, () => true).map(([label, value]): LabelPair => [
    `otel_scope_${label}`,
    value,
  ]);
  const labels: readonly LabelPair[] = [
    ...own,
    ['otel_scope_name', shortened(name)],
    ['otel_scope_version', shortened(version)],
    ['otel_scope_schema_url', shortened(schemaUrl)],
  ];
  return labels.filter(([, value]) => value !== '');
}
