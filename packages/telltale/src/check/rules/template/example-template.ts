/** A rule file with one alert, for the examples of rules on templates. */
export function templateFile(
  summary: string,
  {
    expr = 'queue_length > 5',
    severity = 'page',
  }: { readonly expr?: string; readonly severity?: string } = {},
): string {
  return `groups:
  - name: shop
    rules:
      - alert: QueueLong
        expr: ${expr}
        for: 5m
        labels:
          severity: '${severity}'
        annotations:
          summary: '${summary}'
          runbook_url: https://example.com/runbooks/queue-long
`;
}
