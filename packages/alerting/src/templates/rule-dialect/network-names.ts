import { isIP } from 'node:net';

interface HostPort {
  readonly host: string;
  readonly port: string;
}

const HOST_PORT = /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^[\]:]*)$/;

/** `host:port` in its parts, as Go's `net.SplitHostPort`; `undefined` for anything else. */
function splitHostPort(text: string): HostPort | undefined {
  const match = HOST_PORT.exec(text);
  return match ? { host: match[1] ?? match[2], port: match[3] } : undefined;
}

/** `api-1:9100` is `api-1`; what has no port stays. */
export function stripPort(text: string): string {
  return splitHostPort(text)?.host ?? text;
}

/** `api-1.example.org:9100` is `api-1:9100`; addresses stay. */
export function stripDomain(text: string): string {
  const { host, port } = splitHostPort(text) ?? { host: text, port: '' };
  if (isIP(host) !== 0) return text;
  const [name] = host.split('.');
  return port === '' ? name : `${name}:${port}`;
}
