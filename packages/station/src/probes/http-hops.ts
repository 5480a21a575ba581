import type { AddressGuard } from '@telltale/alerting';
import { deniedFrom } from '@telltale/alerting';
import type { ResolvedHttpProbe, ResolvedScrapeTls } from '@telltale/definition';
import { credentialHeaders } from '../access/credentials.ts';
import { TlsFiles } from '../access/tls-material.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { certificateFacts } from './certificate-facts.ts';
import { openSocket, openTls } from './connect.ts';
import type { FoundAddress } from './find-address.ts';
import { findAddress } from './find-address.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { askHttp1, askHttp2 } from './http-exchange.ts';
import type { HttpPhases } from './probe-facts.ts';
import { secondsSince } from './seconds-since.ts';

/** So many at most are followed, as blackbox_exporter does. */
const MAX_REDIRECTS = 10;

const REDIRECTS = [301, 302, 303, 307, 308];

/** Certificates for the server of the probe, and for those that redirects lead to: they learn nothing of who asks. */
export interface HopCertificates {
  readonly own: TlsFiles | undefined;
  readonly foreign: TlsFiles | undefined;
}

/** What one probe needs on its way. */
export interface HopContext {
  readonly probe: ResolvedHttpProbe;
  readonly certificates: HopCertificates;
  readonly addresses: AddressGuard;
  readonly signal: AbortSignal;
  /** Added up over all redirects. */
  readonly phases: HttpPhases;
  /** Told the redirects so far, with those that are not followed. */
  readonly onRedirect: (count: number) => void;
}

/** The last answer. */
export interface LastAnswer extends HttpAnswer {
  readonly isTls: boolean;
  readonly certificates?: CertificateFacts;
  /** Why it is not followed where it is a redirect that should be; its body is not read then. */
  readonly refusedRedirect?: string;
}

/**
 * Asks for the URL of a probe, and where redirects lead: to another server no further in than where it came from.
 * Rejects where no answer comes.
 */
export async function askThrough(first: FoundAddress, context: HopContext): Promise<LastAnswer> {
  const { probe, phases, signal, onRedirect } = context;
  const { followRedirects = true } = probe.access;
  let url = new URL(probe.address);
  let { method, requestBody: body } = probe;
  let address = first;
  let isOwn = true;
  let { addresses } = context;
  for (let count = 0; ; count++) {
    const startedMs = performance.now();
    if (count > 0) address = await findAddress(url.hostname, probe.ipProtocol, addresses, signal);
    if (count > 0) phases.resolve += secondsSince(startedMs);
    const answer = await askOnce({ url, method, body, address, isOwn }, context);
    const next = redirectOf(answer, url);
    if (next === undefined) return answer;
    onRedirect(count + 1);
    if (!followRedirects) return { ...answer, refusedRedirect: '' };
    if (count >= MAX_REDIRECTS) {
      return { ...answer, refusedRedirect: `the server redirects more than ${MAX_REDIRECTS} times` };
    }
    answer.body.on('error', () => {}).destroy();
    if (next.protocol !== 'http:' && next.protocol !== 'https:') {
      throw new Error(`the server redirects to a ${next.protocol} URL; only http and https are followed`);
    }
    if (next.origin !== url.origin) {
      isOwn = false;
      const denied = deniedFrom(address.ip);
      if (denied) addresses = addresses.denying(denied);
    }
    // As browsers do: what was sent is sent again only where the server says so.
    if (answer.status < 307 && method !== 'HEAD') [method, body] = ['GET', undefined];
    url = next;
  }
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly body: string | undefined;
  readonly address: FoundAddress;
  /** Whether credentials may be sent: no redirect has led to another server. */
  readonly isOwn: boolean;
}

async function askOnce(hop: Hop, context: HopContext): Promise<LastAnswer> {
  const { url, method, body, address, isOwn } = hop;
  const { probe, certificates: files, phases, signal } = context;
  const credentials = isOwn ? await credentialHeaders(probe.access, url) : {};
  const headers = { 'user-agent': 'telltale', ...credentials };
  const isTls = url.protocol === 'https:';
  let startedMs = performance.now();
  const measured = (phase: keyof HttpPhases) => {
    phases[phase] += secondsSince(startedMs);
    startedMs = performance.now();
  };
  const tcp = await openSocket(address.ip, Number(url.port || (isTls ? 443 : 80)), signal);
  measured('connect');
  const question = { url, method, headers, body };
  if (!isTls) {
    const answer = await askHttp1(tcp, question);
    measured('processing');
    return { ...answer, isTls };
  }
  const tlsOptions = {
    host: url.hostname,
    files: isOwn ? files.own : files.foreign,
    protocols: ['h2', 'http/1.1'],
  };
  const tls = await openTls(tcp, tlsOptions, signal);
  measured('tls');
  const certificates = certificateFacts(tls);
  const answer = await (tls.alpnProtocol === 'h2' ? askHttp2 : askHttp1)(tls, question);
  measured('processing');
  return { ...answer, isTls, ...(certificates && { certificates }) };
}

/** The certificates of a probe, by whom they are shown. */
export function hopCertificates(tls: ResolvedScrapeTls | undefined): HopCertificates {
  if (!tls) return { own: undefined, foreign: undefined };
  const { certFile: _cert, keyFile: _key, serverName: _name, ...trust } = tls;
  return { own: new TlsFiles(tls), foreign: new TlsFiles(trust) };
}

/** Where an answer leads. */
function redirectOf({ status, headers }: HttpAnswer, from: URL): URL | undefined {
  const { location } = headers;
  if (!REDIRECTS.includes(status) || location === undefined || location === '') return undefined;
  const url = URL.parse(location, from.href);
  if (!url) throw new Error('the server redirects to what is no URL');
  url.username = '';
  url.password = '';
  return url;
}
