import type { ResolvedSlo } from '@telltale/definition';
import type { Expr } from '@telltale/model';
import { formatDuration, mapOperands, printExpr, quoteText } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import type { SloView } from '../contract.ts';
import type { AnswerReader } from '../query/read-answers.ts';

const HOUR_MS = 3_600_000;
const TIMEOUT_MS = 3000;

/** How an objective stands. */
export type SloFigures = Pick<SloView, 'budgetLeft' | 'burn1h' | 'burn6h'>;

/** What {@link sloFigures} takes. */
export interface SloFiguresOptions {
  readonly slos: readonly ResolvedSlo[];
  /** The service of objectives that name none. */
  readonly service: string;
  readonly reader: AnswerReader;
  readonly nowMs: number;
}

/**
 * How much of each budget is left, and how fast it burns, by place of the objective: from its recordings, or where
 * nobody evaluates those, from the events themselves.
 */
export async function sloFigures(options: SloFiguresOptions): Promise<readonly SloFigures[]> {
  const { slos } = options;
  if (slos.length === 0) return [];
  const windows = [HOUR_MS, 6 * HOUR_MS, ...slos.map(({ windowMs }) => windowMs)];
  const recorded = await recordedRatios([...new Set(windows)], options);
  return Promise.all(
    slos.map(async (slo) => {
      const burn = async (windowMs: number) => {
        const known = recorded.get(keyOf(slo, options.service, windowMs));
        const ratio = known ?? (await ratioOf(slo, windowMs, options));
        return ratio === null ? null : ratio / budgetOf(slo);
      };
      const [burn1h, burn6h, period] = await Promise.all([
        burn(HOUR_MS),
        burn(6 * HOUR_MS),
        burn(slo.windowMs),
      ]);
      return { burn1h, burn6h, budgetLeft: period === null ? null : 1 - period };
    }),
  );
}

function budgetOf({ objective }: ResolvedSlo): number {
  return Number(((100 - objective) / 100).toPrecision(12));
}

function keyOf(slo: Pick<ResolvedSlo, 'name' | 'service'>, service: string, windowMs: number): string {
  return JSON.stringify([slo.service ?? service, slo.name, windowMs]);
}

/** The shares of bad events that the recordings of all objectives have, in one query a window. */
async function recordedRatios(
  windowsMs: readonly number[],
  { reader, nowMs, service, slos }: SloFiguresOptions,
): Promise<ReadonlyMap<string, number>> {
  const ratios = new Map<string, number>();
  const names = quoteText(
    slos.map(({ name }) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|'),
  );
  await Promise.all(
    windowsMs.map(async (windowMs) => {
      const query = `slo:sli_error:ratio_rate${formatDuration(windowMs)}{slo=~${names}}`;
      const samples = await reader.instant(query, nowMs, { timeoutMs: TIMEOUT_MS }).catch(() => []);
      for (const { labels, value } of samples) {
        const slo = { name: labels['slo'] ?? '', service: labels['service'] ?? service };
        if (Number.isFinite(value)) ratios.set(keyOf(slo, service, windowMs), value);
      }
    }),
  );
  return ratios;
}

/** The share of bad events, read from the events. `null` where there were none, or it takes too long. */
async function ratioOf(
  slo: ResolvedSlo,
  windowMs: number,
  { reader, nowMs }: SloFiguresOptions,
): Promise<number | null> {
  const bad = printExpr(withRange(parseExpr(slo.bad), windowMs));
  const total = printExpr(withRange(parseExpr(slo.total), windowMs));
  const query = `sum((${bad}) or (${total}) * 0) / (sum(${total}) > 0)`;
  const samples = await reader.instant(query, nowMs, { timeoutMs: TIMEOUT_MS }).catch(() => []);
  const value = samples[0]?.value;
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function withRange(expr: Expr, rangeMs: number): Expr {
  const mapped = mapOperands(expr, (operand) => withRange(operand, rangeMs));
  return mapped.kind === 'matrix' ? { kind: 'matrix', selector: mapped.selector, rangeMs } : mapped;
}
