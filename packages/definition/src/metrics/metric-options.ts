import type { FilePosition } from '@telltale/model';
import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { Duration } from '../time/duration.ts';
import type { LabelSpecs } from './label-spec.ts';

/** What is common to all declared metrics. */
export interface DeclarationBase<Labels extends LabelSpecs, UnitName extends string> extends WithUnknownKeys {
  readonly help: string;
  readonly labels: Labels;
  /** Base unit of the values: `seconds`, `bytes`, `ratio` or your own; empty where there is none. */
  readonly unit: UnitName;
  /** Series of the metric; what is beyond is added up in one more. As the registry says where absent. */
  readonly maxSeries?: number;
  /** A series whose value has not changed for so long is no longer shown. Shown for ever where absent. */
  readonly ttl?: Duration;
  /** Where it was declared; recorded only for the command line. */
  readonly position?: FilePosition;
}

/** What declarations of all kinds take. */
export interface MetricOptions<Labels extends LabelSpecs, UnitName extends string> {
  /** One sentence for people. */
  readonly help: string;
  /** Label names and what is known of their values; none by default. */
  readonly labels?: Labels;
  /** Base unit; none by default. */
  readonly unit?: UnitName;
  /** Series of the metric; what is beyond is added up in one more. As the registry says (2000) by default. */
  readonly maxSeries?: number;
  /** A series whose value has not changed for so long is no longer shown; shown for ever by default. */
  readonly ttl?: Duration;
}

/** The options that metrics of all kinds take. */
const COMMON_OPTIONS = ['help', 'labels', 'unit', 'maxSeries', 'ttl'];

/**
 * The common part of a declaration; `declaredBy` is the function whose caller is its position, `own` are the
 * options of its kind.
 */
export function declarationBase<Labels extends LabelSpecs, UnitName extends string>(
  options: MetricOptions<Labels, UnitName>,
  declaredBy: (...args: never[]) => unknown,
  own: readonly string[] = [],
): DeclarationBase<Labels, UnitName> {
  const { help, labels, unit, maxSeries, ttl } = given(options);
  const position = callerPosition(declaredBy);
  return {
    help,
    // The defaults of both type parameters are exactly these values.
    labels: labels ?? ({} as Labels),
    unit: unit ?? ('' as UnitName),
    ...(maxSeries !== undefined && { maxSeries }),
    ...(ttl !== undefined && { ttl }),
    ...unknownKeys(options, [...COMMON_OPTIONS, ...own]),
    ...(position && { position }),
  };
}
