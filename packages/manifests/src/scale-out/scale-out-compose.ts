import { posix } from 'node:path';
import { printYamlDocument } from '@telltale/formats';
import type { ComposeContext } from '../compose/compose-context.ts';
import type { ComposeService } from '../compose/compose-file.ts';
import { inOrder } from '../compose/compose-file.ts';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';

/** A Compose file with further services of the project, `compose.<server>.yml` beside the first one. */
export function scaleOutCompose(
  { definition, layout }: ComposeContext,
  server: string,
  services: Readonly<Record<string, ComposeService>>,
): GeneratedFile {
  const volumes = Object.values(services).flatMap(({ volumes: mounts = [] }) =>
    mounts.map((mount) => mount.split(':')[0]).filter((source) => !/^[./~]/.test(source)),
  );
  const file = {
    services: Object.fromEntries(Object.entries(services).map(([name, service]) => [name, inOrder(service)])),
    volumes: Object.fromEntries([...new Set(volumes)].map((name) => [name, {}])),
  };
  const folder = posix.dirname(layout.compose);
  const name = `compose.${server}.yml`;
  const start = `docker compose -f ${posix.basename(layout.compose)} -f ${name} up -d`;
  const where = folder === '.' ? [] : [`In the folder ${folder}:`];
  return {
    path: posix.join(folder, name),
    text: printYamlDocument(file, [...fileHeader(definition), ...where, start]),
  };
}
