import { EventEmitter } from 'node:events';
import type { CallOptions, CallRecorder } from './call-recorder.ts';
import { observedFunction } from './observed-function.ts';

/** A class. */
export type AnyClass = abstract new (...args: never[]) => object;

/** What `service` takes. */
export interface ServiceOptions extends CallOptions {
  /** Name of the class in the metrics; its own by default. */
  readonly name?: string;
  /** The only methods that are recorded; all by default. */
  readonly methods?: readonly string[];
  /** Methods that are not recorded; none by default. */
  readonly ignore?: readonly string[];
}

/**
 * Puts recording around the methods of a class in place, static and inherited ones included. Private
 * methods, accessors, methods named by symbols, and those of classes of Node.js and the language stay as
 * they are. Throws for what is no class.
 */
export function observeClass(observed: AnyClass, options: ServiceOptions, recorder: CallRecorder): void {
  const name = options.name ?? observed.name;
  const prototype: unknown = Reflect.get(observed, 'prototype');
  if (!isHolder(prototype)) throw new TypeError(`service() takes a class; for a function write observed()`);
  for (const holder of [observed, prototype]) {
    for (const [method, descriptor] of methodsOf(holder, options)) {
      const series = recorder.series({ class: name, method }, options);
      const value = observedFunction(descriptor.value, () => series);
      // What cannot be redefined stays as it is.
      Reflect.defineProperty(holder, method, { ...descriptor, value });
    }
  }
}

type MethodDescriptor = PropertyDescriptor & { readonly value: (...args: never[]) => unknown };

/** The methods of a class or prototype by name, those of its ancestors included; the nearest counts. */
function methodsOf(
  holder: object,
  { methods, ignore = [] }: ServiceOptions,
): ReadonlyMap<string, MethodDescriptor> {
  const found = new Map<string, MethodDescriptor>();
  const seen = new Set(['constructor', 'prototype', ...ignore]);
  for (let level: object | null = holder; isOfUser(level); level = Reflect.getPrototypeOf(level)) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (isMethod(descriptor) && (!methods || methods.includes(name))) found.set(name, descriptor);
    }
  }
  return found;
}

/** Whether a class or prototype is neither of the language nor of Node.js. */
function isOfUser(level: object | null): level is object {
  if (!isHolder(level)) return false;
  const owner: unknown = typeof level === 'function' ? level : Reflect.get(level, 'constructor');
  if (typeof owner !== 'function') return true;
  return (
    owner !== EventEmitter && !/\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(owner))
  );
}

/** Functions that are classes have a prototype that cannot be replaced; they are values, not methods. */
function isMethod(descriptor: PropertyDescriptor): descriptor is MethodDescriptor {
  const { value } = descriptor;
  if (typeof value !== 'function') return false;
  return Reflect.getOwnPropertyDescriptor(value, 'prototype')?.writable !== false;
}

function isHolder(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
