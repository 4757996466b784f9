/** Makes `dist/` current and gives its path; throws an Error of one sentence. */
export function ensureBuild(): Promise<string>;
