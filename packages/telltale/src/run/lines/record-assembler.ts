import type { Clock } from '@telltale/model';
import { severityNumber } from '@telltale/model';
import { parseJsonLine } from './parse-json-line.ts';
import { parseTextLine, withoutColours } from './parse-text-line.ts';
import type { ParsedLine } from './parsed-line.ts';

/** How long a record waits for more of its lines. */
const IDLE_MS = 200;
const MAX_LINES = 500;
const MAX_LENGTH = 64 * 1024;

/** Lines that go on with the record before: stack traces of Java, JavaScript, Python, Go, Rust, C# and Ruby. */
const CONTINUES =
  /^(?:\s+\S|Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames)|During handling of the above|The above exception was|goroutine \d+ \[|stack backtrace:|--- End of )/;
const PYTHON = /^Traceback \(most recent call last\):/;
/** Ends a stack trace of Python: `ValueError: no such thing`. */
const PYTHON_END = /^[\w.]+(?::|$)/;
const GO = /^(?:panic: |fatal error: )/;

/** A record that may go on. */
interface OpenRecord {
  readonly first: ParsedLine;
  readonly timeMs: number;
  readonly lines: string[];
  /** Of all lines. */
  length: number;
  /** What its lines are like, where blank ones or those at the margin go on with it. */
  kind: 'text' | 'python' | 'go';
}

/** A whole record: what its first line says, with all of its text. */
export interface AssembledRecord extends ParsedLine {
  /** When the first line came. */
  readonly arrivedMs: number;
}

/** Makes records of the lines of a stream: JSON ones each, of text with the stack traces that follow. */
export class RecordAssembler {
  readonly #clock: Clock;
  readonly #onRecord: (record: AssembledRecord) => void;
  #open: OpenRecord | undefined;
  #hasTimer = false;
  /** Whether lines came since the timer was set. */
  #hasNews = false;

  constructor(clock: Clock, onRecord: (record: AssembledRecord) => void) {
    this.#clock = clock;
    this.#onRecord = onRecord;
  }

  line(line: string): void {
    const json = parseJsonLine(line);
    if (json) {
      this.flush();
      this.#onRecord({ ...json, arrivedMs: this.#clock.now() });
      return;
    }
    if (this.#continues(line)) this.#add(line);
    else {
      this.flush();
      if (line.trim() !== '') this.#begin(line);
    }
    this.#wait();
  }

  /** Gives the record that is open, if one is. */
  flush(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const { first, lines, timeMs } = open;
    const isStack = lines.length > 1 && lines.some((line) => isFrame(line));
    const severity = first.severity === 0 && isStack ? severityNumber('error') : first.severity;
    this.#onRecord({ ...first, severity, message: lines.join('\n').trimEnd(), arrivedMs: timeMs });
  }

  #begin(line: string): void {
    const first = parseTextLine(line);
    const kind = GO.test(first.message) ? 'go' : PYTHON.test(first.message) ? 'python' : 'text';
    const { message } = first;
    this.#open = { first, timeMs: this.#clock.now(), lines: [message], length: message.length, kind };
  }

  #add(line: string): void {
    const open = this.#open;
    if (!open) return;
    const text = withoutColours(line);
    if (open.lines.length >= MAX_LINES || open.length + text.length > MAX_LENGTH) {
      this.flush();
      this.#begin(line);
      return;
    }
    if (PYTHON.test(text)) open.kind = 'python';
    else if (open.kind === 'python' && !/^\s/.test(text)) open.kind = 'text';
    open.lines.push(text);
    open.length += text.length;
  }

  #continues(line: string): boolean {
    const open = this.#open;
    if (!open) return false;
    const text = withoutColours(line);
    if (open.kind === 'go') return true;
    if (text.trim() === '') return false;
    if (CONTINUES.test(text)) return true;
    // The error of a traceback stands at the margin, behind lines that do not.
    if (open.kind === 'python') return open.lines.length > 1 && PYTHON_END.test(text);
    return PYTHON.test(text) && open.first.severity >= severityNumber('error');
  }

  /** One timer for many lines: it waits again when some have come. */
  #wait(): void {
    this.#hasNews = true;
    if (!this.#open || this.#hasTimer) return;
    this.#hasNews = false;
    this.#hasTimer = true;
    this.#clock.after(IDLE_MS, () => {
      this.#hasTimer = false;
      if (this.#hasNews) this.#wait();
      else this.flush();
    });
  }
}

function isFrame(line: string): boolean {
  return /^\s+(?:at |File "|from )/.test(line) || /^goroutine \d+ \[/.test(line);
}
