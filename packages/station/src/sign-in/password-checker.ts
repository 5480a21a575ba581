import { createHmac, randomBytes } from 'node:crypto';
import type { UserEntry } from './access.ts';
import { GuessLimit } from './guess-limit.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** How long a password that was right is not checked again: programs send it with each request. */
const REMEMBER_MS = 300_000;
const MAX_REMEMBERED = 1000;
/** Checks at the same time: each takes a thread and 32 MiB. */
const MAX_RUNNING = 2;
/** Checks that wait for those; more are told to come again. */
const MAX_WAITING = 32;
const MAX_PASSWORD_LENGTH = 1024;

/** A password that was sent. */
export interface PasswordAttempt {
  readonly name: string;
  readonly password: string;
  /** Where it came from. */
  readonly address: string;
}

/** What came of a password. */
export type PasswordVerdict =
  | { readonly kind: 'right'; readonly user: UserEntry }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'later'; readonly seconds: number };

const WRONG: PasswordVerdict = { kind: 'wrong' };

/** Checks passwords, a few at a time, and remembers for a while which were right. */
export class PasswordChecker {
  readonly #now: () => number;
  readonly #guesses: GuessLimit;
  /** Of this process alone: what is remembered means nothing to anybody else. */
  readonly #key = randomBytes(32);
  /** When each right password was checked, in that order. */
  readonly #right = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** Is checked for names that nobody has: they must take as long as others. */
  #nobody: Promise<string> | undefined;

  constructor(now: () => number) {
    this.#now = now;
    this.#guesses = new GuessLimit(now);
  }

  /** Checks what was sent. */
  async check(
    users: readonly UserEntry[],
    { name, password, address }: PasswordAttempt,
  ): Promise<PasswordVerdict> {
    const user = users.find((entry) => entry.name === name);
    const memory = user && this.#memoryOf(user, password);
    if (user && memory !== undefined && this.#remembers(memory)) return { kind: 'right', user };
    const seconds = this.#guesses.waitSeconds(address);
    if (seconds > 0) return { kind: 'later', seconds };
    if (password.length > MAX_PASSWORD_LENGTH) return WRONG;
    if (this.#waiting.length >= MAX_WAITING) return { kind: 'later', seconds: 1 };
    // Counted before the check, so that many at the same time are no way around the limit.
    this.#guesses.note(address);
    const isRight = await this.#inTurn(async () =>
      isPassword(password, user?.password ?? (await this.#nobodys())),
    );
    if (!user || memory === undefined || !isRight) return WRONG;
    this.#guesses.takeBack(address);
    this.#remember(memory);
    return { kind: 'right', user };
  }

  /**
   * What is remembered of a right password. The lengths of its parts stand before them, so that no other parts make
   * the same text, and the key is unknown: nobody can make a wrong password look like one that was right.
   */
  #memoryOf({ name, password: stored }: UserEntry, password: string): string {
    const hmac = createHmac('sha256', this.#key);
    for (const part of [name, stored, password]) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
    return hmac.digest('base64');
  }

  #remembers(memory: string): boolean {
    const checkedMs = this.#right.get(memory);
    return checkedMs !== undefined && checkedMs + REMEMBER_MS > this.#now();
  }

  #remember(memory: string): void {
    this.#right.delete(memory);
    const [oldest] = this.#right.keys();
    if (oldest !== undefined && this.#right.size >= MAX_REMEMBERED) this.#right.delete(oldest);
    this.#right.set(memory, this.#now());
  }

  #nobodys(): Promise<string> {
    this.#nobody ??= hashPassword(randomBytes(32).toString('hex'));
    return this.#nobody;
  }

  async #inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.#running >= MAX_RUNNING) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await run();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
