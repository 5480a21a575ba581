import http from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { PrometheusContentType, RegistryContentType } from './contract/content-type.ts';
import { register } from './registry/registry.ts';
import type { Registry } from './registry/registry.ts';

/** What a gateway answered. */
export interface PushResult {
  resp?: unknown;
  body?: unknown;
}

/** How to reach a gateway: everything that `http.request` takes, too. */
export interface PushgatewayOptions extends RequestOptions {
  /** Whether a push without `jobName` is an error; `true` by default. */
  requireJobName?: boolean;
}

/** Types that belong to {@link Pushgateway}. */
export declare namespace Pushgateway {
  /** Which group of metrics a push is about. */
  interface Parameters {
    jobName: string;
    groupings?: { [key: string]: string };
  }
}

/**
 * Sends a registry to a Prometheus Pushgateway.
 *
 * @example
 * ```ts
 * import { Pushgateway } from '@telltale/sdk/prom-client';
 *
 * const gateway = new Pushgateway('http://127.0.0.1:9091', { timeout: 5000 });
 * await gateway.pushAdd({ jobName: 'backup' }).catch((error: Error) => console.log(error.name)); // Error
 * ```
 */
export class Pushgateway<T extends RegistryContentType = PrometheusContentType> {
  readonly registry: Registry<T> | Registry;
  readonly gatewayUrl: string;
  readonly requireJobName: boolean;
  readonly requestOptions: RequestOptions;

  /**
   * @param gatewayUrl - complete address, with the port
   * @param options - request options such as `timeout` (milliseconds), `headers`, `agent`; with the header
   *   `Content-Encoding: gzip` the page is compressed
   * @param registry - the default registry where absent
   */
  constructor(gatewayUrl: string, options?: PushgatewayOptions | null, registry?: Registry<T>) {
    const { requireJobName = true, ...requestOptions } = options ?? {};
    this.registry = registry ?? register;
    this.gatewayUrl = gatewayUrl;
    this.requireJobName = requireJobName;
    this.requestOptions = requestOptions;
  }

  /** Adds to the group, replacing metrics of the same name. Rejects where the gateway refuses. */
  pushAdd(params?: Pushgateway.Parameters): Promise<PushResult> {
    return this.#send('POST', params);
  }

  /** Replaces the whole group. Rejects where the gateway refuses. */
  push(params?: Pushgateway.Parameters): Promise<PushResult> {
    return this.#send('PUT', params);
  }

  /** Deletes the group. Rejects where the gateway refuses. */
  delete(params?: Pushgateway.Parameters): Promise<PushResult> {
    return this.#send('DELETE', params);
  }

  /** Not an async function: a missing job name is thrown at the caller, as it always was. */
  #send(method: string, params?: Pushgateway.Parameters): Promise<PushResult> {
    if (this.requireJobName && !params?.jobName) throw new Error('Missing jobName parameter');
    return this.#request(method, params);
  }

  async #request(method: string, params?: Pushgateway.Parameters): Promise<PushResult> {
    const url = new URL(this.gatewayUrl);
    url.pathname = groupPath(url.pathname, params);
    const options: RequestOptions = { ...urlToHttpOptions(url), ...this.requestOptions, method };
    const isGzip = contentEncoding(options) === 'gzip';
    if (method === 'DELETE') options.headers = withoutEncoding(options.headers);
    const { promise, resolve, reject } = Promise.withResolvers<PushResult>();
    // Through the module object, where programs that record or replace requests put their own function.
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(options, (response) => {
      readAnswer(response).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('Pushgateway request timed out')));
    if (method === 'DELETE') sent.end();
    else {
      const writePage = (page: string) => sent.end(isGzip ? gzipSync(page) : page);
      this.registry.metrics().then(writePage, (error: Error) => {
        reject(error);
        sent.destroy();
      });
    }
    return promise;
  }
}

function groupPath(base: string, params?: Pushgateway.Parameters): string {
  const path = `${base === '/' ? '' : base}/metrics`;
  if (!params?.jobName) return path;
  const pairs = Object.entries({ ...params.groupings });
  const groups = pairs.map(([name, value]) => `/${encodeURIComponent(name)}/${encodeURIComponent(value)}`);
  return `${path}/job/${encodeURIComponent(params.jobName)}${groups.join('')}`;
}

type Headers = RequestOptions['headers'];

function contentEncoding({ headers }: RequestOptions): unknown {
  return headers === undefined ? undefined : Reflect.get(headers, 'Content-Encoding');
}

function withoutEncoding(headers: Headers): Headers {
  if (headers === undefined || Array.isArray(headers)) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'Content-Encoding'));
}

async function readAnswer(response: IncomingMessage): Promise<PushResult> {
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) body += String(chunk);
  const { statusCode = 0 } = response;
  if (statusCode >= 400) throw new Error(`push failed with status ${statusCode}, ${body}`);
  return { resp: response, body };
}
