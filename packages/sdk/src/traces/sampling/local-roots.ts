import type { SpanContext, SpanOptions } from '@opentelemetry/api';
import { LightSpan } from './light-span.ts';
import type { RootKeeper } from './local-root.ts';
import { LocalRoot } from './local-root.ts';

/** Why parts of traces that were not chosen are sent all the same. */
export interface RetentionRules {
  readonly keepErrors: boolean;
  readonly slowerThanMs: number;
}

/** How much may wait for the end of local roots. */
export interface RetentionLimits {
  readonly spansOfRoot: number;
  readonly spans: number;
  readonly bytes: number;
  /** What waits for a local root that is open for longer is let go. */
  readonly ageMs: number;
}

const USUAL_LIMITS: RetentionLimits = {
  spansOfRoot: 500,
  spans: 20_000,
  bytes: 16 * 1024 * 1024,
  ageMs: 60_000,
};

/** Local roots are looked through for old ones no more often than this. */
const SWEEP_EVERY_MS = 1000;

/** What {@link LocalRoots} works with. */
export interface RetentionOptions {
  readonly rules: RetentionRules;
  readonly limits?: Partial<RetentionLimits>;
  readonly keep: (span: LightSpan) => void;
  /** So many spans were let go although nobody knew yet whether they would be kept. */
  readonly onShed: (spans: number) => void;
}

/** Begins the local roots of traces that were not chosen, and bounds what waits for them. */
export class LocalRoots implements RootKeeper {
  readonly #options: RetentionOptions;
  readonly #limits: RetentionLimits;
  /** The oldest first. */
  readonly #open = new Set<LocalRoot>();
  #spans = 0;
  #bytes = 0;
  #sweptMs = 0;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#limits = { ...USUAL_LIMITS, ...options.limits };
  }

  /** Begins the local root of a trace that another program began, or of one that begins here. */
  begin(from: SpanContext | number, name: string, options: SpanOptions, scope: string): LightSpan {
    const root = new LocalRoot(this, from);
    const span = new LightSpan(root, { name, options, scope });
    root.begin(span);
    this.#open.add(root);
    this.#sweep(span.startMs);
    return span;
  }

  reasonToKeep(hasError: boolean, durationMs: number): string | undefined {
    const { keepErrors, slowerThanMs } = this.#options.rules;
    if (hasError && keepErrors) return 'error';
    return durationMs >= slowerThanMs ? 'slow' : undefined;
  }

  keep(span: LightSpan): void {
    this.#options.keep(span);
  }

  admit(root: LocalRoot, bytes: number): boolean {
    const { spansOfRoot, bytes: most } = this.#limits;
    // One whose spans were let go is not among the open ones any more.
    const mayWait = this.#open.has(root) && root.waiting < spansOfRoot && bytes <= most;
    if (mayWait) this.#makeRoom(root, bytes);
    if (!mayWait || !this.#open.has(root)) {
      this.#options.onShed(1);
      return false;
    }
    this.#spans++;
    this.#bytes += bytes;
    return true;
  }

  close(root: LocalRoot): void {
    if (!this.#open.delete(root)) return;
    this.#spans -= root.waiting;
    this.#bytes -= root.bytes;
  }

  /** The oldest give way, the one that asks among them. */
  #makeRoom(root: LocalRoot, bytes: number): void {
    const { spans, bytes: most } = this.#limits;
    while (this.#spans >= spans || this.#bytes + bytes > most) {
      const [oldest] = this.#open;
      this.#shed(oldest);
      if (oldest === root) return;
    }
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < SWEEP_EVERY_MS) return;
    this.#sweptMs = nowMs;
    for (const root of this.#open) {
      if (nowMs - root.startMs < this.#limits.ageMs) break;
      this.#shed(root);
    }
  }

  #shed(root: LocalRoot): void {
    const { waiting } = root;
    this.close(root);
    root.shed();
    if (waiting > 0) this.#options.onShed(waiting);
  }
}
