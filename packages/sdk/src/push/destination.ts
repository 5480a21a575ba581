import { hostname } from 'node:os';
import { nodeCrypto } from '../platform/node-modules.ts';
import { otlpProtocol } from './protocol/otlp.ts';
import type { PushProtocol, PushRequest } from './protocol/push-request.ts';
import { pushgatewayProtocol, removeGroup } from './protocol/pushgateway.ts';
import { remoteWriteProtocol } from './protocol/remote-write.ts';
import type { PushEnvironment } from './push-environment.ts';
import type { PushOptions } from './push-options.ts';
import type { RunIdentity } from './snapshot/snapshot.ts';

/** Where metrics go. */
export interface Destination extends PushProtocol {
  /** The request that removes what this run has pushed, where the receiver has such a thing. */
  readonly removal: ((identity: RunIdentity) => PushRequest) | undefined;
}

/** The destination that options describe; throws for an address that is none. */
export function destinationOf(options: PushOptions): Destination {
  const { to, headers = {} } = options;
  switch (to) {
    case 'otlp': {
      const url = withPath(options.url, '/v1/metrics');
      const { encoding = 'protobuf' } = options;
      return { ...otlpProtocol({ url, headers, encoding }), removal: undefined };
    }
    case 'remote-write': {
      const url = withPath(options.url, '/api/v1/write');
      return { ...remoteWriteProtocol({ url, headers }), removal: undefined };
    }
    case 'pushgateway': {
      const gateway = { url: withPath(options.url, ''), headers, method: options.method ?? 'PUT' };
      return {
        ...pushgatewayProtocol(gateway),
        removal: (identity) => removeGroup(gateway, identity),
      };
    }
    default:
      throw new Error(`'${String(to)}' is none of otlp, pushgateway, remote-write`);
  }
}

/** The usual path, for an address that has none. */
function withPath(text: string, path: string): string {
  if (!URL.canParse(text) || !/^https?:/i.test(text)) throw new Error('the address is no http or https URL');
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = path;
  return url.href;
}

/** Who this run is: of options and environment, the options count. */
export function identityOf(
  { to, job, instance, grouping = {} }: PushOptions,
  { service, attributes }: Pick<PushEnvironment, 'service' | 'attributes'>,
  serviceOfDefinition: string,
): RunIdentity {
  const fromResource = [...attributes].filter(
    ([name]) => name !== 'service.name' && name !== 'service.instance.id',
  );
  return {
    job: job || service || serviceOfDefinition || 'unknown_service',
    instance: instance || attributes.get('service.instance.id') || `${hostname()}:${process.pid}`,
    runId: nodeCrypto().randomUUID(),
    startMs: Math.round(performance.timeOrigin),
    attributes: [...(to === 'otlp' ? fromResource : []), ...Object.entries(grouping)],
  };
}
