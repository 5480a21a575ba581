/** An `alertmanager.yml` for the examples of rules. */
export function exampleRouting(parts: {
  /** Fields of the root route, indented by two. */
  readonly extra?: string;
  /** Items of the list of routes, indented by four. */
  readonly routes?: string;
  /** Items of the list of receivers, indented by two. */
  readonly receivers?: string;
  /** What stands at the end of the file. */
  readonly end?: string;
}): string {
  const {
    extra = '',
    routes = '',
    receivers = '  - name: team\n    webhook_configs:\n      - url: https://example.org/hook\n',
    end = '',
  } = parts;
  const children = routes === '' ? '' : `  routes:\n${routes}`;
  return `route:\n  receiver: team\n${extra}${children}receivers:\n${receivers}${end}`;
}
