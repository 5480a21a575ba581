import type { SourceNode } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';

/** A variable that a container is given. */
export interface EnvironmentVariable {
  readonly name: string;
  /** As written, with `${…}`. */
  readonly value: string;
  /** Where the value stands. */
  readonly range: SourceRange;
}

/** The variables of a Compose service (a mapping, or a list of `NAME=value`) that have a value. */
export function composeVariables(service: SourceNode): readonly EnvironmentVariable[] {
  const environment = service.get('environment');
  if (!environment) return [];
  if (environment.kind === 'mapping') {
    return environment.entries().flatMap(({ key, value }) => {
      const text = value.text();
      return text === undefined ? [] : [{ name: key, value: text, range: value }];
    });
  }
  return environment.items().flatMap(listItem);
}

/** The variables of a Kubernetes container that are written out. */
export function containerVariables(container: SourceNode): readonly EnvironmentVariable[] {
  return (container.get('env')?.items() ?? []).flatMap((item) => {
    const name = item.get('name')?.text();
    const value = item.get('value');
    const text = value?.text();
    return name === undefined || !value || text === undefined ? [] : [{ name, value: text, range: value }];
  });
}

function listItem(item: SourceNode): readonly EnvironmentVariable[] {
  const text = item.text() ?? '';
  const equals = text.indexOf('=');
  if (equals < 1) return [];
  const range = { start: item.offsetOf(equals + 1), end: item.offsetOf(text.length) };
  return [{ name: text.slice(0, equals).trim(), value: text.slice(equals + 1), range }];
}
