import type { DoctorDetail, StatusResponse } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { seriesByName } from '../../advise/cardinality-advice.ts';
import { askStation } from '../../server/ask-station.ts';
import { fieldsOf, textOf } from '../../server/json-fields.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import type { Patient } from '../patient.ts';
import { activeTargets } from '../metrics/listed-targets.ts';
import { fixOf, spanText } from '../words.ts';

const SHOWN = 10;
/** With fewer, no name costs anything to speak of. */
const MIN_SERIES = 10_000;
/** One name should not have more of all series than this. */
const MAX_SHARE = 0.5;
/** Series that are more than an hour ago by this share are growth, not noise. */
const GROWTH_AN_HOUR = 0.2;
const MIN_GROWTH = 1000;
const MS = 1000;

/** Which metrics have the most series: those are what a server's memory goes into. */
export async function tryTopSeries({ prometheus }: Patient): Promise<StepFinding> {
  const names = await seriesByName(prometheus);
  const total = names.reduce((sum, [, series]) => sum + series, 0);
  const details = names.slice(0, SHOWN).map(([title, series]): DoctorDetail => {
    const isMost = total >= MIN_SERIES && series > total * MAX_SHARE;
    const seen = `${plural(series, 'series', 'series')}, ${Math.round((series / total) * 100)} % of all`;
    return { title, outcome: isMost ? 'failed' : 'ok', seen };
  });
  const most = details.find(({ outcome }) => outcome === 'failed');
  const all = `${plural(total, 'series', 'series')} of ${plural(names.length, 'name')}`;
  if (!most) return ok(all, details);
  return failed(
    `${most.title} alone has ${most.seen}`,
    fixOf('Take away the label that makes them so many:', 'npx telltale advise cardinality'),
    details,
  );
}

/** Whether the series become more and more. */
export async function trySeriesGrowth({ prometheus }: Patient): Promise<StepFinding> {
  const [now] = await prometheus.instant('count({__name__!=""})');
  const [before] = await prometheus.instant('count({__name__!=""} offset 1h)');
  if (!now || !before) return skipped('the server has run for less than an hour');
  const growth = now.value - before.value;
  const seen = `${plural(now.value, 'series', 'series')} now, ${plural(before.value, 'series', 'series')} an hour ago`;
  if (growth < MIN_GROWTH || growth < before.value * GROWTH_AN_HOUR) return ok(seen);
  return failed(
    seen,
    fixOf(
      'A label takes ever new values, such as an id or an address. Ask which names have grown:',
      'topk(10, count by (__name__) ({__name__!=""}) - count by (__name__) ({__name__!=""} offset 1h))',
    ),
  );
}

/** Whether the server is within what one was measured with; of a Prometheus only how much it holds. */
export async function tryEnvelope(patient: Patient): Promise<StepFinding> {
  if (!(await patient.isStation())) return skipped('only a station tells what it was measured with');
  const status = await askStation<StatusResponse>(patient.server, { path: 'status' }, 'envelope');
  const uses = status?.envelope ?? [];
  const details = uses.map(({ resource, used, limit, ratio, isNearlyFull }): DoctorDetail => ({
    title: resource.replaceAll('_', ' '),
    outcome: isNearlyFull ? 'failed' : 'ok',
    seen: `${Math.round(used).toLocaleString('en-US')} of ${limit.toLocaleString('en-US')} (${Math.round(ratio * 100)} %)`,
  }));
  const near = details.find(({ outcome }) => outcome === 'failed');
  if (!near) return ok('it has room', details);
  return failed(
    `${near.title}: ${near.seen}`,
    fixOf('Hand over before it is full; the block to paste:', 'npx telltale doctor capacity'),
    details,
  );
}

/** How often and how long samples are kept: what the memory and the disk of the server follow from. */
export async function tellSettings(patient: Patient): Promise<StepFinding> {
  const intervals = (await activeTargets(patient.prometheus)).map(({ intervalMs }) => intervalMs);
  const data = fieldsOf(await patient.prometheus.optional('status/runtimeinfo'));
  const retention = textOf(data.storageRetention) || 'unknown';
  const shortest = intervals.length === 0 ? 'never' : `every ${spanText(Math.min(...intervals))}`;
  const [samples] = await patient.prometheus.instant('sum(scrape_samples_scraped)');
  const details: readonly DoctorDetail[] = [
    { title: 'retention', outcome: 'ok', seen: `${retention}: a shorter one frees disk, not memory` },
    {
      title: 'interval',
      outcome: 'ok',
      seen: `${shortest} at the shortest: a longer one saves samples and disk, hardly memory`,
    },
    {
      title: 'samples',
      outcome: 'ok',
      seen: `${Math.round(samples?.value ?? 0).toLocaleString('en-US')} in a round of scrapes`,
    },
  ];
  return {
    outcome: 'ok',
    seen: `scraped ${shortest}, kept for ${retention}`,
    details,
    fix: fixOf('What would make it smaller, with figures:', 'npx telltale advise memory'),
  };
}

/** How much the process of the station takes itself. */
export async function tryOwnMemory(patient: Patient): Promise<StepFinding> {
  if (!(await patient.isStation()))
    return skipped('a Prometheus tells it among the processes, where it scrapes itself');
  const status = await askStation<StatusResponse>(patient.server, { path: 'status' }, 'residentBytes');
  if (!status) return skipped('the station does not tell');
  const uptime = spanText(Math.max(MS, status.nowMs - status.startedAtMs));
  return ok(
    `${Math.round(status.residentBytes / 2 ** 20)} MiB for ${plural(status.seriesCount, 'series', 'series')}, running for ${uptime}`,
  );
}
