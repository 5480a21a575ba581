import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useRemote, useStation } from '../../../data/station-context.ts';
import { boundsOf } from '../../../data/time-range.ts';
import { Segmented } from '../../../design/segmented.tsx';
import { useTimeControl } from '../../../navigation/time.tsx';
import type { SearchChoices } from './view-state.ts';
import { isDuration } from './view-state.ts';

/** Chooses service, operation, status and duration. */
export function FilterBar({ choices }: { readonly choices: SearchChoices }): JSX.Element {
  const { state, change } = choices;
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  const { data } = useRemote(
    ['trace-services', range],
    (api, signal) => api.traces.services(boundsOf(range, nowMs()), signal),
    { isLive: false, keepsPrevious: true },
  );
  const services = data?.services ?? [];
  const operations = services.find(({ service }) => service === state.service)?.operations ?? [];
  return (
    <div class="trace-tools">
      <Choice
        label="Service"
        all="All services"
        value={state.service}
        values={services.map(({ service }) => service)}
        onChoose={(service) => change({ service, operation: '' })}
      />
      {state.service !== '' && (
        <Choice
          label="Operation"
          all="All operations"
          value={state.operation}
          values={operations}
          onChoose={(operation) => change({ operation })}
        />
      )}
      <Segmented
        label="Status"
        value={state.status}
        onChange={(status) => change({ status })}
        segments={[
          { value: 'all', label: 'All' },
          { value: 'error', label: 'Errors' },
        ]}
      />
      <DurationField label="At least" value={state.min} onSet={(min) => change({ min })} />
      <DurationField label="At most" value={state.max} onSet={(max) => change({ max })} />
      <Segmented
        label="Order"
        value={state.order}
        onChange={(order) => change({ order })}
        segments={[
          { value: 'newest', label: 'Newest' },
          { value: 'slowest', label: 'Slowest' },
        ]}
      />
    </div>
  );
}

function Choice(props: {
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  const { value } = props;
  const names = new Set([...props.values, ...(value === '' ? [] : [value])]);
  return (
    <select
      class="input trace-choice"
      aria-label={props.label}
      value={value}
      onChange={(event) => props.onChoose(event.currentTarget.value)}
    >
      <option value="">{props.all}</option>
      {[...names].sort().map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** A duration such as `250ms`; it holds when Enter is pressed, or the field is left. */
function DurationField(props: {
  readonly label: string;
  readonly value: string;
  readonly onSet: (text: string) => void;
}): JSX.Element {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  const text = typed.trim();
  const isWrong = text !== '' && !isDuration(text);
  const set = (): void => {
    if (!isWrong && text !== props.value) props.onSet(text);
  };
  return (
    <label class="trace-duration-field">
      <span class="field-label">{props.label}</span>
      <input
        class="input"
        value={typed}
        placeholder="250ms"
        autocomplete="off"
        aria-invalid={isWrong}
        title={isWrong ? 'Write a duration such as 250ms, 1.5s or 80us' : undefined}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={set}
        onKeyDown={(event) => event.key === 'Enter' && set()}
      />
      {isWrong && (
        <span class="field-problem" role="alert">
          such as 250ms
        </span>
      )}
    </label>
  );
}
