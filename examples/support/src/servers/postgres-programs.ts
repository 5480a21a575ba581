import { globSync } from 'node:fs';
import { delimiter } from 'node:path';

/** Folder of PostgreSQL's programs; Debian keeps them off the path. */
export function postgresPrograms(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed(),
  ];
  return folders.find((folder) => globSync('{initdb,postgres}', { cwd: folder }).length === 2);
}
