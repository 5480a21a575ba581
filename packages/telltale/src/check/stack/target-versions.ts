import type { ProgramVersions, VersionedProgram } from '@telltale/manifests';
import { PROGRAM_VERSIONS } from '@telltale/manifests';
import { TelltaleError } from '@telltale/model';
import type { TargetVersion, TargetVersions } from '../workspace/target-versions.ts';
import { isBelow, versionNumbers } from './image-reference.ts';

/**
 * Reads what `--target-versions` says: `prometheus=3,grafana=13`.
 *
 * @throws TelltaleError TT_USAGE for programs and versions that nothing is known of.
 */
export function parseTargetVersions(text: string): TargetVersions {
  const targets = new Map<VersionedProgram, TargetVersion>();
  for (const item of text.split(',').map((part) => part.trim())) {
    const [name, version, ...rest] = item.split('=');
    if (name === '' || version === undefined || rest.length > 0) {
      throw usage(`'${item}' is no program with a version`, 'Write them so: prometheus=3,grafana=13');
    }
    const versions = PROGRAM_VERSIONS.find(({ program }) => program === name.trim().toLowerCase());
    if (!versions) {
      const known = PROGRAM_VERSIONS.map(({ program }) => program).join(', ');
      throw usage(`versions of '${name}' are not known`, `Name one of these: ${known}.`);
    }
    if (targets.has(versions.program)) {
      throw usage(
        `${versions.program} has two target versions`,
        'Name one, and run the check once for each.',
      );
    }
    targets.set(versions.program, targetOf(versions, version.trim()));
  }
  return targets;
}

function targetOf({ program, title, oldest, newest }: ProgramVersions, text: string): TargetVersion {
  const numbers = versionNumbers(text);
  const fix = `Versions from ${oldest} to ${newest} are known: ${program}=${newest.split('.')[0]} is the newest.`;
  if (!numbers || !/^v?[\d.]+$/.test(text)) throw usage(`'${text}' is no version of ${title}`, fix);
  if (isBelow(versionNumbers(newest) ?? [], numbers)) {
    throw usage(`nothing is known of ${title} ${text} yet`, `${fix} A newer telltale may know more.`);
  }
  if (isBelow(numbers, versionNumbers(oldest) ?? [])) {
    throw usage(`nothing is known of ${title} ${text} any more`, fix);
  }
  return { text: text.replace(/^v/, ''), numbers };
}

function usage(message: string, fix: string): TelltaleError {
  return new TelltaleError('TT_USAGE', `--target-versions: ${message}`, { fix });
}

/** What the reader must know of a check for other versions. */
export function targetNotes(targets: TargetVersions): readonly string[] {
  if (targets.size === 0) return [];
  const names = PROGRAM_VERSIONS.flatMap(({ program, title, newest }) => {
    const target = targets.get(program);
    return target ? `${title} ${target.text} (known up to ${newest})` : [];
  });
  return [`judged for ${names.join(', ')}`];
}
