import type { Registry } from '../registry/registry.ts';
import { destinationOf, identityOf } from './destination.ts';
import { PUSH_METRIC } from './snapshot/fingerprint.ts';
import type { Push } from './push.ts';
import { idlePush } from './push.ts';
import { pushEnvironment } from './push-environment.ts';
import type { PushOptions } from './push-options.ts';
import type { PushSource } from './snapshot/push-source.ts';
import { Pusher } from './pusher.ts';
import { defaultSpoolFolder } from '../platform/private-folder.ts';
import { SpoolFolder } from './spool/spool-folder.ts';

/** What {@link createPush} needs to know of the program. */
export interface PushContext {
  /** Where the push is told of and counted; also what is pushed, where there is no other `source`. */
  readonly registry: Registry;
  readonly source?: PushSource;
  /** The service of the definition. */
  readonly service?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const RESULTS = ['sent', 'failed', 'refused'] as const;

/**
 * Pushes metrics as options say; without options as the environment says (OpenTelemetry's variables), else
 * not at all. From now on the end of the process is watched: see {@link PushOptions}.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createPush, createRegistry } from '@telltale/sdk';
 *
 * const gateway = createServer((request, response) => {
 *   console.log(request.method, request.url); // PUT /metrics/job/nightly
 *   response.end();
 * }).listen(0, '127.0.0.1', async () => {
 *   const registry = createRegistry();
 *   registry.counter('rows_total', { help: 'Rows copied' }).inc(3);
 *   const address = gateway.address();
 *   const port = typeof address === 'object' ? address?.port : 0;
 *   const push = createPush(
 *     { to: 'pushgateway', url: `http://127.0.0.1:${port}`, job: 'nightly', spool: false },
 *     { registry },
 *   );
 *   console.log(await push.shutdown()); // sent
 *   gateway.close();
 * });
 * ```
 */
export function createPush(given: PushOptions | undefined, context: PushContext): Push {
  const { registry, source = registry, service = '' } = context;
  const { diagnostics } = registry;
  const tell = (message: string) => diagnostics.tell('push_failed', '', () => message);
  const environment = pushEnvironment(context.environment ?? process.env);
  for (const fault of environment.faults) tell(fault);
  const options = given ?? environment.options;
  if (!options) return idlePush;
  try {
    const destination = destinationOf(options);
    const identity = identityOf(options, environment, service);
    const total = registry.counter(PUSH_METRIC, {
      help: 'Pushes of all metrics, by result',
      labels: { result: RESULTS },
    });
    const purpose = JSON.stringify([options.to, new URL(options.url).host, identity.job]);
    const { spool: folder = defaultSpoolFolder() } = options;
    const spool =
      folder === false ? undefined : new SpoolFolder({ folder, purpose, runId: identity.runId, tell });
    const count = (result: (typeof RESULTS)[number]) => total.inc({ result });
    return new Pusher({ source, destination, identity, spool, options, tell, count });
  } catch (error) {
    tell(`metrics are not pushed: ${error instanceof Error ? error.message : String(error)}`);
    return idlePush;
  }
}
