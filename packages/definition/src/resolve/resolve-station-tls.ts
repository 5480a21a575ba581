import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { ResolvedStationTls } from '../resolved/resolved-station-tls.ts';
import type { StationTlsDeclaration } from '../station/tls-declaration.ts';

const PATH = 'station.tls';

/** TLS of the station's own ports, checked; whether the files can be used is seen when they are read. */
export function resolveStationTls(tls: StationTlsDeclaration, faults: FaultList): ResolvedStationTls {
  checkKeys(tls, ['certFile', 'keyFile', 'clientCaFile', 'clientNames'], PATH, faults);
  const { certFile, keyFile, clientCaFile, clientNames } = tls;
  for (const [name, file] of Object.entries({ certFile, keyFile })) {
    if (!file)
      faults.add(`${PATH}.${name}`, 'a certificate and its key go together: write the path of the file');
  }
  if (clientNames !== undefined && clientCaFile === undefined) {
    faults.add(`${PATH}.clientNames`, 'names are looked at in certificates: write clientCaFile as well');
  }
  return {
    certFile,
    keyFile,
    ...(clientCaFile !== undefined && { clientCaFile }),
    ...(clientNames !== undefined && { clientNames }),
  };
}
