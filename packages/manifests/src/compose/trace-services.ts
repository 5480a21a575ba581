import { logsWay } from '../elastic/shipped-logs.ts';
import { ELASTIC_PASSWORD } from '../secrets/elastic-password.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { COMMON, LOCKED, healthByUrl, limitsOf, loopbackPort, volumeAt } from './service-parts.ts';

const COLLECTOR_CONFIG = '/etc/otelcol-contrib/config.yaml';
const JAEGER_CONFIG = '/etc/jaeger/config.yaml';

/** The collector, which decides which traces are kept, and Jaeger, which keeps and shows them. */
export function traceServices(context: ComposeContext): readonly (readonly [string, ComposeService])[] {
  if (!context.definition.traces?.enabled) return [];
  return [
    ['collector', collector(context)],
    ['jaeger', jaeger(context)],
  ];
}

/** The image holds nothing but the program: there is nothing to check its health with. */
function collector(context: ComposeContext): ComposeService {
  const { layout, stack } = context;
  return {
    image: pinnedImage('collector'),
    profiles: ['traces'],
    command: [`--config=${COLLECTOR_CONFIG}`],
    ports: [loopbackPort(stack.ports.collector, 4317), loopbackPort(stack.ports.collectorHttp, 4318)],
    volumes: [readOnlyMount(context, layout.collector, COLLECTOR_CONFIG)],
    ...(logsWay(context.definition) === 'collector' && { secrets: [ELASTIC_PASSWORD.name] }),
    depends_on: { jaeger: { condition: 'service_started' } },
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'collector'),
  };
}

function jaeger(context: ComposeContext): ComposeService {
  const { layout, stack } = context;
  return {
    image: pinnedImage('jaeger'),
    profiles: ['traces'],
    // Badger writes to a volume that belongs to root when it is new.
    user: '0:0',
    command: ['--config', JAEGER_CONFIG],
    ports: [loopbackPort(stack.ports.jaeger, 16_686)],
    volumes: [
      readOnlyMount(context, layout.jaeger, JAEGER_CONFIG),
      volumeAt(context, 'jaeger', '/var/lib/jaeger'),
    ],
    tmpfs: ['/tmp'],
    healthcheck: healthByUrl('http://localhost:13133/status'),
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'jaeger'),
  };
}
