import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ProofLevel } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError, closestName } from '@telltale/model';
import { createPaint } from '../check/report/paint.ts';
import { loadDefinition } from '../definition/load-definition.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { interruptible } from '../io/interruptible.ts';
import { htmlReport } from '../prove/html/html-report.ts';
import { serverAddress } from '../io/server-address.ts';
import { drillStation } from '../prove/live/drill-peers.ts';
import { proveLive, seriesOf } from '../prove/live/prove-live.ts';
import { formatKeptProofs } from '../prove/live/stored-proofs.ts';
import { createProofProgress } from '../prove/proof-progress.ts';
import { proveAlerts } from '../prove/prove-alerts.ts';
import { formatProof } from '../prove/report/proof-detail.ts';
import { isProvenTo } from '../prove/report/proof-figures.ts';
import { formatProofTable } from '../prove/report/proof-table.ts';
import type { ProofRun } from '../prove/report/proof-table.ts';
import { proveWithServers } from '../prove/servers/prove-with-servers.ts';
import { confirmReal } from '../prove/targets/confirm-real.ts';
import { startLocalTargets } from '../prove/targets/local-target.ts';
import { createRealTarget } from '../prove/targets/real-target.ts';

export interface ProveCommandOptions {
  /** Names of alerts; all alerts without one. */
  readonly alerts?: readonly string[];
  readonly config?: string;
  /** Environment of the definition. */
  readonly env?: string;
  /** The level that every alert must reach for exit code 0. Default: the highest that is tried. */
  readonly level?: string;
  /** Servers to prove with beside this process. */
  readonly with?: 'prometheus';
  readonly json?: boolean;
  /** `app`: the running service makes its own instruments move. */
  readonly from?: 'app';
  /** A station that takes part, or is asked whether what alerts look at is there. */
  readonly url?: string;
  /** Whether it is asked for series of every selector. */
  readonly live?: boolean;
  /** Whether the station keeps the proofs. */
  readonly save?: boolean;
  /** Whether the proofs that the station keeps are shown, and nothing is proven. */
  readonly stored?: boolean;
  /** File that the page is written to. */
  readonly html?: string;
  /** Whether the definition's own receivers are told. */
  readonly real?: boolean;
  /** Whether nobody is asked before that. */
  readonly yes?: boolean;
}

const DEFAULT_WIDTH = 100;
const MAX_WIDTH = 140;

/**
 * `telltale prove`: climbs the ladder of proof with each alert. Exit code 0 where all alerts reach the level
 * that is asked, 1 where one does not, 2 where nothing was proven.
 */
export async function proveCommand(options: ProveCommandOptions, io: CommandIo): Promise<number> {
  const { cwd, env } = io;
  const { resolved } = await loadDefinition({ config: options.config, cwd, environment: options.env, env });
  if (options.stored) return showKeptProofs(options, io);
  const names = alertsToProve(options, resolved);
  const wanted = wantedLevel(options.level, highestLevel(options));
  if (options.real && !(await confirmReal({ resolved, names, yes: options.yes ?? false }, io))) {
    return EXIT.failure;
  }
  const startedMs = performance.now();
  const targets = options.real
    ? [createRealTarget(resolved.receivers)]
    : await startLocalTargets(names.length);
  try {
    const progress = createProofProgress(io);
    const station = serverAddress(options.url, io);
    const here =
      options.from === 'app'
        ? await interruptible(stoppedDrill(), (signal) =>
            proveLive({
              resolved,
              names,
              station,
              isReal: options.real ?? false,
              token: env['TELLTALE_DRILLS_TOKEN'],
              progress,
              signal,
            }),
          )
        : await proveAlerts({
            resolved,
            names,
            targets,
            upTo: 5,
            progress,
            liveSeries: options.live ? seriesOf(station) : undefined,
          });
    const withServers = options.with === 'prometheus';
    const proofs = withServers
      ? await interruptible(stoppedServers(), (signal) =>
          proveWithServers({ resolved, proofs: here, progress, signal }),
        )
      : here;
    if (options.save) await drillStation(station).keep(proofs);
    const run = { proofs, wanted, tookMs: performance.now() - startedMs };
    await report(run, { options, resolved, sentTo: targets[0].name, io });
    return proofs.every((proof) => isProvenTo(proof, wanted)) ? EXIT.ok : EXIT.findings;
  } finally {
    await Promise.all(targets.map((target) => target.close()));
  }
}

