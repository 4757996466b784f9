export function orderOf(rows: readonly string[], round: number): string[];
export function median(values: number[]): number;
export function ratio(above: number[], below: number[]): [median: number, low: number, high: number];
export function medianInterval(n: number): { cut: number; coverage: number };
export function disagreement(series: Record<string, number[][]>, reference: string): Record<string, number>;
