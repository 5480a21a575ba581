import { nodeZlib } from '../../platform/node-modules.ts';
import type { MetricsSnapshot } from '../snapshot/snapshot.ts';

const HEAD = /^telltale-spool 1 ([0-9a-f]{8}) (\d+)\n/;
/** Numbers that JSON has no notation for, as texts. */
const NO_JSON: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
/** Lists whose members are all numbers. */
const NUMBER_LISTS: ReadonlySet<string> = new Set(['values', 'quantileValues', 'counts', 'bounds']);

/** Prints a snapshot for a file: a line with the length and a checksum, then JSON. */
export function printSpool(snapshot: MetricsSnapshot): Buffer {
  const body = Buffer.from(
    JSON.stringify(snapshot, (name, value: unknown) =>
      NUMBER_LISTS.has(name) ? printNumbers(value) : value,
    ),
  );
  const checksum = nodeZlib().crc32(body).toString(16).padStart(8, '0');
  return Buffer.concat([Buffer.from(`telltale-spool 1 ${checksum} ${body.length}\n`), body]);
}

/** Reads what {@link printSpool} printed; `undefined` for a file that is torn or none of ours. */
export function parseSpool(bytes: Buffer): MetricsSnapshot | undefined {
  const head = HEAD.exec(bytes.toString('latin1', 0, 64));
  if (!head) return undefined;
  const [line, checksum, length] = head;
  const body = bytes.subarray(line.length);
  const isWhole = body.length === Number(length) && nodeZlib().crc32(body) === Number.parseInt(checksum, 16);
  if (!isWhole) return undefined;
  // A matching checksum says that this SDK wrote it, in this version of the format.
  return JSON.parse(body.toString(), (name, value: unknown) =>
    NUMBER_LISTS.has(name) ? parseNumbers(value) : value,
  ) as MetricsSnapshot;
}

function printNumbers(value: unknown): unknown {
  if (!Array.isArray(value) || value.every(Number.isFinite)) return value;
  return value.map((item: unknown) => (Number.isFinite(item) ? item : String(item)));
}

function parseNumbers(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => (typeof item === 'string' ? (NO_JSON.get(item) ?? NaN) : item));
}
