import type { FormatIssue, FormatIssueCode } from './format-issue.ts';
import type { SourceText } from './source-text.ts';

/** A broken file can have one fault a line; nobody reads more than this many. */
const MAX_ISSUES = 200;

/** Collects the faults of one file, so that all of them are reported at once. */
export class IssueLog {
  readonly #source: SourceText;
  readonly #issues: FormatIssue[] = [];

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** Notes an error at an offset of the file. */
  error(code: FormatIssueCode, offset: number, message: string, fix = ''): void {
    this.#add({ code, severity: 'error', message, position: this.#source.positionAt(offset), fix });
  }

  /** Notes something that the owning tool accepts but does not treat as its author expects. */
  warning(code: FormatIssueCode, offset: number, message: string, fix = ''): void {
    this.#add({ code, severity: 'warning', message, position: this.#source.positionAt(offset), fix });
  }

  /** The faults in file order. */
  issues(): readonly FormatIssue[] {
    return this.#issues.toSorted(
      (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
    );
  }

  #add(issue: FormatIssue): void {
    if (this.#issues.length < MAX_ISSUES) this.#issues.push(issue);
  }
}
