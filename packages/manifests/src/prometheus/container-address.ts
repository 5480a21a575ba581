import type { GenerateOptions } from '../generate-options.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)(?=:|$)/i;

/** How a container reaches the machine it runs on; Compose gives it by `extra_hosts`. */
const HOST = 'host.docker.internal';

/**
 * `host:port` as a container of the stack has to ask for it: in a container, `localhost` is the
 * container itself. Written as it is for programs that run on the host.
 *
 * @param container Name of the Compose service behind the address, where there is one.
 */
export function addressFor(address: string, { network }: GenerateOptions, container?: string): string {
  if (network === 'host') return address;
  return address.replace(LOOPBACK, container ?? HOST);
}

/** Whether an address is on the machine that asks. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}

/** A URL with its host as a container has to ask for it. */
export function urlFor(url: string, options: GenerateOptions): string {
  const match = /^([a-z][\w+.-]*:\/\/(?:[^/@]*@)?)([^/?#]*)(.*)$/is.exec(url);
  return match ? match[1] + addressFor(match[2], options) + match[3] : url;
}
