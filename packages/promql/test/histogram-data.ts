import type { SeriesSource } from '@telltale/model';
import { parseScript } from './notation/parse-script.ts';
import { ScriptData } from './notation/script-data.ts';

/** Counters, gauges and series that mix numbers and histograms; with resets, gaps and other bounds. */
const LOAD = `load 30s
  h{i="a"} {{schema:0 count:10 sum:20 z_bucket:1 z_bucket_w:0.001 buckets:[2 3 4]}}+{{schema:0 count:10 sum:20 z_bucket:1 z_bucket_w:0.001 buckets:[2 3 4]}}x12 {{schema:0 count:3 sum:2 buckets:[1 2]}}+{{count:3 sum:2 buckets:[1 2]}}x12
  h{i="b"} {{schema:1 count:12 sum:30 buckets:[2 3 4 3]}}+{{schema:1 count:12 sum:30 buckets:[2 3 4 3]}}x8 _x4 {{schema:1 count:300 sum:30 buckets:[100 100 50 50]}}+{{schema:1 count:12 sum:30 buckets:[2 3 4 3]}}x14
  h{i="c"} {{schema:-53 count:6 sum:9 custom_values:[1 2 4] buckets:[1 2 2 1]}}x9 stale _ {{schema:-53 count:6 sum:9 custom_values:[1 4 8] buckets:[1 2 2 1]}}+{{schema:-53 count:6 sum:9 custom_values:[1 4 8] buckets:[1 2 2 1]}}x14
  g{i="a"} {{count:6 sum:5 buckets:[5] n_buckets:[1] counter_reset_hint:gauge}}x5 {{count:2 sum:2 buckets:[1 1] counter_reset_hint:gauge}}x5 {{count:9 sum:2 buckets:[4 5] counter_reset_hint:gauge}}x14
  g{i="b"} {{count:7 sum:5 z_bucket:2 z_bucket_w:0.5 buckets:[0 0 5] counter_reset_hint:gauge}}x24
  m{i="a"} 1 2 {{count:5 sum:5 buckets:[5]}} {{count:6 sum:6 buckets:[6]}} 5 6 7 8 {{count:1 sum:1 buckets:[1]}}x10 3 4 5
  m{i="c"} 1+1x24
  f{i="a"} 0+3x24
  f{i="b"} 2 4 8 NaN 3 _ _ 5 stale 4 3 2 1+0x12
`;

/** When the data ends. */
export const HISTOGRAM_DATA_END_MS = 780_000;

/** The data as a store. */
export function histogramData(): SeriesSource {
  const data = new ScriptData();
  for (const command of parseScript(LOAD)) if (command.kind === 'load') data.load(command);
  return data.store();
}
