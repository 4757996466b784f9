// biome-ignore lint/suspicious/noExplicitAny: the report is JSON
export function reportOf(suites: any[], command: string[]): any;
// biome-ignore lint/suspicious/noExplicitAny: the report is JSON
export function linesOf(report: any): string[];
