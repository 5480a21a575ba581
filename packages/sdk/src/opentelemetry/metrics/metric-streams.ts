import type { MetricOptions } from '@opentelemetry/api';
import type { MonitoringDefinition } from '@telltale/definition';
import { isDropped } from '../../metrics/guards/dropped-metrics.ts';
import { soundDeclaration } from '../../metrics/sound-declaration.ts';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SourceSetup } from '../../registry/metric-source.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Translation } from '../translation/translation.ts';
import { metricName } from '../translation/translation.ts';
import { AttributeLabels } from './attribute-labels.ts';
import type { Measurements } from './measurements.ts';
import { roleMeasurements } from './role-measurements.ts';
import type { InstrumentKind } from './stream-declaration.ts';
import { streamDeclaration } from './stream-declaration.ts';
import { TranslatedInstrument } from './translated-instrument.ts';
import type { MetricStreamView } from './view.ts';
import { matches } from './view.ts';

/** What {@link MetricStreams} work with. */
export interface MetricStreamsOptions {
  readonly registry: Registry;
  readonly setup: SourceSetup;
  readonly definition: MonitoringDefinition | undefined;
  readonly views: readonly MetricStreamView[];
  readonly translation: Translation;
}

/** An instrument that a program asks for. */
export interface AskedInstrument {
  readonly name: string;
  readonly kind: InstrumentKind;
  readonly isUpDown: boolean;
  readonly options: MetricOptions;
  readonly scopeName: string;
  readonly scopeVersion: string;
}

/** Instruments' names by OpenTelemetry's specification, without its limit of length. */
const INSTRUMENT_NAME = /^[a-zA-Z][\w.\-/]*$/;

/** The metrics of all instruments by name: instruments with the same one share it. */
export class MetricStreams {
  readonly #options: MetricStreamsOptions;
  readonly #instruments = new Map<string, TranslatedInstrument>();

  constructor(options: MetricStreamsOptions) {
    this.#options = options;
  }

  get metrics(): readonly MetricView[] {
    return [...this.#instruments.values()].map(({ metric }) => metric);
  }

  /** What takes the measurements of an instrument: the kits that have a view of it, else metrics of its own. */
  of(asked: AskedInstrument): Measurements[] {
    const { definition, registry, views, setup } = this.#options;
    const name: unknown = asked.name;
    if (typeof name !== 'string' || !INSTRUMENT_NAME.test(name)) {
      const shown = typeof name === 'string' ? name : `a ${typeof name}`;
      const describe = () => `'${shown}' is not the name of an instrument: it is not recorded`;
      setup.diagnostics.tell('invalid_declaration', shown, describe);
      return [];
    }
    const roles = definition ? roleMeasurements(definition, registry, asked.name, asked.kind) : [];
    if (roles.length > 0) return roles;
    const found = views.filter((view) => matches(view, asked.name, asked.scopeName));
    const shown = found.length === 0 ? [{}] : found.filter(({ drop }) => drop !== true);
    return shown.flatMap((view) => this.#stream(asked, view) ?? []);
  }

  #stream(asked: AskedInstrument, view: MetricStreamView): Measurements | undefined {
    const { setup, translation } = this.#options;
    const { kind, isUpDown, options, scopeName, scopeVersion } = asked;
    const unit = typeof options.unit === 'string' ? options.unit : '';
    const sourceName = view.name ?? asked.name;
    const name = metricName({ name: sourceName, unit, kind, isUpDown }, translation);
    if (isDropped(name, setup.guards)) return undefined;
    const { declaration, canExpose, faults } = soundDeclaration(name, streamDeclaration(kind, options, view));
    for (const fault of faults) setup.diagnostics.tell('invalid_declaration', name, () => fault);
    if (!canExpose) return undefined;
    const existing = this.#instruments.get(name);
    if (existing?.metric.kind === kind) return existing;
    if (existing) {
      const describe = () => `several instruments of different kinds have this name: the first one counts`;
      setup.diagnostics.tell('invalid_declaration', name, describe);
      return undefined;
    }
    const instrument = new TranslatedInstrument({
      setup: { ...setup, name },
      declaration,
      origin: { name: sourceName, unit, scopeName, scopeVersion, isUpDown },
      labels: new AttributeLabels({
        metric: name,
        isHistogram: kind === 'histogram',
        translation,
        allowed: view.attributes && new Set(view.attributes),
        diagnostics: setup.diagnostics,
      }),
    });
    this.#instruments.set(name, instrument);
    return instrument;
  }
}
