import { EventEmitter } from 'node:events';
import { defineMonitoring, methods } from '@telltale/definition';
import { createRegistry } from '../../registry/registry.ts';
import type { Registry } from '../../registry/registry.ts';
import { expect, test } from 'vitest';
import { itemsOf } from '../../../test/support/async-items.ts';
import { diagnosticsOf, valuesOf } from '../../../test/support/registry-view.ts';
import { createMethodRecorder } from './method-recorder.ts';

const definition = defineMonitoring({
  service: 'shop',
  kits: [methods({ names: { calls: 'requests_total', duration: 'response_time_seconds' } })],
});

function setUp() {
  const registry = createRegistry();
  return { registry, ...createMethodRecorder(definition, registry) };
}

/** `class method status` of all calls that ended, with how many there were. */
function calls(registry: Registry): Record<string, number> {
  const entries = Object.entries(valuesOf(registry, 'requests_total')).filter(([, value]) => value > 0);
  return Object.fromEntries(
    entries.map(([series, value]) => [
      [...series.matchAll(/="([^"]*)"/g)].map(([, text]) => text).join(' '),
      value,
    ]),
  );
}

/** Calls that have not ended. */
function inProgress(registry: Registry): number {
  return Object.values(valuesOf(registry, 'method_calls_in_progress')).reduce((sum, value) => sum + value, 0);
}

class Base {
  inherited(): string {
    return `inherited by ${this.constructor.name}`;
  }

  overridden(): string {
    return 'base';
  }
}

class Orders extends Base {
  static #made = 0;
  readonly #stored = new Map<string, number>();

  static make(): Orders {
    Orders.#made++;
    return new this();
  }

  static get made(): number {
    return Orders.#made;
  }

