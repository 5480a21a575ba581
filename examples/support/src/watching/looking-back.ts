import type { AlertDeclaration, AnyQuery, Preset } from '@telltale/sdk/define';

type Expr = ReturnType<AnyQuery['toExpr']>;

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/**
 * A preset whose alerts look back and wait a part of the time: with 1/100, `[10m]` is six seconds, and `for: 5m` is
 * three. They fire and resolve while somebody watches, on the same conditions.
 */
export function lookingBack<Base extends Preset>(preset: Base, part: number): Base {
  const alerts = () =>
    Object.fromEntries(
      Object.entries(preset.alerts()).map(([name, alert]) => [name, withShortTimes(alert, part)]),
    );
  return { ...preset, alerts };
}

function withShortTimes(alert: AlertDeclaration, part: number): AlertDeclaration {
  const { when, for: holdsFor = '0s' } = alert;
  const toExpr: AnyQuery['toExpr'] = (context) => withShortRanges(when.toExpr(context), part);
  return {
    ...alert,
    for: `${Math.round(secondsOf(holdsFor) * 1000 * part)}ms`,
    // A query is immutable: this one is asked for its expression in the place of the other.
    when: new Proxy(when, {
      get: (query, name): unknown => (name === 'toExpr' ? toExpr : Reflect.get(query, name)),
    }),
  };
}

function withShortRanges(expr: Expr, part: number): Expr {
  const shorten = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(shorten);
    if (typeof node !== 'object' || node === null || node instanceof RegExp) return node;
    return Object.fromEntries(
      Object.entries(node).map(([name, value]) => [
        name,
        name === 'rangeMs' ? Number(value) * part : shorten(value),
      ]),
    );
  };
  // The same nodes with other numbers.
  return shorten(expr) as Expr;
}

/** Seconds of a duration of one unit, such as `5m`. */
function secondsOf(duration: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smh])$/.exec(duration) ?? [];
  // The pattern has no other units.
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
