import type { LogLevels } from '../levels/log-levels.ts';
import { levelWord } from '../levels/level-of.ts';
import type { LogScope } from '../records/log-scope.ts';
import type { OwnLogger } from './pino-logger.ts';
import { SCOPE } from './pino-logger.ts';

/** Loggers that are found again by their name; those beyond are made anew each time. */
const MAX_NAMED = 1000;

/** Makes the children of a root: those with names, whose levels are set by name, and any others. */
export class LoggerFamily {
  readonly #root: OwnLogger;
  readonly #levels: LogLevels;
  /** pino's part of the root, below what is ours. */
  readonly #pino: object;
  readonly #pinoChild: (this: OwnLogger, bindings: object) => unknown;
  readonly #named = new Map<string, OwnLogger>();
  /** The root and loggers with names: what sets their level sets it by name. */
  readonly #followers = new WeakSet<OwnLogger>();

  constructor(root: OwnLogger, levels: LogLevels) {
    this.#root = root;
    this.#levels = levels;
    this.#pino = Object.getPrototypeOf(root) as object;
    // Always called with a logger.
    // oxlint-disable-next-line typescript/unbound-method
    this.#pinoChild = root.child;
    this.#followers.add(root);
    levels.follow(undefined, (level) => this.setOwnLevel(root, level));
  }

  /** A child with a scope of its own; its level follows the parent's. */
  child(parent: OwnLogger, scope: LogScope): OwnLogger {
    const child = this.#pinoChild.call(parent, {}) as OwnLogger;
    child[SCOPE] = scope;
    return child;
  }

  /** The logger of a name. */
  named(name: string): OwnLogger {
    const known = this.#named.get(name);
    if (known) return known;
    const logger = this.child(this.#root, this.#root[SCOPE].named(name));
    this.#followers.add(logger);
    this.#levels.follow(name, (level, isOwn) => {
      logger[SCOPE].gate.isOwn = isOwn;
      this.setOwnLevel(logger, level);
    });
    if (this.#named.size < MAX_NAMED) this.#named.set(name, logger);
    return logger;
  }

  /** Whether a logger's level is set by its name, or as the root's. */
  follows(logger: OwnLogger): boolean {
    return this.#followers.has(logger);
  }

  /** Sets the level by which pino decides, of this logger and those below it. */
  setOwnLevel(logger: OwnLogger, level: number): void {
    Reflect.set(this.#pino, 'level', levelWord(level), logger);
  }
}
