/** Why a job of a `prometheus.yml` cannot be taken over. */
export class JobFault extends Error {
  override readonly name = 'JobFault';
}
