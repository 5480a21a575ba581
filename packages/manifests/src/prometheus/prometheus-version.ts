import { TelltaleError } from '@telltale/model';
import type { GenerateOptions } from '../generate-options.ts';
import { KNOWN_IMAGES } from '../versions/known-versions.ts';

/** A version of Prometheus, as far as it matters for what it understands. */
export interface PrometheusVersion {
  readonly major: number;
  readonly minor: number;
}

/** The version that configuration is written for: the pinned one, or what the options ask for. */
export function targetVersion({ target }: GenerateOptions): PrometheusVersion {
  const pinned = KNOWN_IMAGES.find(({ component }) => component === 'prometheus')?.tag;
  return parseVersion(target?.prometheus ?? pinned ?? '');
}

/** Whether a version is the given one or newer. */
export function isAtLeast(version: PrometheusVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

/** @throws TelltaleError TT_USAGE for a text that is no version. */
function parseVersion(text: string): PrometheusVersion {
  const match = /^v?(\d{1,3})\.(\d{1,4})(?:\.\d+)?$/.exec(text);
  if (!match) {
    throw new TelltaleError('TT_USAGE', `${JSON.stringify(text)} is no version of Prometheus.`, {
      fix: 'Write MAJOR.MINOR, such as 2.42.',
    });
  }
  return { major: Number(match[1]), minor: Number(match[2]) };
}
