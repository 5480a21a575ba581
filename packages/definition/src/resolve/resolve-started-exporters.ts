import type { Secret } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import { checkSecret } from '../faults/check-secret.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { ResolvedStartedExporter } from '../resolved/resolved-started-exporter.ts';
import type {
  StartedExporterDeclaration,
  StartedExportersDeclaration,
} from '../station/exporters-declaration.ts';

const OPTIONS = ['command', 'args', 'env', 'job', 'instance', 'path', 'every'];
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Variables whose value is a secret, and no file with one. */
const SECRET_NAME = /^(?!.*_FILE$).*(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY)/i;
/** Where a program is told to listen, unless its arguments say it in another way. */
const LISTEN = '--web.listen-address={address}';
const PLACE = /\{(?:address|port)\}/;

/** The programs of the packs: as Debian calls them, and as they are released. */
const COMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['node', ['prometheus-node-exporter', 'node_exporter']],
  ['postgres', ['prometheus-postgres-exporter', 'postgres_exporter']],
  ['redis', ['prometheus-redis-exporter', 'redis_exporter']],
  ['kafka', ['prometheus-kafka-exporter', 'kafka_exporter']],
  ['cadvisor', ['cadvisor']],
]);

/** What is known of the other parts of the definition. */
export interface StartedExportersContext {
  readonly packs: readonly { readonly pack: string; readonly job: string }[];
  /** Jobs that the station reads by itself. */
  readonly collected: readonly string[];
  readonly faults: FaultList;
}

/** The programs that the station is to start, checked. */
export function resolveStartedExporters(
  declared: StartedExportersDeclaration,
  context: StartedExportersContext,
): readonly ResolvedStartedExporter[] {
  const resolved = Object.entries(declared).map(([name, one]) =>
    resolveOne(name, one === true ? {} : one, context),
  );
  checkDifferent(resolved, context.faults);
  return resolved;
}

function resolveOne(
  name: string,
  declared: StartedExporterDeclaration,
  { packs, collected, faults }: StartedExportersContext,
): ResolvedStartedExporter {
  const at = `station.exporters.${name}`;
  checkKeys(declared, OPTIONS, at, faults);
  const { command, args = [], env = {}, job = name, instance, path, every } = declared;
  if (collected.includes(job)) {
    faults.add(
      at,
      `station.collectors reads '${job}' already: leave one of them out, or give it another job`,
    );
  }
  checkEnvironment(env, `${at}.env`, faults);
  const isPlaced = [...args, ...Object.values(env)].some((one) => typeof one === 'string' && PLACE.test(one));
  const { pack = job } = packs.find((one) => one.job === job) ?? {};
  return {
    name,
    job,
    commands: commandsOf(command, pack, at, faults),
    args: isPlaced ? args : [...args, LISTEN],
    env,
    ...(instance !== undefined && { instance }),
    ...(path !== undefined && { path }),
    ...(every !== undefined && { intervalMs: faults.durationMs(`${at}.every`, every, 0) }),
  };
}

function commandsOf(
  command: string | undefined,
  pack: string,
  at: string,
  faults: FaultList,
): readonly string[] {
  if (command !== undefined && command !== '') return [command];
  const known = COMMANDS.get(pack);
  if (known && command === undefined) return known;
  faults.add(
    `${at}.command`,
    `name the program to start, such as 'prometheus-redis-exporter'; known without it are ${[...COMMANDS.keys()].join(', ')}`,
  );
  return [];
}

/** A value is not repeated: people write secrets there. */
function checkEnvironment(
  env: Readonly<Record<string, string | Secret>>,
  at: string,
  faults: FaultList,
): void {
  for (const [name, value] of Object.entries(env)) {
    if (!VARIABLE.test(name)) {
      faults.add(at, `${JSON.stringify(name)} is no name of a variable, such as REDIS_ADDR`);
    } else if (typeof value !== 'string') {
      checkSecret(value, `${at}.${name}`, name, faults);
    } else if (SECRET_NAME.test(name) && value !== '') {
      faults.add(
        `${at}.${name}`,
        `a secret never stands in a definition: write { env: '${name}' } or { file: '…' }`,
      );
    }
  }
}

/** Two of the same job and instance would write the same series. */
function checkDifferent(programs: readonly ResolvedStartedExporter[], faults: FaultList): void {
  const seen = new Set<string>();
  for (const { name, job, instance = '' } of programs) {
    const key = JSON.stringify([job, instance]);
    if (seen.has(key)) {
      faults.add(
        `station.exporters.${name}`,
        `there is another one of the job '${job}' with the same instance: give one of them another`,
      );
    }
    seen.add(key);
  }
}
