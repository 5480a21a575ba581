import type { FindingPlace } from '../../finding.ts';
import type { WrittenLine } from '../../guides/written-lines.ts';
import { writtenLines } from '../../guides/written-lines.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A command that packs a Docker volume into an archive. */
export interface BackupCommand {
  readonly volume: string;
  /** The place of the volume's name. */
  readonly place: FindingPlace;
  readonly line: string;
  /** Commands of the same file in front of it. */
  readonly before: readonly string[];
}

const RUN =
  /\bdocker (?:container )?run\b.*?\s(?:-v|--volume)[ =]["']?([A-Za-z0-9][\w.-]*):\/[\w/.-]+.*\btar\s+-?\w*c/;

/** Commands such as `docker run -v prometheus-data:/data alpine tar czf …`. */
export function backupCommands({ texts }: Workspace): readonly BackupCommand[] {
  return [...writtenLines(texts).values()].flatMap((lines) => {
    const commands = lines.filter(({ kind }) => kind === 'command');
    return commands.flatMap((command, index) =>
      backupOf(command, commands.slice(Math.max(0, index - 10), index)),
    );
  });
}

function backupOf({ line, placeOf }: WrittenLine, before: readonly WrittenLine[]): readonly BackupCommand[] {
  const match = RUN.exec(line);
  if (!match) return [];
  const start = line.indexOf(`${match[1]}:`, match.index);
  const place = placeOf({ start, end: start + match[1].length });
  return [{ volume: match[1], place, line, before: before.map((each) => each.line) }];
}
