import { closestName } from '@telltale/model';
import { isMisspelled } from '../label-vocabulary.ts';
import { exporterSeries, exporterSeriesNames } from './exporter-catalogue.ts';

/** Ends that are easily forgotten. */
const ENDS: readonly string[] = ['_total', '_bytes', '_seconds', '_bytes_total', '_seconds_total', '_info'];
/** Shorter words are too near to one another. */
const MIN_WORD = 3;
/** Words of this length may differ by two letters. */
const LONG_WORD = 7;
/** Kinds of objects of which all metrics are documented, so that another name is none. */
const DOCUMENTED_IN_FULL =
  /^kube_(?:cronjob|daemonset|deployment|horizontalpodautoscaler|job|namespace|persistentvolume|persistentvolumeclaim|poddisruptionbudget|replicaset|statefulset)_/;

/**
 * Names that no list has in full: counters of the kernel that settings choose, memory as the BSDs and
 * macOS count it, and queries of their own that people give exporters of databases.
 */
const OPEN_ENDED =
  /^(?:node_(?:netstat|vmstat|snmp6)_|pg_|node_memory_(?:active|buffer|cache|compressed|free|inactive|internal|laundry|purgeable|size|swap_size|swap_used|swapped_in|swapped_out|total|user_wired|wired)_bytes)/;

let byFirstWord: ReadonlyMap<string, readonly string[]> | undefined;

/** Why no exporter has a series of this name, with the name that was meant; `undefined` for all others. */
export function exporterSlip(name: string): { readonly closest: string | undefined } | undefined {
  if (exporterSeries(name) || OPEN_ENDED.test(name)) return undefined;
  const forgotten = ENDS.map((end) => name + end).find((longer) => exporterSeries(longer));
  if (forgotten !== undefined) return { closest: forgotten };
  byFirstWord ??= Map.groupBy(exporterSeriesNames(), firstWordOf);
  const relatives = byFirstWord.get(firstWordOf(name)) ?? [];
  const meant = relatives.find((other) => isSlip(name, other));
  if (meant !== undefined) return { closest: meant };
  return DOCUMENTED_IN_FULL.test(name) ? { closest: closestName(name, relatives) } : undefined;
}

function firstWordOf(name: string): string {
  return name.split('_', 1)[0];
}

/** Whether two names differ by an underline, by upper and lower case, or by one word that is nearly the same. */
function isSlip(name: string, meant: string): boolean {
  const [words, others] = [name.split('_'), meant.split('_')];
  if (words.join('').toLowerCase() === others.join('').toLowerCase()) return true;
  if (words.length !== others.length) return false;
  const differing = words.flatMap((word, index) => (word === others[index] ? [] : [index]));
  if (differing.length !== 1) return false;
  const [at] = differing;
  return isNearlyTheSame(words[at], others[at]);
}

/** avail, available */
function isShortened(a: string, b: string): boolean {
  return Math.min(a.length, b.length) > MIN_WORD && (a.startsWith(b) || b.startsWith(a));
}

function isNearlyTheSame(word: string, meant: string): boolean {
  if (Math.min(word.length, meant.length) < MIN_WORD) return false;
  if (isMisspelled(word, meant) || isShortened(word, meant)) return true;
  const isLong = Math.min(word.length, meant.length) >= LONG_WORD;
  return isLong && closestName(word, [meant]) !== undefined && Math.abs(word.length - meant.length) <= 2;
}
