import type { Expr, QueryAnnotation } from '@telltale/model';

/** Collects the remarks of one query; the same remark about the same place is kept once. */
export class Annotations {
  readonly #byKey = new Map<string, QueryAnnotation>();

  warn(node: Expr, message: string): void {
    this.#add('warning', node, message);
  }

  info(node: Expr, message: string): void {
    this.#add('info', node, message);
  }

  list(): QueryAnnotation[] {
    return [...this.#byKey.values()];
  }

  #add(severity: QueryAnnotation['severity'], { source }: Expr, message: string): void {
    const key = `${severity}:${source?.start}:${source?.end}:${message}`;
    if (!this.#byKey.has(key)) this.#byKey.set(key, { severity, message, ...(source ? { source } : {}) });
  }
}
