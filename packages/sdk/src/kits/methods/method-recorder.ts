import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../../registry/registry.ts';
import { bindKit } from '../kit-binding.ts';
import { CallRecorder } from './call-recorder.ts';
import type { AnyClass, ServiceOptions } from './observed-class.ts';
import { observeClass } from './observed-class.ts';
import type { AnyFunction } from './observed-function.ts';
import { observedFunction } from './observed-function.ts';

/** What `observed` takes. */
export interface ObservedOptions {
  /** Name in the metrics; that of the function by default. */
  readonly name?: string;
  /** Class in the metrics; `function` by default, or that of a decorated method's object. */
  readonly class?: string;
}

/** What a decorator is told of the method it is put on. */
type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'name'>;

/** Puts recording around a class: a function, and a decorator with or without options. */
export interface ServiceDecorator {
  <Class extends AnyClass>(target: Class, context?: ClassDecoratorContext): Class;
  (
    options?: ServiceOptions,
  ): <Class extends AnyClass>(target: Class, context?: ClassDecoratorContext) => Class;
}

/** Puts recording around a function: a function, and a decorator of methods with or without options. */
export interface ObservedDecorator {
  <Observed extends AnyFunction>(fn: Observed, context?: MethodContext): Observed;
  (
    options: ObservedOptions,
  ): <Observed extends AnyFunction>(fn: Observed, context?: MethodContext) => Observed;
}

/** Records calls into the metrics of the method kit. */
export interface MethodRecorder {
  /** `service(Class)`, `service({ name })(Class)`, `@service`, `@service({ name })`: all methods of a class. */
  readonly service: ServiceDecorator;
  /** `observed(fn)`, `observed({ name })(fn)`, `@observed`, `@observed({ name })`: one function or method. */
  readonly observed: ObservedDecorator;
}

/** Makes what records calls; without the method kit functions and classes do what they did. */
export function createMethodRecorder(definition: MonitoringDefinition, registry: Registry): MethodRecorder {
  const recorder = new CallRecorder(bindKit(definition, registry, 'methods'));
  const serviceOf = (options: ServiceOptions) => (target: AnyClass) => {
    observeClass(target, options, recorder);
    return target;
  };
  const observedOf = (options: ObservedOptions) => (fn: AnyFunction, context?: MethodContext) => {
    const method = options.name ?? String(context?.name ?? (fn.name || 'anonymous'));
    const className = options.class ?? (context ? 'method' : 'function');
    return observedFunction(fn, { class: className, method }, recorder);
  };
  const service = (given: AnyClass | ServiceOptions = {}) =>
    typeof given === 'function' ? serviceOf({})(given) : serviceOf(given);
  const observed = (given: AnyFunction | ObservedOptions, context?: MethodContext) =>
    typeof given === 'function' ? observedOf({})(given, context) : observedOf(given);
  return {
    // Both give back what they were given, or what does so: which of the two, the overloads say.
    service: service as ServiceDecorator,
    observed: observed as ObservedDecorator,
  };
}