function stoppedDrill(): TelltaleError {
  return new TelltaleError('TT_DRILL_REFUSED', 'The drill was stopped in the middle.', {
    fix: 'The service has its gauges back and the station has ended the drill; nothing is proven.',
  });
}

function stoppedServers(): TelltaleError {
  return new TelltaleError('TT_DRILL_REFUSED', 'The proof was stopped in the middle.', {
    fix: 'The servers that were started for it have ended; nothing is proven.',
  });
}

/** What a station keeps: 1 where a proof counts no longer, or failed. */
async function showKeptProofs(options: ProveCommandOptions, io: CommandIo): Promise<number> {
  const kept = await drillStation(serverAddress(options.url, io)).kept();
  const paint = createPaint(io.useColor);
  io.write(options.json ? `${JSON.stringify(kept, null, 2)}\n` : formatKeptProofs(kept, Date.now(), paint));
  const isSound = kept.every(
    ({ proof, staleness }) => staleness === '' && proof.steps.every(({ outcome }) => outcome !== 'failed'),
  );
  return isSound ? EXIT.ok : EXIT.findings;
}

function alertsToProve(
  { alerts = [] }: ProveCommandOptions,
  { rules }: ResolvedDefinition,
): readonly string[] {
  const names = rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name);
  if (names.length === 0) {
    throw new TelltaleError('TT_UNKNOWN_ALERT', 'The definition has no alerts.', {
      fix: 'Add one under `alerts` in the definition.',
    });
  }
  const unknown = alerts.find((name) => !names.includes(name));
  if (unknown === undefined) return alerts.length === 0 ? [...new Set(names)] : [...new Set(alerts)];
  const near = closestName(unknown, names);
  const question = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new TelltaleError(
    'TT_UNKNOWN_ALERT',
    `There is no alert named ${JSON.stringify(unknown)}.${question}`,
    { fix: `Alerts of the definition: ${names.join(', ')}.` },
  );
}

/** The highest level that is tried. */
function highestLevel({ from, with: servers }: ProveCommandOptions): ProofLevel {
  if (from === 'app') return 7;
  return servers === 'prometheus' ? 6 : 5;
}

function wantedLevel(text: string | undefined, highest: ProofLevel): ProofLevel {
  if (text === undefined) return highest;
  const level = ([0, 1, 2, 3, 4, 5, 6, 7] as const).find((one) => String(one) === text);
  if (level !== undefined && level <= highest) return level;
  throw new TelltaleError('TT_USAGE', `--level must be a number from 0 to ${highest}, not "${text}"`, {
    fix: 'Level 6 is tried with --with prometheus, 7 with --from app; without --level the highest is asked for.',
  });
}

interface ReportContext {
  readonly options: ProveCommandOptions;
  readonly resolved: ResolvedDefinition;
  readonly sentTo: string;
  readonly io: CommandIo;
}

async function report(run: ProofRun, { options, resolved, sentTo, io }: ReportContext): Promise<void> {
  const width = Math.min(MAX_WIDTH, io.columns ?? DEFAULT_WIDTH);
  const style = { paint: createPaint(io.useColor), width };
  const isSingle = options.alerts?.length === 1;
  if (options.json) io.write(`${JSON.stringify(isSingle ? run.proofs[0] : run.proofs, null, 2)}\n`);
  else io.write(isSingle ? formatProof(run.proofs[0], run.wanted, style) : formatProofTable(run, style));
  if (options.html === undefined) return;
  const page = htmlReport(run, { service: resolved.service, sentTo, atMs: Date.now() });
  const file = resolve(io.cwd, options.html);
  await writeFile(file, page).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_WRITE', `${file} cannot be written: ${reason}`, { cause });
  });
  if (!options.json) io.write(`\nThe report stands in ${options.html}\n`);
}
