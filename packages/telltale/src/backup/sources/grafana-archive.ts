import { createArchive } from '@telltale/storage';
import type { ArchiveSource } from '@telltale/storage';
import { VERSION } from '../../io/version.ts';
import type { GrafanaAccess } from '../../server/grafana-access.ts';
import { createGrafanaApi } from '../../server/grafana-api.ts';
import { GRAFANA_KINDS } from '../grafana/grafana-kinds.ts';
import type { BackupSource } from '../write-backup.ts';
import { missingSecrets } from '../grafana/missing-secrets.ts';

/**
 * Backs up what a Grafana tells of itself by its HTTP API: one file for each kind of things.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE
 */
export async function grafanaArchive(access: GrafanaAccess, signal: AbortSignal): Promise<BackupSource> {
  const api = createGrafanaApi(access);
  const files: ArchiveSource[] = [];
  const counts: Record<string, number> = {};
  const secrets: string[] = [];
  for (const kind of GRAFANA_KINDS) {
    signal.throwIfAborted();
    const items = await kind.read(api);
    counts[kind.name] = items.length;
    secrets.push(...items.flatMap((item) => missingSecrets(kind.id, item)));
    const text = `${JSON.stringify(items, undefined, 2)}\n`;
    files.push({ path: `${kind.id}.json`, content: Buffer.from(text) });
  }
  const head = {
    kind: 'grafana',
    madeBy: `telltale ${VERSION}`,
    madeAtMs: Date.now(),
    counts,
    notes: secrets.map(
      (secret) => `Grafana tells nobody the secret ${secret}: set it again after a restore.`,
    ),
  } as const;
  const { stream } = await createArchive(head, files, signal);
  return { stream, end: async () => {} };
}
