import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { APP_FOLDER, CONTAINER_LOGS } from '../elastic/generate-filebeat.ts';
import { logsWay, shippedFile } from '../elastic/shipped-logs.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { isLoopback } from '../prometheus/container-address.ts';
import type { ComposeContext } from './compose-context.ts';
import { readOnlyMount } from './compose-context.ts';

/** The volume that a program in a container writes its log file to. */
const VOLUME = 'app_logs';

/**
 * What Filebeat reads, as its container mounts it: what containers write to standard output, or the folder of
 * the log file, which is a volume where the program runs in a container itself.
 */
export function logMount(context: ComposeContext): string {
  const folder = shippedFolder(context.definition);
  if (folder === undefined) return `${CONTAINER_LOGS}:${CONTAINER_LOGS}:ro`;
  return isOnHost(context.definition)
    ? readOnlyMount(context, folder, inApp(folder))
    : `${VOLUME}:${inApp(folder)}:ro`;
}

/** The mount of a program's log folder that Filebeat reads, too; `undefined` where it reads none. */
export function appLogMount({ definition }: ComposeContext): string | undefined {
  const folder = shippedFolder(definition);
  return folder === undefined || isOnHost(definition) ? undefined : `${VOLUME}:${inApp(folder)}`;
}

/** Makes the folder, which Docker would give to root, where a program on the host writes below its own. */
export function logFolder(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const folder = shippedFolder(definition);
  if (folder === undefined || posix.isAbsolute(folder) || !isOnHost(definition)) return [];
  return [{ path: posix.join(folder, '.gitignore'), text: '*\n!.gitignore\n' }];
}

function shippedFolder(definition: ResolvedDefinition): string | undefined {
  const file = logsWay(definition) === 'shipper' ? shippedFile(definition) : undefined;
  return file === undefined ? undefined : posix.dirname(file);
}

/** Whether Prometheus asks the program on the machine around the stack. */
function isOnHost({ targets }: ResolvedDefinition): boolean {
  return targets.some(({ exporter, addresses, container }) => {
    return exporter === undefined && container === undefined && addresses.some(isLoopback);
  });
}

function inApp(folder: string): string {
  return posix.isAbsolute(folder) ? folder : posix.join(APP_FOLDER, folder);
}
