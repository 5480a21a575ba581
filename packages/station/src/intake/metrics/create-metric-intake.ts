import { TelltaleError } from '@telltale/model';
import type { ResolvedOtlp } from '@telltale/definition';
import type { IntakeSource, SignalObserver } from '../intake-observer.ts';
import type { MetricIntake, SampleStore } from '../metric-intake.ts';
import { isOverload } from '../overload.ts';
import type { OtlpMetricWriter } from './otlp/otlp-metric-writer.ts';
import type { RemoteWriter } from './remote/remote-writer.ts';

export interface MetricIntakeOptions extends SampleStore {
  readonly translation: ResolvedOtlp;
  readonly nowMs: () => number;
}

/** Makes the intake. What reads a protocol is loaded by its first request. */
export function createMetricIntake(options: MetricIntakeOptions, observer: SignalObserver): MetricIntake {
  const flush = joined(options.flush);
  let otlp: Promise<OtlpMetricWriter> | undefined;
  let remote: Promise<RemoteWriter> | undefined;

  async function loadOtlp(): Promise<OtlpMetricWriter> {
    const module = await import('./otlp/otlp-metric-writer.ts');
    return new module.OtlpMetricWriter(options);
  }

  async function loadRemote(): Promise<RemoteWriter> {
    const module = await import('./remote/remote-writer.ts');
    return new module.RemoteWriter(options);
  }

  async function keep(source: IntakeSource, points: number): Promise<void> {
    if (points === 0) return;
    try {
      await flush();
    } catch (error) {
      if (isOverload(error)) observer.onOverloaded(source, points);
      throw error;
    }
    observer.onReceived(source, points);
  }

  return {
    takeOtlp: async (form, bytes, source) => {
      const writer = await (otlp ??= loadOtlp());
      const written = writing(
        () => writer.write(form, bytes),
        () => (otlp = undefined),
      );
      await keep(source, written.points);
      return written;
    },
    takeRemoteWrite: async (bytes) => {
      const writer = await (remote ??= loadRemote());
      const written = writing(
        () => writer.write(bytes),
        () => (remote = undefined),
      );
      if (written.refused > 0) observer.onProblem('out_of_order', written.refused);
      for (const { problem, samples } of written.faults) observer.onProblem(problem, samples);
      const rejected = written.refused + written.faults.reduce((sum, { samples }) => sum + samples, 0);
      if (rejected > 0) observer.onRejected('remote_write', rejected);
      await keep('remote_write', Math.max(0, written.samples - written.refused));
      return written;
    },
  };
}

/**
 * A store forgets series that have ended, one to two hours after their last sample went: whoever still knows them by
 * their ids starts anew.
 */
function writing<Written>(write: () => Written, forget: () => void): Written {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    forget();
    throw new TelltaleError('TT_OVERLOADED', 'Some of the series have just been forgotten; send it again.');
  }
}

/** Flushes one after the other: whoever comes while one is under way shares the next. */
function joined(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    const started = flush().finally(() => {
      if (running === started) running = undefined;
    });
    return (running = started);
  };
  return () => {
    if (running === undefined) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
