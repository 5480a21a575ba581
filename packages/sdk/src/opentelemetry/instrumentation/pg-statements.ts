import type { Attributes, Span } from '@opentelemetry/api';
import { readSqlStatement } from '../../kits/sql-statement.ts';

/**
 * The operation and table of the statement that `@opentelemetry/instrumentation-pg` is reporting: its metric
 * has only the first word of the text, which says nothing of `with … insert`. The hooks of the
 * instrumentation run just before it takes the measurement.
 */
export class PgStatements {
  readonly #bySpan = new WeakMap<Span, Attributes>();
  #current: Attributes = {};

  /** Options of the instrumentation. */
  get hooks(): object {
    return {
      requestHook: (span: Span, { query }: { readonly query: { readonly text: string } }) => {
        const { operation, table } = readSqlStatement(query.text);
        this.#bySpan.set(span, { 'db.operation.name': operation, 'db.collection.name': table ?? 'none' });
        // For a query that fails there is no hook, but the span is told so before it is measured.
        const setStatus = span.setStatus.bind(span);
        span.setStatus = (status) => {
          this.#report(span);
          return setStatus(status);
        };
      },
      responseHook: (span: Span) => this.#report(span),
    };
  }

  /** The attributes of the statement that is measured now; once. */
  take(): Attributes {
    const attributes = this.#current;
    this.#current = {};
    return attributes;
  }

  #report(span: Span): void {
    this.#current = this.#bySpan.get(span) ?? {};
  }
}
