import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasProgram } from '../../test/support/counterpart.ts';
import { freePort } from '../../test/support/free-port.ts';
import type { Program } from '../../test/support/program.ts';
import { startProgram, stopProgram } from '../../test/support/program.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { feedPrometheus } from './rules-feed.ts';
import { ruleFile } from './rules-set.ts';

/*
 * 1,000 rules over 100,000 series: our rule manager on the real store against Debian's Prometheus, the
 * same rule file over the same samples at the same interval and at the same time, so that a busy machine
 * slows both alike. CPU time is that of the whole process, with all its threads.
 *
 *   INTERVAL=15   seconds between evaluations
 *   ROUNDS=3      evaluations of each rule that are measured
 *   PROFILE=DIR   our side alone, with a CPU profile in that folder
 */
const intervalS = Number(process.env['INTERVAL'] ?? 15);
const rounds = Number(process.env['ROUNDS'] ?? 3);
const profile = process.env['PROFILE'];
const GROUPS = 50;
const TICKS_PER_SECOND = 100;

interface Figures {
  readonly cpuS: number;
  /** Evaluations of groups. */
  readonly evaluations: number;
  /** Wall times of the last evaluation of each group, added up; groups of one side can overlap. */
  readonly roundMs: number;
  readonly samples: number;
  readonly note: string;
}

interface Contender {
  readonly name: string;
  readonly figures: () => Promise<Figures>;
  readonly stop: () => Promise<void>;
}

const hasPrometheus = hasProgram('prometheus') && profile === undefined;
if (!hasProgram('prometheus')) console.log('Prometheus is not installed: npm run setup:counterparts');
const folder = mkdtempSync(join(tmpdir(), 'telltale-rules-'));
const contenders: Contender[] = [];
try {
  const file = join(folder, 'rules.yml');
  writeFileSync(file, ruleFile(intervalS));
  // Both get the same samples, the newest of now.
  const endMs = Math.floor(Date.now() / 1000) * 1000;
  if (hasPrometheus) contenders.push(await startPrometheus(file, endMs));
  contenders.push(await startStation(file, endMs));
  await sleep(1.5 * intervalS * 1000);
  const before = await Promise.all(contenders.map(({ figures }) => figures()));
  await sleep(rounds * intervalS * 1000);
  const after = await Promise.all(contenders.map(({ figures }) => figures()));
  report(before, after);
} finally {
  await Promise.all(contenders.map(({ stop }) => stop()));
  rmSync(folder, { recursive: true, force: true });
}

function report(before: readonly Figures[], after: readonly Figures[]): void {
  const cpuPerRound = after.map(
    ({ cpuS, evaluations }, i) => (cpuS - before[i].cpuS) / ((evaluations - before[i].evaluations) / GROUPS),
  );
  for (const [i, { name }] of contenders.entries()) {
    const { roundMs, samples, note } = after[i];
    const cpu = `${cpuPerRound[i].toFixed(3)} s CPU a round`;
    console.log(
      `${name}: ${cpu}, ${(roundMs / GROUPS).toFixed(0)} ms wall time a group, ${samples} samples written${note}`,
    );
  }
  if (contenders.length < 2) return;
  const [theirs, ours] = cpuPerRound;
  console.log(`rules: ${(ours / theirs).toFixed(2)} x the CPU of Prometheus (floor 1.0, goal 0.5)`);
}

async function startPrometheus(file: string, endMs: number): Promise<Contender> {
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, `global: { evaluation_interval: ${intervalS}s }\nrule_files: ['${file}']\n`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-remote-write-receiver',
  ]);
  const contender = prometheusContender(program, url);
  try {
    await waitFor('Prometheus to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
    console.log(`${await feedPrometheus(url, endMs)} series`);
  } catch (error) {
    await contender.stop();
    throw error;
  }
  return contender;
}

function prometheusContender(program: Program, url: string): Contender {
  return {
    name: 'Prometheus',
    figures: async () => {
      const cpuS = cpuSeconds(program.pid);
      const page = await (await fetch(`${url}/metrics`)).text();
      const sum = (name: string): number =>
        [...page.matchAll(new RegExp(`^${name}\\{.*\\} (\\S+)$`, 'gm'))].reduce(
          (all, [, value]) => all + Number(value),
          0,
        );
      const missed = sum('prometheus_rule_group_iterations_missed_total');
      const failed = sum('prometheus_rule_evaluation_failures_total');
      return {
        cpuS,
        // Those that were left out are counted as scheduled.
        evaluations: sum('prometheus_rule_group_iterations_total') - missed,
        roundMs: sum('prometheus_rule_group_last_duration_seconds') * 1000,
        samples: sum('prometheus_rule_group_last_evaluation_samples'),
        note: noteOf(missed, failed),
      };
    },
    stop: () => stopProgram(program),
  };
}

async function startStation(file: string, endMs: number): Promise<Contender> {
  const flags = ['--conditions=@telltale/source', '--no-warnings'];
  if (profile !== undefined) flags.push('--cpu-prof', `--cpu-prof-dir=${profile}`);
  const program = join(import.meta.dirname, 'rules-station.ts');
  const child = fork(program, [file, join(folder, 'station'), String(endMs)], { execArgv: flags });
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first !== 'ready') throw new Error(`the station's side ended (${String(first)})`);
  return {
    name: 'Telltale',
    figures: async () => {
      const cpuS = cpuSeconds(child.pid ?? 0);
      child.send('figures');
      const [told] = (await once(child, 'message')) as [StationFigures];
      const note = noteOf(told.missed, told.failed) + (told.error === undefined ? '' : `, ${told.error}`);
      return { cpuS, ...told, note };
    },
    stop: () => stopChild(child),
  };
}

interface StationFigures {
  readonly evaluations: number;
  readonly roundMs: number;
  readonly samples: number;
  readonly missed: number;
  readonly failed: number;
  readonly error?: string;
}

async function stopChild(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(timer);
}

function noteOf(missed: number, failed: number): string {
  return missed + failed === 0 ? '' : `; ${missed} evaluations missed, ${failed} failed`;
}

/** CPU time of a process and all its threads, in user and kernel. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
