import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../../registry/registry.ts';
import { runWatched } from '../../outcome/outcome.ts';
import type { SpanAttributes, TraceSpan } from '../../traces/spans/trace-span.ts';
import { NO_SPAN } from '../../traces/spans/trace-span.ts';
import { bindKit } from '../kit-binding.ts';
import type { Observation } from '../observation.ts';
import type { CallOptions, CallSeries } from './call-recorder.ts';
import { CallRecorder, FUNCTION } from './call-recorder.ts';
import type { AnyClass, ServiceOptions } from './observed-class.ts';
import { observeClass } from './observed-class.ts';
import type { AnyFunction } from './observed-function.ts';
import { observedFunction } from './observed-function.ts';

/** What `observed` takes. */
export interface ObservedOptions extends CallOptions {
  /** Name in the metrics; that of the function by default. */
  readonly name?: string;
  /** Class in the metrics; `function` by default, or that of a decorated method's object. */
  readonly class?: string;
}

/** What a decorator is told of the method it is put on. */
type MethodContext = Pick<ClassMethodDecoratorContext, 'kind' | 'name'>;

/** Where and how decorators before the standard are put on a method. */
type LegacyPlace = readonly [holder: object, name: string | symbol, descriptor: PropertyDescriptor];

/** Puts recording around a class: a function, and a decorator with or without options. */
export interface ServiceDecorator {
  <Class extends AnyClass>(target: Class, context?: ClassDecoratorContext): Class;
  (
    options?: ServiceOptions,
  ): <Class extends AnyClass>(target: Class, context?: ClassDecoratorContext) => Class;
}

/** Puts recording around one function or method. */
interface MethodDecorator {
  <Observed extends AnyFunction>(fn: Observed, context?: MethodContext): Observed;
  <Method>(
    holder: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): TypedPropertyDescriptor<Method>;
}

/** Puts recording around a function: a function, and a decorator of methods with or without options. */
export interface ObservedDecorator extends MethodDecorator {
  (options: ObservedOptions): MethodDecorator;
}

/**
 * Records calls: into the metrics of the method kit, as spans where there are traces, and as lines of the log where
 * there is one.
 */
export interface MethodRecorder {
  /** `service(Class)`, `service({ name })(Class)`, `@service`, `@service({ name })`: all methods of a class. */
  readonly service: ServiceDecorator;
  /** `observed(fn)`, `observed({ name })(fn)`, `@observed`, `@observed({ name })`: one function or method. */
  readonly observed: ObservedDecorator;
  /** Runs a task and records it as a call of that name; what it returns or throws is handed on. */
  readonly observe: ObserveFunction;
}

/** What {@link MethodRecorder.observe} takes. */
export interface ObserveOptions extends CallOptions {
  /** Of the span. */
  readonly attributes?: SpanAttributes;
}

/** Runs a task and records it as a call; the task is given its span. */
export interface ObserveFunction {
  <Result>(name: string, task: (span: TraceSpan) => Result): Result;
  <Result>(name: string, options: ObserveOptions, task: (span: TraceSpan) => Result): Result;
}

/** Makes what records calls; without the method kit functions and classes do what they did. */
export function createMethodRecorder(
  definition: MonitoringDefinition,
  registry: Registry,
  observation?: Observation,
): MethodRecorder {
  const binding = bindKit(definition, registry, 'methods');
  const recorder = new CallRecorder(binding, observation);
  const serviceOf = (options: ServiceOptions) => (target: AnyClass) => {
    binding.hook(() => observeClass(target, options, recorder), undefined);
    return target;
  };
  const observedOf =
    (options: ObservedOptions) =>
    (...given: readonly [AnyFunction, MethodContext?] | LegacyPlace) => {
      if (!isLegacyPlace(given)) return observedBy(recorder, options, given[0], given[1]?.name);
      const [, name, descriptor] = given;
      if (typeof descriptor.value !== 'function') return descriptor;
      return { ...descriptor, value: observedBy(recorder, options, descriptor.value, name) };
    };
  const service = (given: AnyClass | ServiceOptions = {}) =>
    typeof given === 'function' ? serviceOf({})(given) : serviceOf(given);
  const observed = (...given: Given) => (isOptions(given) ? observedOf(given[0]) : observedOf({})(...given));
  return {
    // Both give back what they were given, or what does so: which of the two, the overloads say.
    service: service as ServiceDecorator,
    observed: observed as ObservedDecorator,
    observe: observeBy(recorder),
  };
}

type Given = readonly [ObservedOptions] | readonly [AnyFunction, MethodContext?] | LegacyPlace;

function isOptions(given: Given): given is readonly [ObservedOptions] {
  return given.length === 1 && typeof given[0] === 'object';
}

function isLegacyPlace(given: Given): given is LegacyPlace {
  return given.length === 3;
}

/** Names that are told apart; those beyond have their series in common. */
const MAX_NAMES = 1000;
const OTHER_NAMES = '__other__';

function observeBy(recorder: CallRecorder): ObserveFunction {
  const byName = new Map<string, CallSeries>();
  const seriesOf = (name: string, options: ObserveOptions): CallSeries => {
    const known = byName.get(name);
    if (known) return known;
    if (byName.size >= MAX_NAMES && name !== OTHER_NAMES) return seriesOf(OTHER_NAMES, options);
    const series = recorder.series({ class: FUNCTION, method: name }, options);
    byName.set(name, series);
    return series;
  };
  return <Result>(
    name: string,
    ...rest: [(span: TraceSpan) => Result] | [ObserveOptions, (span: TraceSpan) => Result]
  ): Result => {
    const [options, task] = rest.length === 1 ? [{}, rest[0]] : rest;
    const call = seriesOf(name, options).begin(options.attributes);
    const { span = NO_SPAN } = call;
    return call.run(() =>
      runWatched(
        () => task(span),
        (outcome) => call.end(outcome),
      ),
    );
  };
}

/** Classes that one method is told apart by; those beyond have their series in common. */
const MAX_CLASSES = 100;
const OTHER_CLASSES = '__other__';

/** A method of whose class nothing is said is recorded under that of the object it is called on. */
function observedBy(
  recorder: CallRecorder,
  options: ObservedOptions,
  fn: AnyFunction,
  methodName?: string | symbol,
): AnyFunction {
  const method = options.name ?? String(methodName ?? (fn.name || 'anonymous'));
  const isOfClass = methodName !== undefined && options.class === undefined;
  const byClass = new Map<string, CallSeries>();
  const seriesOf = (name: string) => {
    const known = byClass.get(name);
    if (known) return known;
    if (byClass.size >= MAX_CLASSES && name !== OTHER_CLASSES) return seriesOf(OTHER_CLASSES);
    const series = recorder.series({ class: name, method }, options);
    byClass.set(name, series);
    return series;
  };
  return observedFunction(fn, (self) =>
    seriesOf(isOfClass ? classNameOf(self) : (options.class ?? FUNCTION)),
  );
}

function classNameOf(self: unknown): string {
  try {
    const owner: unknown = typeof self === 'function' ? self : Reflect.get(Object(self), 'constructor');
    return typeof owner === 'function' && owner.name !== '' ? owner.name : 'unknown';
  } catch {
    return 'unknown';
  }
}
