import type { VersionChange } from '@telltale/manifests';
import { nameOfChange } from '@telltale/manifests';
import { isBelow, versionNumbers } from '../../stack/image-reference.ts';
import type { TargetVersion } from '../../workspace/target-versions.ts';

/** What the wanted version makes of something. */
export type ChangeEffect = 'refused' | 'ignored' | 'changed';

/** A change that matters for the wanted version, in words. */
export interface ChangeVerdict {
  readonly effect: ChangeEffect;
  readonly message: string;
  readonly fix: string;
}

/** The program, where it is to go, and where it is. */
export interface Upgrade {
  readonly title: string;
  readonly target: TargetVersion;
  /** The versions that the images in sight have: what changed before all of them is no news. */
  readonly running: readonly (readonly number[])[];
}

/** What a change means for an upgrade; `undefined` where it means nothing. */
export function verdictOf(change: VersionChange, upgrade: Upgrade): ChangeVerdict | undefined {
  const { since, until, ignoredSince, changedIn, instead } = change;
  const { title, target, running } = upgrade;
  const isOld = (bound: string, version = target.numbers): boolean =>
    isBelow(version, versionNumbers(bound) ?? []);
  const program = `${title} ${target.text}`;
  const name = nameOfChange(change.place);
  if (since !== undefined && isOld(since)) {
    const fix = instead ?? `leave it out, or upgrade to ${title} ${since} or newer`;
    return { effect: 'refused', message: `${program} has no ${name} yet: it came with ${since}`, fix };
  }
  if (until !== undefined && !isOld(until)) {
    return {
      effect: 'refused',
      message: `${program} has no ${name}: gone since ${until}`,
      fix: instead ?? '',
    };
  }
  if (ignoredSince !== undefined && !isOld(ignoredSince)) {
    const message = `${program} does nothing with ${name}, like every version since ${ignoredSince}`;
    return { effect: 'ignored', message, fix: instead ?? '' };
  }
  if (changedIn === undefined || isOld(changedIn)) return undefined;
  const isInForce = running.length > 0 && running.every((version) => !isOld(changedIn, version));
  if (isInForce) return undefined;
  return {
    effect: 'changed',
    message: `since ${title} ${changedIn}: ${change.now ?? ''}`,
    fix: instead ?? '',
  };
}
