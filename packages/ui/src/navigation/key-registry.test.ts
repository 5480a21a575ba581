import { describe, expect, test } from 'vitest';
import { createKeyRegistry } from './key-registry.ts';
import type { KeyBinding, PressedKey } from './key-registry.ts';

function setUp(isMac = false) {
  const ran: string[] = [];
  let now = 0;
  const registry = createKeyRegistry({ isMac, nowMs: () => now });
  const binding = (keys: string, title = keys): KeyBinding => ({
    keys,
    title,
    group: 'Test',
    run: () => ran.push(title),
  });
  const press = (key: string, extra: Partial<PressedKey> = {}): boolean =>
    registry.press({ key, ctrlKey: false, metaKey: false, altKey: false, isTyping: false, ...extra });
  return { ran, registry, binding, press, wait: (ms: number) => (now += ms) };
}

describe('keys', () => {
  test('run what is bound to them, one key or two after each other', () => {
    const { ran, registry, binding, press } = setUp();
    registry.bind([binding('r'), binding('g r'), binding('g d')], 'everywhere');
    press('g');
    press('r');
    press('r');
    press('g');
    press('d');
    expect(ran).toEqual(['g r', 'r', 'g d']);
  });

  test('that follow too late stand by themselves', () => {
    const { ran, registry, binding, press, wait } = setUp();
    registry.bind([binding('r'), binding('g r')], 'everywhere');
    press('g');
    wait(5000);
    press('r');
    expect(ran).toEqual(['r']);
  });

  test('are text while somebody is typing, except with Ctrl', () => {
    const { ran, registry, binding, press } = setUp();
    registry.bind([binding('r'), binding('Mod+k')], 'everywhere');
    expect(press('r', { isTyping: true })).toBe(false);
    expect(press('K', { isTyping: true, ctrlKey: true })).toBe(true);
    expect(press('r', { ctrlKey: true })).toBe(false);
    expect(ran).toEqual(['Mod+k']);
  });

  test('with ⌘ are those of a Mac', () => {
    const { ran, registry, binding, press } = setUp(true);
    registry.bind([binding('Mod+k')], 'everywhere');
    expect(press('k', { ctrlKey: true })).toBe(false);
    expect(press('k', { metaKey: true })).toBe(true);
    expect(ran).toEqual(['Mod+k']);
  });

  test('of a drawer go before those of the page, and those before what holds everywhere', () => {
    const { ran, registry, binding, press } = setUp();
    registry.bind([binding('/', 'everywhere')], 'everywhere');
    registry.bind([binding('/', 'page')], 'page');
    const leave = registry.bind([binding('/', 'drawer')], 'drawer');
    press('/');
    leave();
    press('/');
    expect(ran).toEqual(['drawer', 'page']);
    expect(registry.list().map(({ title }) => title)).toEqual(['page']);
  });
});
