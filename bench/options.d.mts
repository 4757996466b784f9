export interface Suite {
  name: string;
  model?: string;
  kind: 'step' | 'forward' | 'kernel';
  batch: number;
  place: 'wasm' | 'software' | 'gpu' | 'null';
  rounds: number;
  pairs?: number;
  pauseMs?: number;
  asked?: boolean;
}
export const SUITES: Suite[];
export function readOptions(args: string[]): { help: true } | { help: false; json: string | null; dawn: boolean; suites: Suite[] };
