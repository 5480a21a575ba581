/** Ports of Jaeger's own protocols, which it does not take any more. */
const JAEGER_PORTS: ReadonlySet<string> = new Set(['5775', '6831', '6832', '14250', '14267', '14268']);

const OTLP_PORT = '4318';

/** An address that spans are sent to, and what had to be changed about it. */
export interface OtlpEndpoint {
  readonly url: string;
  /** What was written, and what was made of it; absent where it could stay. */
  readonly notice?: string;
}

/**
 * The OTLP address of a program that used to be sent Jaeger's own protocols: `http://jaeger:14268/api/traces` becomes
 * `http://jaeger:4318`, and a port of the agent as well. Other addresses stay as they are.
 *
 * @example
 * ```ts
 * import { otlpEndpoint } from '@telltale/sdk/define';
 *
 * console.log(otlpEndpoint('http://jaeger:14268/api/traces').url); // http://jaeger:4318
 * console.log(otlpEndpoint('http://collector:4318').notice); // undefined
 * ```
 */
export function otlpEndpoint(address: string): OtlpEndpoint {
  const url = URL.parse(address);
  if (!url || !JAEGER_PORTS.has(url.port)) return { url: address };
  const otlp = `${url.protocol}//${url.hostname}:${OTLP_PORT}`;
  const notice = `port ${url.port} took Jaeger's own protocol, which is gone: spans go to ${otlp} by OTLP`;
  return { url: otlp, notice };
}
