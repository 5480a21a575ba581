import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { ResolvedRemote } from '../resolved/resolved-remote.ts';
import type { RemoteDeclaration } from '../station/remote-declaration.ts';
import { ACCESS_OPTIONS, checkAddressWithoutSecret, resolveAccess } from '../targets/resolve-access.ts';

/** The server that a station reads from, checked. */
export function resolveRemote(remote: RemoteDeclaration, faults: FaultList): ResolvedRemote {
  const path = 'station.remote';
  checkKeys(remote, ['url', ...ACCESS_OPTIONS], path, faults);
  // Without an address there is nothing that could be one.
  checkAddressWithoutSecret(remote.url ?? '', `${path}.url`, 'http://prometheus:9090', faults);
  return { url: remote.url, ...resolveAccess(remote, path, faults) };
}
