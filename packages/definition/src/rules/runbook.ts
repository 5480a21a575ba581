/** Where the runbook of an alert is, by the alert's name. */
export type RunbookOf = (alert: string) => string;

const DEFAULT_FOLDER = 'docs/runbooks';

/** Runbooks in a folder or under an address: that of `HighErrorRate` is `high-error-rate.md`. */
export function runbooksIn(folder: string = DEFAULT_FOLDER): RunbookOf {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return (alert) => `${base}${kebab(alert)}.md`;
}

function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
