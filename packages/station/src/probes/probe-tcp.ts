import type { AddressGuard } from '@telltale/alerting';
import type { ResolvedTcpProbe } from '@telltale/definition';
import { TlsFiles } from '../access/tls-material.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { certificateFacts } from './certificate-facts.ts';
import { openSocket, openTls } from './connect.ts';
import { findAddress } from './find-address.ts';
import type { FoundAddress } from './find-address.ts';
import { failureText } from './failure-text.ts';
import type { Prober, ProbeFacts } from './probe-facts.ts';
import { secondsSince } from './seconds-since.ts';

/** Makes what connects to a port, and begins TLS where the probe asks for it; it never rejects. */
export function tcpProber(probe: ResolvedTcpProbe): Prober {
  const files = probe.tls && new TlsFiles(probe.tls);
  return (addresses, signal) => probeTcp({ probe, files, addresses, signal });
}

interface TcpContext {
  readonly probe: ResolvedTcpProbe;
  /** Absent where no TLS is spoken. */
  readonly files: TlsFiles | undefined;
  readonly addresses: AddressGuard;
  readonly signal: AbortSignal;
}

async function probeTcp({ probe, files, addresses, signal }: TcpContext): Promise<ProbeFacts> {
  const { hostname, port } = new URL(`tcp://${probe.address}`);
  const startedMs = performance.now();
  let address: FoundAddress | undefined;
  let lookupSeconds: number | undefined;
  let certificates: CertificateFacts | undefined;
  let reason = '';
  try {
    address = await findAddress(hostname, probe.ipProtocol, addresses, signal);
    lookupSeconds = secondsSince(startedMs);
    const socket = await openSocket(address.ip, Number(port), signal);
    try {
      if (files) {
        const tls = await openTls(socket, { host: hostname, files }, signal);
        certificates = certificateFacts(tls);
        tls.destroy();
      }
    } finally {
      socket.destroy();
    }
  } catch (error) {
    reason = failureText(error, signal);
  }
  return {
    reason,
    lookupSeconds: lookupSeconds ?? secondsSince(startedMs),
    ...(address && { address }),
    isRefusedByPattern: false,
    ...(certificates && { certificates }),
  };
}
