import type { ResolvedHttpProbe } from '@telltale/definition';
import { compileRegexp } from '@telltale/storage';
import type { FoundAddress } from './find-address.ts';
import { findAddress } from './find-address.ts';
import { failureText } from './failure-text.ts';
import type { LastAnswer } from './http-hops.ts';
import { askThrough, hopCertificates } from './http-hops.ts';
import type { HttpFacts, HttpPhases, ProbeFacts, Prober } from './probe-facts.ts';
import { reasonOf } from '../access/or-abort.ts';
import type { ProbeBody } from './read-probe-body.ts';
import { readProbeBody } from './read-probe-body.ts';
import { secondsSince } from './seconds-since.ts';

/** The form of times in headers. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** Makes what asks for the URL of a probe; it never rejects. */
export function httpProber(probe: ResolvedHttpProbe): Prober {
  const judge = bodyJudge(probe);
  const certificates = hopCertificates(probe.access.tls);
  return async (addresses, signal) => {
    const startedMs = performance.now();
    const phases: HttpPhases = { resolve: 0, connect: 0, tls: 0, processing: 0, transfer: 0 };
    let address: FoundAddress;
    try {
      address = await findAddress(new URL(probe.address).hostname, probe.ipProtocol, addresses, signal);
    } catch (error) {
      phases.resolve = secondsSince(startedMs);
      return failed(failureText(error, signal), phases, { lookupSeconds: phases.resolve });
    }
    phases.resolve = secondsSince(startedMs);
    const looked = { lookupSeconds: phases.resolve, address };
    let redirects = 0;
    const onRedirect = (count: number) => void (redirects = count);
    try {
      const context = { probe, certificates, addresses, signal, phases, onRedirect };
      const answer = await askThrough(address, context);
      const judged = await judgeAnswer(answer, { probe, judge, phases, signal });
      return {
        ...looked,
        reason: judged.reason,
        isRefusedByPattern: judged.isRefusedByPattern,
        ...(answer.certificates && { certificates: answer.certificates }),
        http: httpFacts(answer, judged.bodyLength, phases, redirects),
      };
    } catch (error) {
      return failed(failureText(error, signal), phases, looked, redirects);
    }
  };
}

function failed(
  reason: string,
  phases: HttpPhases,
  looked: Pick<ProbeFacts, 'lookupSeconds' | 'address'>,
  redirects = 0,
): ProbeFacts {
  const nothing = { status: 0, isTls: false, version: 0, contentLength: 0, bodyLength: 0 };
  return {
    ...looked,
    reason,
    isRefusedByPattern: false,
    http: { ...nothing, phases, redirects },
  };
}

interface JudgeContext {
  readonly probe: ResolvedHttpProbe;
  readonly judge: BodyJudge | undefined;
  readonly phases: HttpPhases;
  readonly signal: AbortSignal;
}

interface Judged {
  readonly reason: string;
  readonly isRefusedByPattern: boolean;
  readonly bodyLength: number;
}

/** The body is read to its end whatever the status is: it is measured, too. */
async function judgeAnswer(
  answer: LastAnswer,
  { probe, judge, phases, signal }: JudgeContext,
): Promise<Judged> {
  const { status, refusedRedirect } = answer;
  const isWanted =
    probe.statuses.length === 0 ? status >= 200 && status < 300 : probe.statuses.includes(status);
  const startedMs = performance.now();
  const body = await bodyOf(probe, answer, isWanted && judge !== undefined);
  phases.transfer += secondsSince(startedMs);
  const bodyLength = body.length;
  if (!isWanted) {
    const reason = refusedRedirect || `the status is ${status}`;
    return { reason, isRefusedByPattern: false, bodyLength };
  }
  // A body without a length ends with its connection, which is closed when the time is over.
  const late = signal.aborted ? reasonOf(signal) : undefined;
  const problem = body.fault ?? late;
  const fault = problem && failureText(problem, signal);
  // Nobody knows whether a body has what it should that could not be read.
  const refusal = judge && (fault ?? judge(body.text));
  return {
    reason: fault ?? refusal ?? '',
    isRefusedByPattern: refusal !== undefined,
    bodyLength,
  };
}

/** Of a redirect that is not followed nothing is read. */
async function bodyOf(
  probe: ResolvedHttpProbe,
  { body, refusedRedirect }: LastAnswer,
  keepsText: boolean,
): Promise<ProbeBody> {
  try {
    if (refusedRedirect === undefined) return await readProbeBody(body, probe.bodyLimitBytes, keepsText);
    return keepsText
      ? { text: '', length: 0, fault: new Error('the body of a redirect is not read') }
      : { text: '', length: 0 };
  } finally {
    body.on('error', () => {}).destroy();
  }
}

function httpFacts(
  { status, version, headers, contentLength, isTls }: LastAnswer,
  bodyLength: number,
  phases: HttpPhases,
  redirects: number,
): HttpFacts {
  const modified = headers['last-modified'] ?? '';
  const modifiedSeconds = HTTP_DATE.test(modified) ? Date.parse(modified) / 1000 : Number.NaN;
  return {
    phases,
    status,
    redirects,
    isTls,
    version,
    contentLength,
    bodyLength,
    ...(!Number.isNaN(modifiedSeconds) && { lastModifiedSeconds: modifiedSeconds }),
  };
}

/** Why a body is refused; `undefined` where it is not. */
type BodyJudge = (text: string) => string | undefined;

function bodyJudge({ body, bodyNot }: ResolvedHttpProbe): BodyJudge | undefined {
  if (body === undefined && bodyNot === undefined) return undefined;
  const isMissing = body === undefined ? undefined : compileRegexp(body, 'part');
  const isForbidden = bodyNot === undefined ? undefined : compileRegexp(bodyNot, 'part');
  return (text) => {
    if (isForbidden?.(text)) return `the body has what it must not: ${bodyNot}`;
    return isMissing && !isMissing(text) ? `the body has not what it should: ${body}` : undefined;
  };
}
