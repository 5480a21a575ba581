/** Whose data a backup has. */
export type BackupKind = 'station' | 'prometheus' | 'grafana';

const DATABASE = String.raw`\.db(?:-wal)?`;
const SEGMENT = String.raw`\d{6,15}\.log`;
const DAY = String.raw`\d{8}`;

/**
 * What may be in a backup: nothing else is unpacked, so that no archive, whoever made it, writes anywhere but where a
 * file of its kind belongs.
 */
const PATHS: Readonly<Record<BackupKind, RegExp>> = {
  station: new RegExp(
    [
      `catalog${DATABASE}`,
      `metrics-${DAY}${DATABASE}`,
      `wal/${SEGMENT}`,
      `logs/logs-${DAY}${DATABASE}`,
      `traces/traces-${DAY}(?:-\\d{1,6})?${DATABASE}`,
      `(?:logs|traces)/intake/${SEGMENT}`,
      String.raw`audit(?:\.\d{1,2})?\.jsonl`,
      String.raw`review\.json`,
    ]
      .map((path) => `^${path}$`)
      .join('|'),
  ),
  prometheus: /^[0-9A-HJKMNP-TV-Z]{26}\/(?:meta\.json|index|tombstones|chunks\/\d{6,9})$/,
  grafana: /^(?:[a-z-]{1,40})\.json$/,
};

/** Whether a file of this path, with `/` between its parts, belongs in a backup of this kind. */
export function isBackupPath(kind: BackupKind, path: string): boolean {
  return PATHS[kind].test(path);
}
