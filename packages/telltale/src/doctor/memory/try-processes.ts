import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import type { PrometheusClient, ServerSample } from '../../server/prometheus-client.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { bytesText, fixOf, listText } from '../words.ts';

/** Processes that are listed, the largest first. */
const SHOWN = 20;
/** From here on a limit is near. */
const NEAR = 0.9;
/** A process that grows by more than this of its size in an hour leaks, or its work grows. */
const GROWTH_AN_HOUR = 0.1;
/** Growth of less is noise. */
const MIN_GROWTH_BYTES = 20 * 1024 * 1024;
const SECONDS_AN_HOUR = 3600;
/** A process grows while it starts. */
const WARM = 'time() - process_start_time_seconds > 1800';

/** How much memory each process takes. */
export async function tryProcesses(client: PrometheusClient): Promise<StepFinding> {
  const found = await client.instant('sort_desc(process_resident_memory_bytes)');
  if (found.length === 0) {
    return skipped(
      'no process tells its memory',
      fixOf(
        'Let the program tell it, which the SDK does by itself:',
        "import { instrument } from '@telltale/sdk';",
      ),
    );
  }
  const total = found.reduce((sum, { value }) => sum + value, 0);
  const [largest] = found;
  return ok(
    `${plural(found.length, 'process', 'processes')} take ${bytesText(total)}; the largest is ${nameOf(largest)} with ${bytesText(largest.value)}`,
    found
      .slice(0, SHOWN)
      .map((sample) => ({ title: nameOf(sample), outcome: 'ok', seen: bytesText(sample.value) })),
  );
}

/** Whether a process grows and grows. */
export async function tryGrowth(client: PrometheusClient): Promise<StepFinding> {
  const growth = await client.instant(
    `deriv(process_resident_memory_bytes[1h]) * ${SECONDS_AN_HOUR} and on (job, instance) (${WARM})`,
  );
  if (growth.length === 0) return skipped('no process has run for half an hour');
  const sizes = new Map(
    (await client.instant('process_resident_memory_bytes')).map((one) => [nameOf(one), one.value]),
  );
  const details = growth.map((sample): DoctorDetail => {
    const size = sizes.get(nameOf(sample)) ?? 0;
    const isGrowing = sample.value > MIN_GROWTH_BYTES && sample.value > size * GROWTH_AN_HOUR;
    const sign = sample.value < 0 ? '-' : '+';
    const seen = `${sign}${bytesText(Math.abs(sample.value))} an hour, at ${bytesText(size)}`;
    return { title: nameOf(sample), outcome: isGrowing ? 'failed' : 'ok', seen };
  });
  const bad = details.filter(({ outcome }) => outcome === 'failed');
  if (bad.length === 0) return ok('none grows by more than a tenth in an hour', details);
  return failed(
    listText(bad.map(({ title, seen }) => `${title} grows: ${seen}`)),
    fixOf(
      'Compare two heap snapshots, half an hour apart; what is there more of in the second is kept by something.',
      'node --heapsnapshot-signal=SIGUSR2 app.js',
      'kill -USR2 PID',
    ),
    details,
  );
}

/** What may be taken: of containers and the machine; and how near each is. */
export async function tryLimits(client: PrometheusClient): Promise<StepFinding> {
  const details: DoctorDetail[] = [];
  for (const { query, words } of LIMITS) {
    for (const sample of await client.instant(query)) details.push(limitDetail(sample, words));
  }
  if (details.length === 0) return skipped('no limit is known: neither of containers nor of the machine');
  const bad = details.filter(({ outcome }) => outcome === 'failed');
  if (bad.length === 0) return ok('all have room', details);
  return failed(
    listText(bad.map(({ title, seen }) => `${title}: ${seen}`)),
    fixOf(
      'Give it more, or run more of it. In a container, the heap is limited below what the container may take:',
      'docker update --memory 1g --memory-swap 1g CONTAINER',
      'NODE_OPTIONS=--max-old-space-size=768',
    ),
    [...bad, ...details.filter(({ outcome }) => outcome === 'ok')],
  );
}

/** Shares of limits that processes take, from 0 to 1. */
const LIMITS = [
  {
    query: 'container_memory_working_set_bytes / (container_spec_memory_limit_bytes > 0)',
    words: 'of what the container may take',
  },
  {
    query: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
    words: 'of the memory of the machine',
  },
];

function limitDetail(sample: ServerSample, words: string): DoctorDetail {
  const percent = Math.round(sample.value * 100);
  return {
    title: nameOf(sample),
    outcome: sample.value >= NEAR ? 'failed' : 'ok',
    seen: `${percent} % ${words}`,
  };
}

function nameOf({ labels }: ServerSample): string {
  const { job = '', instance = '', name = '', container = '' } = labels;
  return [job, name || container, instance].filter((part) => part !== '').join(' ') || 'the server';
}
