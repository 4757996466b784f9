/**
 * @file Records joined pair by pair into groups (union and find). Used by `near-duplicates.ts` and `data-report.ts`.
 */

/** Which records belong together; the first of a group stands for it. */
export class RecordGroups {
  private readonly first: Int32Array;
  constructor(count: number) {
    this.first = Int32Array.from({ length: count }, (_, at) => at);
  }
  areOne(a: number, b: number): boolean {
    return this.top(a) === this.top(b);
  }
  join(a: number, b: number): void {
    const [x, y] = [this.top(a), this.top(b)];
    this.first[Math.max(x, y)] = Math.min(x, y);
  }
  /** Those of two or more. */
  all(): number[][] {
    const found = new Map<number, number[]>();
    for (let at = 0; at < this.first.length; at++) {
      const group = found.get(this.top(at));
      if (group) group.push(at);
      else found.set(this.top(at), [at]);
    }
    return [...found.values()].filter((group) => group.length > 1);
  }
  private top(at: number): number {
    let top = at;
    while (this.first[top] !== top) top = this.first[top]!;
    this.first[at] = top;
    return top;
  }
}
