import type { ResolvedFileDiscovery } from '@telltale/definition';
import type { TargetGroup } from '../../scrape/plan/target-group.ts';
import type { DiscoveryPlace, Findings } from '../discoverer.ts';
import { MAX_DISCOVERED_TARGETS, countTargets } from '../discoverer.ts';
import { watchFolders } from './folder-watch.ts';
import { folderOf, matchingFiles } from './matching-files.ts';
import { readTargetFile } from './read-target-file.ts';

/**
 * Targets in files, as Prometheus' `file_sd_configs` has them. A file that cannot be read counts as it was when it
 * could, a file that is gone has no targets.
 */
export function fileDiscovery({ files, refreshMs }: ResolvedFileDiscovery): DiscoveryPlace {
  let good: ReadonlyMap<string, readonly TargetGroup[]> = new Map();

  async function look(): Promise<Findings> {
    const next = new Map<string, readonly TargetGroup[]>();
    const errors: string[] = [];
    for (const file of await filesOf(files)) {
      try {
        const groups = await readTargetFile(file);
        if (groups === undefined) errors.push(`${file}: there is no such file`);
        else next.set(file, groups);
      } catch (error) {
        errors.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
        const before = good.get(file);
        if (before) next.set(file, before);
      }
    }
    const groups = [...next.values()].flat();
    if (countTargets(groups) > MAX_DISCOVERED_TARGETS) {
      throw new Error(`the files have more than ${MAX_DISCOVERED_TARGETS} targets together`);
    }
    good = next;
    return { groups, error: errors.join('; ') };
  }

  return {
    mechanism: 'file',
    place: files.join(', '),
    refreshMs,
    look,
    watch: (onChange) => watchFolders(files.map(folderOf), onChange),
  };
}

/** Each file once, however many patterns it matches. */
async function filesOf(patterns: readonly string[]): Promise<ReadonlySet<string>> {
  const files = await Promise.all(patterns.map(matchingFiles));
  return new Set(files.flat());
}
