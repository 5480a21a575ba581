import type { ResolvedExporter } from '@telltale/definition';
import { probesOf } from '../blackbox/generate-blackbox.ts';
import type { StackSecret } from '../secrets/stack-secret.ts';
import { mountedSecret, probeSecrets } from '../secrets/stack-secret.ts';
import { KNOWN_EXPORTERS, pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { hostAccess } from './host-access.ts';
import { COMMON, LOCKED, healthByUrl, limitsOf, loopbackPort } from './service-parts.ts';

/** An exporter of the stack, by the name under which Prometheus reaches it. */
export interface ExporterService {
  readonly name: string;
  /** `node`, `cadvisor`, `postgres` … */
  readonly pack: string;
  readonly service: ComposeService;
  readonly secrets: readonly StackSecret[];
}

/** What one kind of exporter needs besides what all have. */
interface ExporterParts {
  readonly service: (context: ComposeContext) => ComposeService;
  readonly secrets?: (context: ComposeContext) => readonly StackSecret[];
}

const POSTGRES_PASSWORD: StackSecret = {
  name: 'postgres_exporter_password',
  purpose: 'the password of the user that postgres_exporter reads PostgreSQL with (role pg_monitor)',
};
const REDIS_PASSWORDS: StackSecret = {
  name: 'redis_passwords',
  purpose:
    'the password of Redis as JSON by its address: `{"redis://redis:6379": "…"}`; `{}` where it has none',
  command: "printf '{}'",
};

const BLACKBOX_CONFIG = '/etc/blackbox_exporter/config.yml';

const PARTS: ReadonlyMap<string, ExporterParts> = new Map<string, ExporterParts>([
  [
    'node',
    {
      service: ({ stack }) => ({
        pid: 'host',
        command: [
          '--path.rootfs=/host',
          '--collector.filesystem.mount-points-exclude=^/(sys|proc|dev|host|etc)($$|/)',
        ],
        ports: [loopbackPort(stack.ports.node, 9100)],
        volumes: ['/:/host:ro,rslave'],
        healthcheck: healthByUrl('http://localhost:9100/'),
        ...LOCKED,
      }),
    },
  ],
  [
    'cadvisor',
    {
      service: ({ stack }) => ({
        command: ['--docker_only=true', '--housekeeping_interval=10s', '--store_container_labels=false'],
        ports: [loopbackPort(stack.ports.cadvisor, 8080)],
        volumes: [
          '/:/rootfs:ro',
          '/var/run:/var/run:ro',
          '/sys:/sys:ro',
          '/var/lib/docker/:/var/lib/docker:ro',
          '/dev/disk/:/dev/disk:ro',
        ],
        devices: ['/dev/kmsg'],
        healthcheck: healthByUrl('http://localhost:8080/healthz'),
      }),
    },
  ],
  [
    'postgres',
    {
      secrets: () => [POSTGRES_PASSWORD],
      service: () => ({
        environment: {
          DATA_SOURCE_URI:
            '${POSTGRES_ADDRESS:-postgres:5432}/${POSTGRES_DATABASE:-postgres}?sslmode=${POSTGRES_SSLMODE:-prefer}',
          DATA_SOURCE_USER: '${POSTGRES_EXPORTER_USER:-postgres_exporter}',
          DATA_SOURCE_PASS_FILE: mountedSecret(POSTGRES_PASSWORD.name),
        },
        healthcheck: healthByUrl('http://localhost:9187/'),
        ...LOCKED,
      }),
    },
  ],
  [
    'redis',
    {
      secrets: () => [REDIS_PASSWORDS],
      // The image holds nothing but the program: there is nothing to check its health with.
      service: () => ({
        environment: {
          REDIS_ADDR: 'redis://${REDIS_ADDRESS:-redis:6379}',
          REDIS_PASSWORD_FILE: mountedSecret(REDIS_PASSWORDS.name),
        },
        ...LOCKED,
      }),
    },
  ],
  [
    'kafka',
    {
      service: () => ({
        command: ['--kafka.server=${KAFKA_ADDRESS:-kafka:9092}'],
        healthcheck: healthByUrl('http://localhost:9308/'),
        ...LOCKED,
      }),
    },
  ],
  [
    'blackbox',
    {
      secrets: ({ definition }) => probeSecrets(definition),
      service: (context) => ({
        command: [`--config.file=${BLACKBOX_CONFIG}`],
        ...hostAccess(probesOf(context.definition).map(({ address }) => address)),
        volumes: [readOnlyMount(context, context.layout.blackbox, BLACKBOX_CONFIG)],
        healthcheck: healthByUrl('http://localhost:9115/-/healthy'),
        ...LOCKED,
      }),
    },
  ],
]);

/** The exporters that the stack runs: those with an image and a name that is no address of a machine. */
export function exporterServices(context: ComposeContext): readonly ExporterService[] {
  return (context.definition.exporters ?? []).flatMap((exporter) => {
    const image = imageOf(exporter);
    const name = hostOf(context, exporter);
    if (image === undefined || name === undefined) return [];
    const parts: ExporterParts = PARTS.get(exporter.pack) ?? { service: () => ({}) };
    const secrets = parts.secrets?.(context) ?? [];
    return [
      {
        name,
        pack: exporter.pack,
        secrets,
        service: {
          image,
          ...parts.service(context),
          ...(secrets.length > 0 && { secrets: secrets.map((secret) => secret.name) }),
          ...COMMON,
          ...limitsOf(context, exporter.pack),
        },
      },
    ];
  });
}

/** The pinned image; the exporter's own where it names a version itself. */
function imageOf({ pack, image }: ResolvedExporter): string | undefined {
  if (image === '') return undefined;
  const known = KNOWN_EXPORTERS.find((exporter) => exporter.pack === pack);
  if (/:[^/]+$/.test(image)) return image;
  return known ? pinnedImage(known.component) : undefined;
}

/** The name by which its target reaches it; `undefined` where it runs on a machine outside. */
function hostOf({ definition }: ComposeContext, { job }: ResolvedExporter): string | undefined {
  const target = definition.targets.find((candidate) => candidate.job === job);
  const [, host] = /^([A-Za-z][\w-]*):\d+$/.exec(target?.addresses[0] ?? '') ?? [];
  return host === undefined || host === 'localhost' ? undefined : host;
}
