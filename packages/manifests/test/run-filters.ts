import type {
  LogstashCondition,
  LogstashOperand,
  LogstashPipeline,
  LogstashPlugin,
  LogstashSetting,
  LogstashStatement,
  LogstashValue,
} from '@telltale/formats';

/** An event on its way through Logstash. */
export type LogEvent = Record<string, unknown>;

/** What an output was given. */
export interface Delivered {
  readonly output: LogstashPlugin;
  readonly event: LogEvent;
}

/**
 * What Logstash does with an event, as far as the plugins json, date and mutate and conditions go; written
 * from their documentation, because Logstash itself does not run in the tests. Strict: a plugin, setting or
 * condition that it does not know is an error, so that a generated pipeline cannot pass by being ignored.
 */
export function runPipeline({ sections }: LogstashPipeline, event: LogEvent): readonly Delivered[] {
  const delivered: Delivered[] = [];
  for (const type of ['filter', 'output'] as const) {
    for (const section of sections.filter((each) => each.type === type)) {
      runBody(section.body, event, (plugin) => {
        if (type === 'filter') filter(plugin, event);
        else delivered.push({ output: plugin, event });
      });
    }
  }
  return delivered;
}

function runBody(
  body: readonly LogstashStatement[],
  event: LogEvent,
  run: (plugin: LogstashPlugin) => void,
): void {
  for (const statement of body) {
    if (statement.kind === 'plugin') run(statement);
    else {
      const arm = statement.arms.find(({ condition }) => condition === undefined || holds(condition, event));
      runBody(arm?.body ?? [], event, run);
    }
  }
}

function holds(condition: LogstashCondition, event: LogEvent): boolean {
  switch (condition.kind) {
    case 'not':
      return !holds(condition.operand, event);
    case 'truth':
      return operandOf(condition.operand, event) !== undefined;
    case 'compare': {
      const [left, right] = [operandOf(condition.left, event), operandOf(condition.right, event)];
      if (condition.operator === '==') return left === right;
      if (condition.operator === 'in') return Array.isArray(right) && right.includes(left);
      throw new Error(`unknown comparison ${condition.operator}`);
    }
    case 'logical':
      throw new Error(`unknown operator ${condition.operator}`);
  }
}

function operandOf(operand: LogstashOperand, event: LogEvent): unknown {
  if (operand.kind === 'string') return operand.text;
  if (operand.kind === 'field') return operand.path.reduce(child, event);
  throw new Error(`unknown operand ${operand.kind}`);
}

function filter(plugin: LogstashPlugin, event: LogEvent): void {
  const settings = new Map(plugin.settings.map((setting) => [setting.name, setting]));
  const take = (name: string): LogstashSetting | undefined => {
    const setting = settings.get(name);
    settings.delete(name);
    return setting;
  };
  const isDone = FILTERS[plugin.name]?.(take, event);
  if (isDone === undefined) throw new Error(`unknown filter ${plugin.name}`);
  const [added, removed] = [take('add_field'), take('remove_field')];
  if (isDone) {
    for (const [path, text] of entriesOf(added?.value)) set(event, path, text);
    for (const path of textsOf(removed?.value)) remove(event, path);
  }
  if (settings.size > 0)
    throw new Error(`unknown settings of ${plugin.name}: ${[...settings.keys()].join(', ')}`);
}

type Take = (name: string) => LogstashSetting | undefined;

const FILTERS: Readonly<Record<string, (take: Take, event: LogEvent) => boolean>> = {
  json(take, event) {
    const source = get(event, textOf(take('source')?.value));
    const target = textOf(take('target')?.value);
    try {
      const value: unknown = JSON.parse(String(source));
      if (typeof value !== 'object' || value === null) throw new Error('no object');
      set(event, target, value);
      return true;
    } catch {
      tag(event, '_jsonparsefailure');
      return false;
    }
  },
  date(take, event) {
    const [from, ...formats] = textsOf(take('match')?.value);
    const value = get(event, from);
    if (value === undefined) return false;
    const time = formats.map((format) => timeOf(value, format)).find((each) => each !== undefined);
    if (time === undefined) tag(event, '_dateparsefailure');
    else event['@timestamp'] = time.toISOString();
    return time !== undefined;
  },
  mutate(take, event) {
    for (const [from, to] of entriesOf(take('rename')?.value)) {
      const value = get(event, from);
      if (value === undefined) continue;
      remove(event, from);
      set(event, to, value);
    }
    return true;
  },
};

function timeOf(value: unknown, format: string): Date | undefined {
  if (format === 'UNIX_MS') return typeof value === 'number' ? new Date(value) : undefined;
  if (format !== 'ISO8601') throw new Error(`unknown format ${format}`);
  const isIso =
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)$/.test(value);
  return isIso ? new Date(value) : undefined;
}

function pathOf(reference: string): readonly string[] {
  return reference.startsWith('[') ? reference.slice(1, -1).split('][') : [reference];
}

function child(parent: unknown, key: string): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
    ? (parent as LogEvent)[key]
    : undefined;
}

function get(event: LogEvent, reference: string): unknown {
  return pathOf(reference).reduce(child, event);
}

function set(event: LogEvent, reference: string, value: unknown): void {
  const path = pathOf(reference);
  let parent = event;
  for (const key of path.slice(0, -1)) {
    if (child(parent, key) === undefined) parent[key] = {};
    const next = parent[key];
    // Logstash would refuse to put a field below a text.
    if (typeof next !== 'object' || next === null) throw new Error(`${reference}: ${key} is no object`);
    parent = next as LogEvent;
  }
  parent[path[path.length - 1]] = value;
}

function remove(event: LogEvent, reference: string): void {
  const path = pathOf(reference);
  const parent = path.slice(0, -1).reduce(child, event);
  if (typeof parent === 'object' && parent !== null) delete (parent as LogEvent)[path[path.length - 1]];
}

function tag(event: LogEvent, name: string): void {
  event.tags = [...((event.tags as readonly string[] | undefined) ?? []), name];
}

/** The text of a value that must be one string. */
export function textOf(value: LogstashValue | undefined): string {
  const [text, ...others] = textsOf(value);
  if (text === undefined || others.length > 0) throw new Error('one string was expected');
  return text;
}

/** The strings of a value; none where it is absent. */
export function textsOf(value: LogstashValue | undefined): readonly string[] {
  if (!value) return [];
  if (value.kind === 'array') return value.items.map(textOf);
  if (value.kind === 'string' || value.kind === 'word') return [value.text];
  throw new Error(`no text: ${value.kind}`);
}

function entriesOf(value: LogstashValue | undefined): readonly (readonly [string, string])[] {
  return value?.kind === 'hash' ? value.entries.map((entry) => [entry.key, textOf(entry.value)]) : [];
}
