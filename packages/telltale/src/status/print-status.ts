import { formatDuration } from '@telltale/model';
import { createPaint } from '../check/report/paint.ts';
import { bytesText, listText } from '../doctor/words.ts';
import { printable } from '../io/printable.ts';
import type { ScrapedJob, StationStatus } from './read-status.ts';

/** One screen: where everything is, what is down, what fires, and what the station takes for itself. */
export function printStatus(status: StationStatus, useColor: boolean): string {
  const paint = createPaint(useColor);
  const sign = (isWell: boolean) => (isWell ? paint.green('✓') : paint.red('✗'));
  const { service, version, upMs, targets, firing, cpu } = status;
  const width = Math.max(...status.interfaces.map(({ name }) => name.length));
  const of = service === '' ? '' : `${printable(service)}, `;
  const memory = memoryText(status);
  const processor = cpu === null ? '' : `, ${(cpu * 100).toFixed(1)} % of a processor`;
  const lines = [
    `${paint.bold('Telltale')} ${version}: ${of}up ${formatDuration(Math.round(upMs / 1000) * 1000)}`,
    '',
    ...status.interfaces.map(
      ({ name, url, error }) =>
        `  ${sign(error === '')} ${name.padEnd(width)}  ${url}${error === '' ? '' : `  ${error}`}`,
    ),
    '',
    `  targets   ${targets.up} of ${targets.all} up`,
    ...targets.down.map(
      ({ job, url, error }) => `  ${sign(false)} ${printable(job)}  ${printable(url)}  ${printable(error)}`,
    ),
    `  alerts    ${firing.length === 0 ? 'none fires' : `${firing.length} firing: ${printable(listText(firing))}`}`,
    `  data      ${status.series} series, ${Math.round(status.samplesPerSecond)} samples/s, ${bytesText(status.diskBytes)} on disk`,
    `  overhead  ${memory}${processor}`,
  ];
  return `${[...lines, ...status.scraped.map(costLine)].join('\n')}\n`;
}

/** What is refused for want of memory. */
const REFUSED: Readonly<Record<StationStatus['memory']['level'], string>> = {
  enough: '',
  tight: ' (tight: caches are let go of)',
  short: ' (short: queries are refused)',
  critical: ' (short: queries and what is pushed are refused)',
};

function memoryText({ residentBytes, memory: { limitBytes, level } }: StationStatus): string {
  const limit = limitBytes === null ? 'of memory' : `of ${bytesText(limitBytes)} of memory`;
  return `${bytesText(residentBytes)} ${limit}${REFUSED[level]}`;
}

/** What a series may take of the memory of the program that has it, and a scrape of its time. */
const SERIES_BUDGET_BYTES = 1024;
const SCRAPE_BUDGET_SHARE = 0.01;

function costLine({ job, targets, series, scrapeShare }: ScrapedJob): string {
  const many = targets === 1 ? '' : `, ${targets} targets`;
  const memory = `${series} series (budget ${bytesText(series * SERIES_BUDGET_BYTES)})`;
  const time = `${(scrapeShare * 100).toFixed(2)} % of its time for scrapes (budget ${SCRAPE_BUDGET_SHARE * 100} %)`;
  return `  cost      ${printable(job)}${many}: ${memory}, ${time}`;
}
