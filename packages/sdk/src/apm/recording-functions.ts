import { activeSpan } from './active-span.ts';
import type { AgentForwarder } from './agent.ts';
import type { ApmContext } from './apm-context.ts';
import type { ApmAttributes } from './attributes.ts';
import { soundAttributes } from './attributes.ts';
import type { MetricTotals } from './custom-metrics.ts';
import { CustomMetrics } from './custom-metrics.ts';

/** What records metrics, events, errors and attributes. Nothing here throws. */
export interface RecordingFunctions {
  /** Adds a value to a metric: `Custom/AI/TokensUsed` becomes `custom_ai_tokens_used_sum` and `_count`. */
  recordMetric(name: string, value: number | MetricTotals): void;
  /** Adds to a counter; 1 by default: `Custom/AI/Requests` becomes `custom_ai_requests_total`. */
  incrementMetric(name: string, step?: number): void;
  /** Tells of an event: as a log record, as an event of the active span, and in a counter by type. */
  recordCustomEvent(type: string, attributes: ApmAttributes): void;
  /** Tells of an error that was handled: as a log record, in the active span, and in a counter. */
  noticeError(error: unknown, attributes?: ApmAttributes, isExpected?: boolean): void;
  /** Adds an attribute to the active span. */
  addCustomAttribute(name: string, value: unknown): void;
  /** Adds attributes to the active span. */
  addCustomAttributes(attributes: ApmAttributes): void;
  /** Names the active span. */
  setTransactionName(name: string): void;
}

const OPEN = { maxValues: 50 } as const;
const STATUS_ERROR = 2;

/** Records into metrics, into the active span and as log records; the agent gets each call, too. */
export function recordingFunctions(context: ApmContext, agent: AgentForwarder): RecordingFunctions {
  const { registry } = context;
  const metrics = new CustomMetrics(registry);
  const events = eventRecorder(context);
  const errors = errorRecorder(context);
  const addAttributes = (attributes: ApmAttributes) =>
    void activeSpan()?.setAttributes(soundAttributes(attributes));
  /** Records and hands on; what is no text where one belongs, and a span that fails, is told of. */
  const both = (name: keyof RecordingFunctions, args: readonly unknown[], record: () => void) => {
    try {
      record();
    } catch (error) {
      const describe = () => `${name} could not record: ${String(error)}`;
      registry.diagnostics.tell('invalid_declaration', `apm.${name}`, describe);
    }
    agent.call(name, args);
  };
  return {
    recordMetric: (name, value) => both('recordMetric', [name, value], () => metrics.record(name, value)),
    incrementMetric: (name, step = 1) =>
      both('incrementMetric', [name, step], () => metrics.increment(name, step)),
    recordCustomEvent: (type, attributes) =>
      both('recordCustomEvent', [type, attributes], () => events(type, soundAttributes(attributes))),
    noticeError: (error, attributes, isExpected = false) =>
      both('noticeError', [error, attributes, isExpected], () =>
        errors(error, soundAttributes(attributes), isExpected),
      ),
    addCustomAttribute: (name, value) =>
      both('addCustomAttribute', [name, value], () => addAttributes({ [name]: value })),
    addCustomAttributes: (attributes) =>
      both('addCustomAttributes', [attributes], () => addAttributes(attributes)),
    setTransactionName: (name) =>
      both('setTransactionName', [name], () => void activeSpan()?.updateName(name)),
  };
}

type Sound = ReturnType<typeof soundAttributes>;

function eventRecorder({ registry, log }: ApmContext): (type: string, attributes: Sound) => void {
  const total = registry.counter('apm_custom_events_total', {
    help: 'Custom events by type',
    labels: { event_type: OPEN },
  });
  return (type, attributes) => {
    total.inc({ event_type: type });
    log?.undeclaredEvent(type, attributes);
    activeSpan()?.addEvent(type, attributes);
  };
}

function errorRecorder({
  registry,
  log,
}: ApmContext): (error: unknown, attributes: Sound, isExpected: boolean) => void {
  const total = registry.counter('apm_noticed_errors_total', {
    help: 'Errors that were handled and told of, by their class',
    labels: { error_type: OPEN, expected: ['true', 'false'] },
  });
  return (error, attributes, isExpected) => {
    const { name, message, stack } = errorOf(error);
    total.inc({ error_type: name, expected: isExpected ? 'true' : 'false' });
    log?.error({ ...attributes, err: error, expected: isExpected }, message);
    const span = activeSpan();
    span?.recordException({ name, message, ...(stack !== undefined && { stack }) });
    if (!isExpected) span?.setStatus({ code: STATUS_ERROR, message });
  };
}

function errorOf(error: unknown): Pick<Error, 'name' | 'message' | 'stack'> {
  return error instanceof Error ? error : { name: typeof error, message: String(error) };
}
