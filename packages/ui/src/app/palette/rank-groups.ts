import type { Command } from '../../navigation/commands.tsx';
import { fuzzyScore, rankBy } from '../../navigation/fuzzy.ts';

/** Commands of one kind, the best first. */
export interface CommandGroup {
  readonly group: string;
  readonly commands: readonly Command[];
}

/** Commands shown of one kind. */
const MAX_OF_GROUP = 8;
const MAX_RECENT = 5;
/** What was used lately is preferred by so much, the newest most. */
const RECENT_BONUS = 12;

/**
 * The groups with what answers best first. Where nothing is typed, what was used lately stands before all.
 */
export function rankGroups(
  typed: string,
  found: ReadonlyMap<string, readonly Command[]>,
  recent: readonly string[],
): readonly CommandGroup[] {
  const bonusOf = ({ id }: Command): number => {
    const at = recent.indexOf(id);
    return at < 0 ? 0 : RECENT_BONUS / (at + 1);
  };
  const ranked = [...found]
    .map(([group, commands]) => ({
      group,
      commands: rankBy(typed, commands, textsOf, bonusOf).slice(0, MAX_OF_GROUP),
    }))
    .filter(({ commands }) => commands.length > 0);
  if (typed.trim() === '') return withRecent(ranked, found, recent);
  const best = ({ commands }: CommandGroup): number =>
    Math.max(...textsOf(commands[0]).map((text) => fuzzyScore(typed, text) ?? -Infinity)) +
    bonusOf(commands[0]);
  return ranked.sort((one, other) => best(other) - best(one));
}

/** All commands in the order in which they are shown. */
export function flatten(groups: readonly CommandGroup[]): readonly Command[] {
  return groups.flatMap(({ commands }) => commands);
}

function withRecent(
  ranked: readonly CommandGroup[],
  found: ReadonlyMap<string, readonly Command[]>,
  recent: readonly string[],
): readonly CommandGroup[] {
  const all = [...found.values()].flat();
  const lately = recent.flatMap((id) => all.find((command) => command.id === id) ?? []).slice(0, MAX_RECENT);
  const ids = new Set(lately.map(({ id }) => id));
  const others = ranked
    .map(({ group, commands }) => ({ group, commands: commands.filter(({ id }) => !ids.has(id)) }))
    .filter(({ commands }) => commands.length > 0);
  return lately.length === 0 ? others : [{ group: 'Lately', commands: lately }, ...others];
}

function textsOf({ title, keywords }: Command): readonly string[] {
  return keywords === undefined ? [title] : [title, keywords];
}