  #secret(): number {
    return this.#stored.size;
  }

  get size(): number {
    return this.#secret();
  }

  place(id: string, count: number): number {
    this.#stored.set(id, count);
    return this.#secret();
  }

  async load(id: string): Promise<number | undefined> {
    await Promise.resolve();
    return this.#stored.get(id);
  }

  fails(reason: unknown): never {
    throw reason;
  }

  async failsLater(reason: unknown): Promise<never> {
    throw reason;
  }

  override overridden(): string {
    return `${super.overridden()} and more`;
  }

  *each(): Generator<string, string, number | undefined> {
    for (const id of this.#stored.keys()) yield id;
    return 'end';
  }

  async *eachLater(): AsyncGenerator<string> {
    for (const id of this.#stored.keys()) yield id;
  }
}

/** A class of its own for each test: `service` changes it in place. */
const orders = () => class extends Orders {};

test('methods of all kinds do what they did, and are counted by class and method', async () => {
  const { registry, service } = setUp();
  const Observed = service({ name: 'Orders' })(orders());
  const made = Observed.make();
  expect(made).toBeInstanceOf(Observed);
  expect(made.place('a', 2)).toBe(1);
  expect(await made.load('a')).toBe(2);
  expect(made.inherited()).toMatch('inherited by');
  expect(made.overridden()).toBe('base and more');
  expect(made.size).toBe(1);
  expect(Observed.made).toBeGreaterThan(0);
  expect([...made.each()]).toEqual(['a']);
  expect(await itemsOf(made.eachLater())).toEqual(['a']);
  expect(calls(registry)).toEqual({
    'Orders make success': 1,
    'Orders place success': 1,
    'Orders load success': 1,
    'Orders inherited success': 1,
    'Orders overridden success': 1,
    'Orders each success': 1,
    'Orders eachLater success': 1,
  });
  const times = valuesOf(registry, 'response_time_seconds');
  expect(times['response_time_seconds_count{class="Orders", method="load"}']).toBe(1);
  expect(inProgress(registry)).toBe(0);
});

test.each([
  [new TypeError('wrong'), 'TypeError'],
  [Object.assign(new Error('full'), { code: 'ENOSPC' }), 'ENOSPC'],
  ['a text', 'string'],
  [undefined, 'undefined'],
  [null, 'object'],
  [{ reason: 1 }, 'object'],
])('what a method throws is thrown and counted, whatever it is: %s', async (reason, type) => {
  const { registry, service } = setUp();
  const Observed = service({ name: 'Orders' })(orders());
  const made = new Observed();
  let thrown: unknown = 'nothing';
  try {
    made.fails(reason);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBe(reason);
  await expect(made.failsLater(reason)).rejects.toBe(reason);
  expect(calls(registry)).toEqual({ 'Orders fails failure': 1, 'Orders failsLater failure': 1 });
  expect(valuesOf(registry, 'method_errors_total')).toMatchObject({
    [`method_errors_total{class="Orders", error_type="${type}", method="fails"}`]: 1,
    [`method_errors_total{class="Orders", error_type="${type}", method="failsLater"}`]: 1,
  });
  expect(inProgress(registry)).toBe(0);
});

test('a call counts as in progress until its promise settles', async () => {
  const { registry, observed } = setUp();
  let end: (value: number) => void = () => undefined;
  const work = observed(function work() {
    return new Promise<number>((resolve) => (end = resolve));
  });
  const running = work();
  expect(inProgress(registry)).toBe(1);
  expect(calls(registry)).toEqual({});
  end(5);
  expect(await running).toBe(5);
  expect(inProgress(registry)).toBe(0);
  expect(calls(registry)).toEqual({ 'function work success': 1 });
});

test('a generator takes and gives values, and ends when it is left early or fails', () => {
  const { registry, observed } = setUp();
  const echo = observed(function* echo(): Generator<number, string, number> {
    let given = 0;
    for (;;) {
      given = yield given * 2;
      if (given < 0) throw new RangeError('negative');
    }
  });
  const unused = echo();
  expect(inProgress(registry)).toBe(0);
  expect(unused.return('never began')).toEqual({ value: 'never began', done: true });
  const left = echo();
  expect([left.next(), left.next(4)]).toEqual([
    { value: 0, done: false },
    { value: 8, done: false },
  ]);
  expect(inProgress(registry)).toBe(1);
  expect(left.return('left')).toEqual({ value: 'left', done: true });
  const failing = echo();
  failing.next();
  expect(() => failing.next(-1)).toThrow(RangeError);
  expect(calls(registry)).toEqual({ 'function echo success': 1, 'function echo failure': 1 });
  expect(inProgress(registry)).toBe(0);
});

test('a base class and a class that extends it count each call once', () => {
  const { registry, service } = setUp();
  class Shelf {
    count(): number {
      return 1;
    }
  }
  class Store extends Shelf {}
  service(Shelf);
  service(Store);
  expect([new Shelf().count(), new Store().count()]).toEqual([1, 1]);
  expect(calls(registry)).toEqual({ 'Shelf count success': 1, 'Store count success': 1 });
});

test('methods of Node.js and the language, and ignored ones, are left alone', () => {
  const { registry, service } = setUp();
  class Feed extends EventEmitter {
    push(): boolean {
      return this.emit('item');
    }

    quiet(): number {
      return 0;
    }
  }
  service({ ignore: ['quiet'] })(Feed);
  const feed = new Feed();
  feed.on('item', () => undefined);
  expect(feed.push()).toBe(true);
  expect(feed.quiet()).toBe(0);
  class Only {
    one(): void {}
    two(): void {}
  }
  service({ methods: ['two'] })(Only);
  new Only().one();
  new Only().two();
  expect(calls(registry)).toEqual({ 'Feed push success': 1, 'Only two success': 1 });
});

test('a function that is taken for a class is left alone, and what to write is told', () => {
  const { registry, service } = setUp();
  const double = (value: number) => 2 * value;
  expect(service(double as never)).toBe(double);
  expect(diagnosticsOf(registry)[0].message).toContain('observed()');
});

test('an observed function keeps its name, length, properties, this and new', () => {
  const { observed } = setUp();
  function Price(this: { value: number }, value: number, _currency: string): void {
    this.value = value;
  }
  Price.unit = 'EUR';
  const Observed = observed(Price);
  expect([Observed.name, Observed.length, Observed.unit]).toEqual(['Price', 2, 'EUR']);
  const made: unknown = Reflect.construct(Observed, [3, 'EUR']);
  expect(made).toMatchObject({ value: 3 });
  expect(made instanceof Observed).toBe(true);
  const holder = { value: 0, set: Observed };
  holder.set(4, 'EUR');
  expect(holder.value).toBe(4);
});

test('a value with a then that is no promise is handed on untouched', () => {
  const { registry, observed } = setUp();
  let isStarted = false;
  // oxlint-disable-next-line unicorn/no-thenable
  const lazy = { then: () => (isStarted = true) };
  expect(observed({ name: 'build' })(() => lazy)()).toBe(lazy);
  expect(isStarted).toBe(false);
  expect(calls(registry)).toEqual({ 'function build success': 1 });
});

test('calls go on to be seen after the series of their metric were removed', () => {
  const { registry, observed } = setUp();
  const work = observed({ name: 'work' })(() => 1);
  work();
  const counter = registry.add('requests_total', definition.metrics.requests_total);
  if ('clear' in counter) counter.clear();
  expect(calls(registry)).toEqual({});
  work();
  expect(calls(registry)).toEqual({ 'function work success': 1 });
});

test('without the kit classes work, and that is told once', () => {
  const registry = createRegistry();
  const told = diagnosticsOf(registry);
  const { service } = createMethodRecorder(defineMonitoring({ service: 'shop' }), registry);
  const Observed = service(orders());
  expect(new Observed().place('a', 1)).toBe(1);
  expect(told).toMatchObject([{ kind: 'invalid_declaration', metric: 'methods' }]);
});
