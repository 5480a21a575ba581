/**
 * Neumaier's variant of Kahan's sum: keeps what rounding loses, so that `1e100 + 1 - 1e100` is 1.
 * As in Prometheus, the compensation is dropped once the sum is infinite.
 */
export class CompensatedSum {
  sum = 0;
  compensation = 0;

  reset(sum = 0, compensation = 0): void {
    this.sum = sum;
    this.compensation = compensation;
  }

  add(value: number): void {
    const total = this.sum + value;
    if (total === Infinity || total === -Infinity) this.compensation = 0;
    else if (Math.abs(this.sum) >= Math.abs(value)) this.compensation += this.sum - total + value;
    else this.compensation += value - total + this.sum;
    this.sum = total;
  }

  get total(): number {
    return this.sum + this.compensation;
  }
}
