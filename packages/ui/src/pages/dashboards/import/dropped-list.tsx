import type { DroppedPart } from '@telltale/station/contract';
import type { JSX } from 'preact';

/** What of a file is not in the dashboard, with its line. */
export function DroppedList({ dropped }: { readonly dropped: readonly DroppedPart[] }): JSX.Element {
  if (dropped.length === 0) return <p class="import-sum">Everything was taken over.</p>;
  return (
    <details class="import-dropped" open>
      <summary>
        {dropped.length} {dropped.length === 1 ? 'thing was' : 'things were'} not taken over
      </summary>
      <div class="table-wrap">
        <table class="import-table">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">What</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {dropped.map(({ line, what, reason }, index) => (
              <tr key={index}>
                <td>{line}</td>
                <td>{what}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
