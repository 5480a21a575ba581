import type { NativeOptions } from '@telltale/definition';

/** What instruments it is about, and how their measurements are shown. */
export interface MetricStreamView {
  /** Name of instruments; `*` stands for any characters, `?` for one. All by default. */
  readonly instrument?: string;
  /** Name of their meter; all by default. */
  readonly meter?: string;
  /** Not shown at all. */
  readonly drop?: boolean;
  /** Name before translation; that of the instrument by default. */
  readonly name?: string;
  readonly description?: string;
  /** The only attributes that are kept; all by default. */
  readonly attributes?: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
  /** Whether a histogram is a native (exponential) one; with `buckets` it is both. */
  readonly native?: true | Partial<NativeOptions>;
}

/** Whether a view is about an instrument. */
export function matches(
  { instrument = '*', meter }: MetricStreamView,
  name: string,
  meterName: string,
): boolean {
  return (meter === undefined || meter === meterName) && patternOf(instrument).test(name);
}

function patternOf(text: string): RegExp {
  const parts = text.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replaceAll(/[.+^${}()|[\]\\/-]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 'is');
}
