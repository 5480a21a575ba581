import type { ComposeService } from './compose-file.ts';

/** How the configuration inside the stack calls the machine around it. */
const HOST = 'host.docker.internal';
const LOOPBACK =
  /^(?:[a-z]+:\/\/)?(?:[^/@]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)(?=[:/]|$)/i;

/**
 * Lets a container reach programs of the machine itself, where one of the addresses or URLs is on it:
 * Docker on Linux knows the name only when it is told.
 */
export function hostAccess(addresses: readonly string[]): Pick<ComposeService, 'extra_hosts'> {
  return addresses.some((address) => LOOPBACK.test(address)) ? { extra_hosts: [`${HOST}:host-gateway`] } : {};
}
