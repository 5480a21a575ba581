import type { CheckRule } from '../../check-rule.ts';
import { histogram } from './example-programs.ts';

/** Metrics in other units than the base units. */
export const metricBaseUnit: CheckRule = {
  id: 'metric/base-unit',
  severity: 'warning',
  preset: 'strict',
  why: 'Metrics of one thing in two units cannot be compared or added; everything else counts in seconds and bytes.',
  doc: `Names with milliseconds, minutes, kilobytes, percent and other units that are not the base unit.`,
  examples: [
    {
      wrong: { files: { 'app.js': histogram('shop_answer_milliseconds', ', buckets: [5, 50, 500]') } },
      right: { files: { 'app.js': histogram('shop_answer_seconds', ', buckets: [0.005, 0.05, 0.5]') } },
    },
  ],
  *run({ declarations }) {
    for (const { name, isForeign, placeOf } of declarations) {
      const unit = isForeign ? undefined : name.split('_').find((word) => BASE_UNITS.has(word));
      if (unit === undefined) continue;
      const base = BASE_UNITS.get(unit) ?? '';
      yield { place: placeOf('name'), message: `'${name}' counts in ${unit}`, fix: `count in ${base}` };
    }
  },
};

const BASE_UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    milliseconds: 'seconds',
    ms: 'seconds',
    millis: 'seconds',
    microseconds: 'seconds',
    us: 'seconds',
    nanoseconds: 'seconds',
    minutes: 'seconds',
    hours: 'seconds',
    days: 'seconds',
    kb: 'bytes',
    mb: 'bytes',
    gb: 'bytes',
    kilobytes: 'bytes',
    megabytes: 'bytes',
    gigabytes: 'bytes',
    mib: 'bytes',
    percent: 'a ratio of 0 to 1',
    percentage: 'a ratio of 0 to 1',
    fahrenheit: 'celsius',
  }),
);
