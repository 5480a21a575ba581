import type { AddressGuard } from '@telltale/alerting';
import type { ResolvedBlackboxProbe } from '@telltale/definition';
import { giveFamilies } from '../collectors/give-families.ts';
import type { TargetReader } from '../scrape/target-reader.ts';
import { probeFamilies } from './probe-families.ts';
import { httpProber } from './probe-http.ts';
import { tcpProber } from './probe-tcp.ts';
import { secondsSince } from './seconds-since.ts';

/** The answer must be there before the time of the scrape is over, as blackbox_exporter has it. */
const TIMEOUT_MARGIN_MS = 500;

/** What {@link probeReader} takes. */
export interface ProbeReaderOptions {
  /** Decides which addresses may be connected to. */
  readonly addresses: AddressGuard;
  readonly log: (line: string) => void;
}

/**
 * Makes each scrape of a target a probe. A probe that is no success is a scrape that succeeds, with `probe_success 0`;
 * why, the page of targets says, and the log when it changes.
 */
export function probeReader(probe: ResolvedBlackboxProbe, options: ProbeReaderOptions): TargetReader {
  const limitMs = Math.max(probe.timeoutMs - TIMEOUT_MARGIN_MS, probe.timeoutMs / 2);
  const ask = probe.kind === 'tcp' ? tcpProber(probe) : httpProber(probe);
  let told = '';
  const tell = (reason: string): void => {
    if (reason === told) return;
    told = reason;
    const name = `the probe ${probe.name} of ${probe.address}`;
    options.log(reason === '' ? `${name} is a success again` : `${name} fails: ${reason}`);
  };
  return async (sink) => {
    const startedMs = performance.now();
    const facts = await within(limitMs, (signal) => ask(options.addresses, signal));
    tell(facts.reason);
    sink.note?.(facts.reason);
    return giveFamilies(probeFamilies(facts, secondsSince(startedMs)), sink);
  };
}

/** Whatever is still open when the work has ended is closed, too. */
async function within<Result>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const late = new Error(`no answer within ${Math.round(limitMs)} ms`);
  const timer = setTimeout(() => controller.abort(late), limitMs);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    controller.abort(late);
  }
}
