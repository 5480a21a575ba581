import type { Outlet } from '../sinks/sink.ts';
import { levelWord } from './level-of.ts';

/** What is to have another level: a logger, a sink, or without either all that has no level of its own. */
export interface LevelSubject {
  readonly logger?: string | undefined;
  readonly sink?: string | undefined;
}

/** The levels as they are now. */
export interface LogLevelsView {
  readonly level: string;
  /** Loggers with a level of their own. */
  readonly loggers: Readonly<Record<string, string>>;
  /** What each sink takes. */
  readonly sinks: Readonly<Record<string, string>>;
}

/** A logger that is told its level. */
type Follower = (level: number, isOwn: boolean) => void;

/** Loggers that are known by name; those beyond have the level that they were made with. */
const MAX_LOGGERS = 1000;
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The least level that is logged: of the section, of loggers and of sinks, and what follows of it. A record goes to a
 * sink if it is at least of the logger's own level and of the sink's own level; where neither has one, of the
 * section's.
 */
export class LogLevels {
  readonly #outlets: readonly Outlet[];
  readonly #followers: { readonly logger: string | undefined; readonly follow: Follower }[] = [];
  /** Levels by subject, as they are now and as they were before a change that ends by itself. */
  readonly #loggers: Map<string, number>;
  readonly #reverts = new Map<string, { readonly timer: NodeJS.Timeout; readonly revert: () => void }>();
  #level: number;

  constructor(level: number, loggers: Iterable<readonly [string, number]>, outlets: readonly Outlet[]) {
    this.#level = level;
    this.#loggers = new Map(loggers);
    this.#outlets = outlets;
    this.#apply();
  }

  /** Tells a logger its level, now and whenever it changes; without a name, it follows the section. */
  follow(logger: string | undefined, follow: Follower): void {
    if (this.#followers.length < MAX_LOGGERS) this.#followers.push({ logger, follow });
    this.#tell(logger, follow);
  }

  /** Sets a level; with `revertAfterMs`, what was set before comes back by itself. `false` for an unknown sink. */
  set(level: number, subject: LevelSubject = {}, revertAfterMs?: number): boolean {
    const before = this.#own(subject);
    if (before === undefined) return false;
    const key = JSON.stringify([subject.logger, subject.sink]);
    const running = this.#reverts.get(key);
    clearTimeout(running?.timer);
    this.#reverts.delete(key);
    const revert = running?.revert ?? (() => this.#put(subject, before.level));
    this.#put(subject, level);
    if (revertAfterMs === undefined) return true;
    const timer = setTimeout(
      () => {
        this.#reverts.delete(key);
        revert();
      },
      Math.min(revertAfterMs, MAX_TIMER_MS),
    );
    timer.unref();
    this.#reverts.set(key, { timer, revert });
    return true;
  }

  /** The level of a logger; of the section without a name. */
  of(logger?: string): number {
    return (logger === undefined ? undefined : this.#ownOf(logger)) ?? this.#level;
  }

  view(): LogLevelsView {
    const loggers = [...this.#loggers].map(([name, level]) => [name, levelWord(level)] as const);
    const sinks = this.#outlets.map(({ name, min }) => [name, levelWord(min)] as const);
    return {
      level: levelWord(this.#level),
      loggers: Object.fromEntries(loggers),
      sinks: Object.fromEntries(sinks),
    };
  }

  /** Nothing changes by itself any more. */
  stop(): void {
    for (const { timer } of this.#reverts.values()) clearTimeout(timer);
    this.#reverts.clear();
  }

  #own({ logger, sink }: LevelSubject): { readonly level: number | undefined } | undefined {
    if (sink !== undefined) {
      const outlet = this.#outlets.find(({ name }) => name === sink);
      return outlet && { level: outlet.ownLevel };
    }
    return { level: logger === undefined ? this.#level : this.#loggers.get(logger) };
  }

  #put({ logger, sink }: LevelSubject, level: number | undefined): void {
    if (sink !== undefined) {
      for (const outlet of this.#outlets) if (outlet.name === sink) outlet.ownLevel = level;
    } else if (logger === undefined) {
      this.#level = level ?? this.#level;
    } else if (level === undefined) {
      this.#loggers.delete(logger);
    } else {
      this.#loggers.set(logger, level);
    }
    this.#apply();
  }

  #apply(): void {
    for (const outlet of this.#outlets) {
      outlet.min = outlet.ownLevel ?? this.#level;
      outlet.minOfOwnLevelled = outlet.ownLevel ?? 0;
    }
    for (const { logger, follow } of this.#followers) this.#tell(logger, follow);
  }

  #tell(logger: string | undefined, follow: Follower): void {
    const own = logger === undefined ? undefined : this.#ownOf(logger);
    const least = Math.min(
      ...this.#outlets.map(({ min, minOfOwnLevelled }) => (own === undefined ? min : minOfOwnLevelled)),
    );
    follow(own === undefined ? least : Math.max(own, least), own !== undefined);
  }

  /** The level of `orders.cart` is that of `orders`, where it has none. */
  #ownOf(logger: string): number | undefined {
    for (let name = logger; ; name = name.slice(0, name.lastIndexOf('.'))) {
      const level = this.#loggers.get(name);
      if (level !== undefined || !name.includes('.')) return level;
    }
  }
}
