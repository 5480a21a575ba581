import type { ExpositionFormat, MetricMetadata, TelltaleError } from '@telltale/model';
import { readSeries } from '@telltale/model';
import type { ImportSeries, Importer } from '@telltale/storage';
import { pageLines } from './page-lines.ts';
import { SampleScanner } from './sample-scanner.ts';

/** Faults that are shown; the others are counted. */
const MAX_SHOWN_FAULTS = 10;

/** As a station does it: a sample further ahead of the clock would keep those of today out. */
const MAX_AHEAD_MS = 10 * 60_000;

/** How a file is read into an importer. */
export interface BackfillFileOptions {
  /** Path, or `-` for standard input. */
  readonly file: string;
  readonly importer: Importer;
  /** Told by the size of the first timestamp where it is not given. */
  readonly format: ExpositionFormat | undefined;
  readonly skipBadLines: boolean;
  /** Called about once a megabyte. */
  readonly onProgress: (progress: BackfillProgress) => void;
}

export interface BackfillProgress {
  /** Of the file as it is on disk. */
  readonly readBytes: number;
  readonly samples: number;
}

/** What was in a file. */
export interface FileContent {
  readonly file: string;
  /** `undefined` where there was no sample. */
  readonly format: ExpositionFormat | undefined;
  readonly lines: number;
  readonly samples: number;
  /** Exemplars, which a backfill leaves out. */
  readonly exemplars: number;
  readonly badLines: number;
  /** Samples left out because their time is yet to come. */
  readonly tooFarAhead: number;
  /** Messages of the first bad lines. */
  readonly faults: readonly string[];
  /** Whether reading ended at the first bad line; the samples before it were taken. */
  readonly isStopped: boolean;
  /** Whether an OpenMetrics page ends without `# EOF`: it may have been cut. */
  readonly mayBeCut: boolean;
}

/** Reads the samples of a file into an importer. */
export async function backfillFile(options: BackfillFileOptions): Promise<FileContent> {
  const { file, importer, skipBadLines } = options;
  const faults: string[] = [];
  const newestMs = Date.now() + MAX_AHEAD_MS;
  let badLines = 0;
  let tooFarAhead = 0;
  let failure: TelltaleError | undefined;
  const families = new Map<string, MetricMetadata>();
  const describe = (name: string, part: Partial<MetricMetadata>): void => {
    const known = families.get(name) ?? { type: 'unknown', help: '', unit: '' };
    families.set(name, { ...known, ...part });
  };
  const scanner = new SampleScanner<ImportSeries>(
    {
      series: (text, line) => importer.series(readSeries(text, line)),
      sample: (series, timestampMs, value) => {
        if (timestampMs > newestMs) tooFarAhead++;
        else importer.add(series, timestampMs, value);
      },
      metadata: {
        type: (family, type) => describe(family, { type }),
        help: (family, help) => describe(family, { help }),
        unit: (family, unit) => describe(family, { unit }),
      },
      fault: (error) => {
        badLines++;
        if (faults.length < MAX_SHOWN_FAULTS) faults.push(error.message);
        if (!skipBadLines) throw (failure = error);
      },
    },
    options.format,
  );
  try {
    for await (const { bytes, readBytes } of pageLines(file)) {
      scanner.scan(bytes);
      options.onProgress({ readBytes, samples: scanner.samples });
    }
  } catch (error) {
    if (error !== failure) throw error;
  }
  for (const [family, metadata] of families) importer.metadata(sampleName(family, metadata), metadata);
  const { format, lines, samples, exemplars } = scanner;
  const isStopped = failure !== undefined;
  const mayBeCut = !isStopped && format === 'openmetrics' && !scanner.isAtEnd;
  return { file, format, lines, samples, exemplars, badLines, tooFarAhead, faults, isStopped, mayBeCut };
}

/** OpenMetrics names a counter without the ending of its sample; queries need the sample's name. */
function sampleName(family: string, { type }: MetricMetadata): string {
  return type === 'counter' && !family.endsWith('_total') ? `${family}_total` : family;
}
