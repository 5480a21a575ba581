import { runFaults } from '../../test/faults/fault-run.ts';
import type { FaultReport } from '../../test/faults/fault-run.ts';
import { printTable } from '../sdk/table.ts';

/*
 * How many notifications are lost or come twice over random faults, and how soon after the end of a
 * fault the receivers know how things are. FAULTS sets how many (default 100), SEEDS how many runs
 * share them side by side (default 2).
 */
const faults = Number(process.env['FAULTS'] ?? 100);
const seeds = Number(process.env['SEEDS'] ?? 2);

const reports = await Promise.all(
  Array.from({ length: seeds }, (_, i) => runFaults(i + 1, Math.ceil(faults / seeds))),
);
const kinds = [...new Set(reports.flatMap((report) => [...report.faults.keys()]))].toSorted();
printTable(
  ['fault', 'times'],
  kinds.map((kind) => [kind, String(sum(({ faults: counts }) => counts.get(kind) ?? 0))]),
);
console.log('');
const messages = sum(({ ledger }) => ledger.messages);
const duplicates = sum(({ ledger }) => ledger.duplicates);
printTable(
  ['figure', 'value'],
  [
    ['faults', String(sum((report) => [...report.faults.values()].reduce((a, b) => a + b, 0)))],
    ['messages that arrived', String(messages)],
    ['states never told (lost)', String(sum(({ lost }) => lost.length))],
    ['told in the wrong order', String(sum(({ ledger }) => ledger.disorder.length))],
    ['duplicates, same key', `${duplicates} (${((duplicates / messages) * 100).toFixed(2)} %)`],
    ['duplicates, another key', String(sum(({ ledger }) => ledger.unmarkedDuplicates.length))],
    ['told after the end of the fault', latencies(({ afterRecoveryMs }) => afterRecoveryMs)],
    ['told where nothing failed', latencies(({ undisturbedMs }) => undisturbedMs)],
  ],
);
for (const { lost, ledger } of reports) {
  for (const state of lost) console.log(`lost: ${state}`);
  for (const told of ledger.unmarkedDuplicates) console.log(`told again under another key: ${told}`);
}

function sum(of: (report: FaultReport) => number): number {
  return reports.reduce((total, report) => total + of(report), 0);
}

function latencies(of: (report: FaultReport) => readonly number[]): string {
  const sorted = reports.flatMap(of).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${sorted.at(-1)} ms (${sorted.length})`;
}
