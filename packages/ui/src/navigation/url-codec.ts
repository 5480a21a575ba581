/** Reads a part of a page's view state from the parameters of its address, and writes it back. */
export interface UrlCodec<State> {
  /** Never fails: what cannot be understood is the default. */
  readonly parse: (params: URLSearchParams) => State;
  /** What is as it is at first leaves no trace. `parse(format(state))` is `state`. */
  readonly format: (state: State) => URLSearchParams;
  /** Whether a parameter of this name belongs to it. */
  readonly owns: (name: string) => boolean;
}

/** One value of a view state and the parameters it lives in. */
export interface UrlField<Value> {
  readonly read: (params: URLSearchParams) => Value;
  readonly write: (value: Value, params: URLSearchParams) => void;
  readonly owns: (name: string) => boolean;
}

/** Makes the codec of a state from the fields that it is made of. */
export function urlCodec<State extends object>(fields: {
  readonly [Key in keyof State]: UrlField<State[Key]>;
}): UrlCodec<State> {
  const keys = Object.keys(fields) as (keyof State & string)[];
  return {
    parse: (params) =>
      Object.fromEntries(keys.map((key) => [key, fields[key].read(params)])) as unknown as State,
    format: (state) => {
      const params = new URLSearchParams();
      for (const key of keys) fields[key].write(state[key], params);
      return params;
    },
    owns: (name) => keys.some((key) => fields[key].owns(name)),
  };
}

/** Puts two codecs together that own different parameters. */
export function combineCodecs<One extends object, Other extends object>(
  one: UrlCodec<One>,
  other: UrlCodec<Other>,
): UrlCodec<One & Other> {
  return {
    parse: (params) => ({ ...one.parse(params), ...other.parse(params) }),
    format: (state) => new URLSearchParams([...one.format(state), ...other.format(state)]),
    owns: (name) => one.owns(name) || other.owns(name),
  };
}

/** Any text. */
export function textField(name: string, initial = ''): UrlField<string> {
  return {
    read: (params) => params.get(name) ?? initial,
    write: (value, params) => {
      if (value !== initial) params.set(name, value);
    },
    owns: (other) => other === name,
  };
}

/** Text, or nothing at all: `undefined` is not the empty text. */
export function optionalTextField(name: string): UrlField<string | undefined> {
  return {
    read: (params) => params.get(name) ?? undefined,
    write: (value, params) => {
      if (value !== undefined) params.set(name, value);
    },
    owns: (other) => other === name,
  };
}

/** A finite number. */
export function numberField(name: string, initial: number): UrlField<number> {
  return {
    read: (params) => {
      const text = params.get(name) ?? '';
      const value = Number(text);
      return text.trim() !== '' && Number.isFinite(value) ? value : initial;
    },
    write: (value, params) => {
      if (value !== initial && Number.isFinite(value)) params.set(name, String(value));
    },
    owns: (other) => other === name,
  };
}

/** One of some words; the first is what holds at first, unless another is named. */
export function choiceField<Value extends string>(
  name: string,
  options: readonly Value[],
  initial: Value = options[0],
): UrlField<Value> {
  return {
    read: (params) => options.find((option) => option === params.get(name)) ?? initial,
    write: (value, params) => {
      if (value !== initial) params.set(name, value);
    },
    owns: (other) => other === name,
  };
}

/** Yes or no, written as `1` and `0`. */
export function flagField(name: string, initial = false): UrlField<boolean> {
  return {
    read: (params) => {
      const text = params.get(name);
      return text === '1' || (text !== '0' && initial);
    },
    write: (value, params) => {
      if (value !== initial) params.set(name, value ? '1' : '0');
    },
    owns: (other) => other === name,
  };
}

/** Any number of texts in their order: `fold=host&fold=shop`. */
export function listField(name: string): UrlField<readonly string[]> {
  return {
    read: (params) => params.getAll(name),
    write: (values, params) => {
      for (const value of values) params.append(name, value);
    },
    owns: (other) => other === name,
  };
}

const SEPARATOR = '~';

/** Texts by a key: `view=shop.0~table`. */
export function mapField(name: string): UrlField<ReadonlyMap<string, string>> {
  return {
    read: (params) =>
      new Map(
        params.getAll(name).flatMap((entry): [string, string][] => {
          const at = entry.indexOf(SEPARATOR);
          return at < 0 ? [] : [[unescapeKey(entry.slice(0, at)), entry.slice(at + 1)]];
        }),
      ),
    write: (values, params) => {
      for (const [key, value] of values) params.append(name, escapeKey(key) + SEPARATOR + value);
    },
    owns: (other) => other === name,
  };
}

/** {@link mapField} whose values are some words; other values are passed over. */
export function choiceMapField<Value extends string>(
  name: string,
  options: readonly Value[],
): UrlField<ReadonlyMap<string, Value>> {
  const texts = mapField(name);
  return {
    ...texts,
    read: (params) =>
      new Map(
        [...texts.read(params)].flatMap(([key, text]): [string, Value][] => {
          const value = options.find((option) => option === text);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
  };
}

/**
 * Values of variables, several each: `var-env=prod&var-env=test`. A variable of which nothing is chosen
 * is not in the map.
 */
export function variablesField(prefix = 'var-'): UrlField<ReadonlyMap<string, readonly string[]>> {
  return {
    read: (params) => {
      const values = new Map<string, string[]>();
      for (const [name, value] of params) {
        if (!name.startsWith(prefix)) continue;
        const variable = name.slice(prefix.length);
        values.set(variable, [...(values.get(variable) ?? []), value]);
      }
      return values;
    },
    write: (values, params) => {
      for (const [variable, chosen] of values) {
        for (const value of chosen) params.append(prefix + variable, value);
      }
    },
    owns: (name) => name.startsWith(prefix),
  };
}

/** A column and the direction that a table is sorted by: `sort=name` or `sort=-name`. */
export interface SortOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

/** How a table is sorted. */
export function sortField(initial: SortOrder, name = 'sort'): UrlField<SortOrder> {
  return {
    read: (params) => {
      const text = params.get(name);
      if (text === null || text === '' || text === '-') return initial;
      const isDescending = text.startsWith('-');
      return { column: isDescending ? text.slice(1) : text, isDescending };
    },
    write: (order, params) => {
      const isInitial = order.column === initial.column && order.isDescending === initial.isDescending;
      if (!isInitial) params.set(name, (order.isDescending ? '-' : '') + order.column);
    },
    owns: (other) => other === name,
  };
}

function escapeKey(key: string): string {
  return key.replaceAll('%', '%25').replaceAll(SEPARATOR, '%7E');
}

function unescapeKey(key: string): string {
  return key.replaceAll('%7E', SEPARATOR).replaceAll('%25', '%');
}
