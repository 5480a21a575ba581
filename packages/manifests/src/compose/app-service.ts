import type { ResolvedTarget } from '@telltale/definition';
import { slugOf } from '@telltale/model';
import type { ComposeContext } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { appLogMount } from './log-folder.ts';
import { COMMON, healthBy, limitsOf, loopbackPort } from './service-parts.ts';

/** The service's own program by the name under which Prometheus reaches it; none where the stack has none. */
export function appService(context: ComposeContext): readonly [string, ComposeService] | undefined {
  const { definition, stack, source } = context;
  const { app } = stack;
  if (!app || (app.image === undefined && app.build === undefined)) return undefined;
  const target = definition.targets.find(({ exporter, isBatch }) => exporter === undefined && !isBatch);
  const port = app.port ?? definition.health?.port;
  const logs = appLogMount(context);
  return [
    target?.container ?? hostOf(target) ?? (slugOf(definition.service) || 'app'),
    {
      ...(app.image === undefined ? { build: source(app.build ?? '.') } : { image: app.image }),
      ...(port !== undefined && { ports: [loopbackPort(port, port)] }),
      ...(logs !== undefined && { volumes: [logs] }),
      ...probe(context, port),
      ...COMMON,
      ...limitsOf(context, 'app'),
    },
  ];
}

/** The program runs on Node.js, so that its image has one to ask with. */
function probe(
  { definition, stack }: ComposeContext,
  appPort: number | undefined,
): Pick<ComposeService, 'healthcheck'> {
  const port = definition.health?.port ?? appPort;
  const path = definition.health?.paths.ready;
  if (!stack.app?.probes || port === undefined || path === undefined) return {};
  const url = `http://127.0.0.1:${port}${path}`;
  const script = `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return { healthcheck: healthBy(['CMD', 'node', '-e', script]) };
}

function hostOf(target: ResolvedTarget | undefined): string | undefined {
  const [, host] = /^([A-Za-z][\w-]*):\d+$/.exec(target?.addresses[0] ?? '') ?? [];
  return host === 'localhost' ? undefined : host;
}
