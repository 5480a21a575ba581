import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { Readable } from 'node:stream';
import { TelltaleError } from '@telltale/model';
import { readArchive } from '@telltale/storage';
import type { CommandIo } from '../../io/command-io.ts';
import { printable } from '../../io/printable.ts';
import { listOf } from '../../server/json-fields.ts';
import type { Fields } from '../../server/json-fields.ts';
import type { GrafanaAccess } from '../../server/grafana-access.ts';
import type { GrafanaApi } from '../../server/grafana-api.ts';
import { GrafanaRefusal, createGrafanaApi } from '../../server/grafana-api.ts';
import { GRAFANA_KINDS } from './grafana-kinds.ts';
import type { GrafanaKind } from './grafana-kinds.ts';
import { missingSecrets } from './missing-secrets.ts';

/** What a restore did, by kind. */
export interface GrafanaRestore {
  readonly address: string;
  readonly kinds: readonly {
    readonly name: string;
    readonly created: number;
    readonly changed: number;
    /** They were as in the backup. */
    readonly same: number;
  }[];
  /** What Grafana refused, with its reason. */
  readonly failed: readonly string[];
  /** Secrets of what was created: Grafana has none of them now. */
  readonly secrets: readonly string[];
}

/**
 * Brings the things of a backup to a Grafana: what it does not have is created, what is different is changed, the rest
 * is not touched, and nothing is deleted. So a second run changes nothing.
 *
 * @throws TelltaleError TT_BACKUP_DAMAGED before anything is written; TT_STATION_UNREACHABLE
 */
export async function restoreGrafana(file: string, access: GrafanaAccess): Promise<GrafanaRestore> {
  const contents = await readContents(file);
  const api = createGrafanaApi(access);
  const kinds: GrafanaRestore['kinds'][number][] = [];
  const failed: string[] = [];
  const secrets: string[] = [];
  for (const kind of GRAFANA_KINDS) {
    const items = contents.get(kind.id) ?? [];
    const outcome = await restoreKind(api, kind, items);
    failed.push(...outcome.failed);
    secrets.push(...outcome.created.flatMap((item) => missingSecrets(kind.id, item)));
    const { name } = kind;
    kinds.push({ name, created: outcome.created.length, changed: outcome.changed, same: outcome.same });
  }
  return { address: access.address, kinds, failed, secrets };
}

/** For people: a line for each kind that the backup has. */
export function printGrafanaRestore(
  { address, kinds, failed, secrets }: GrafanaRestore,
  io: CommandIo,
): void {
  io.write(`${address} is ${failed.length === 0 ? 'restored' : 'restored in part'}\n`);
  for (const { name, created, changed, same } of kinds) {
    if (created + changed + same === 0) continue;
    io.write(`  ${name}: ${created} created, ${changed} changed, ${same} as they were\n`);
  }
  for (const secret of secrets) io.write(printable(`  set again: ${secret}`) + '\n');
  for (const reason of failed) io.write(printable(`  refused: ${reason}`) + '\n');
}

/** All of the backup is read, and so checked, before anything is written. */
async function readContents(file: string): Promise<ReadonlyMap<string, readonly Fields[]>> {
  const texts = new Map<string, string>();
  const { kind } = await readArchive(file, {
    onFile: async ({ path }, chunks) => {
      texts.set(path.replace(/\.json$/, ''), await text(Readable.from(chunks)));
    },
  });
  if (kind !== 'grafana') {
    throw new TelltaleError('TT_USAGE', `${file} is no backup of a Grafana`, {
      fix: `Restore it with --${kind === 'station' ? 'data' : 'prometheus-data'}.`,
    });
  }
  return new Map([...texts].map(([id, content]) => [id, itemsOf(file, content)]));
}

function itemsOf(file: string, content: string): readonly Fields[] {
  try {
    return listOf(JSON.parse(content));
  } catch (cause) {
    throw new TelltaleError('TT_BACKUP_DAMAGED', `${file} has a file that is no JSON.`, { cause });
  }
}

interface KindOutcome {
  readonly created: readonly Fields[];
  readonly changed: number;
  readonly same: number;
  readonly failed: readonly string[];
}

async function restoreKind(
  api: GrafanaApi,
  kind: GrafanaKind,
  items: readonly Fields[],
): Promise<KindOutcome> {
  const created: Fields[] = [];
  const failed: string[] = [];
  let [changed, same] = [0, 0];
  if (items.length === 0) return { created, changed, same, failed };
  const present = new Map((await kind.read(api)).map((item) => [kind.keyOf(item), item]));
  for (const item of items) {
    const before = present.get(kind.keyOf(item));
    if (before !== undefined && isDeepStrictEqual(comparable(before), comparable(item))) {
      same++;
      continue;
    }
    try {
      if (before === undefined) {
        await kind.create(api, item);
        created.push(item);
      } else {
        await kind.update(api, item);
        changed++;
      }
    } catch (error) {
      if (!(error instanceof GrafanaRefusal)) throw error;
      failed.push(`${kind.name}, ${kind.titleOf(item)}: ${error.message}`);
    }
  }
  return { created, changed, same, failed };
}

/** As JSON has it, and without which secrets are set: those are not restored. */
function comparable(item: Fields): unknown {
  return JSON.parse(JSON.stringify({ ...item, secureJsonFields: undefined }));
}
