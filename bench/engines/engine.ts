/**
 * @file What a library must offer to be measured: it opens rows (a model, ready to run) and runs them one at a time. One engine lives in
 * one worker, so that no library sees another's tensors, device or patched globals. Types only.
 */

/** What to build. The names of models are in `models.ts`. */
export interface Job {
  model: string;
  batch: number;
  /**
   * `step`: forward, backward and Adam on the same batch again and again. `forward`: logits. `kernel`: one operation of ours, then `model`
   * is its name.
   */
  kind: 'step' | 'forward' | 'kernel';
}

export interface Started {
  /** What the driver calls itself; empty where there is none. */
  adapter: string;
  /** True for an adapter that computes on the CPU. */
  software: boolean;
  /** Rows that it can open, best last; an absent one says why. */
  rows: { name: string; absent?: string }[];
}

export interface Run {
  /** Wall time until the loss or the logits were read back and all work was done. */
  ms: number;
  /**
   * Part of it until the call returned and commands were last submitted: JavaScript and driver. A library that waits for the device before
   * it submits again counts that too; where nothing is computed (Dawn's `null`) there is nothing to wait for.
   */
  cpuMs: number;
  /** [loss] of a step, [loss, gradient norm] of a block, logits [B·classes] of a forward pass. */
  value: number[];
  /** Compute dispatches, 0 without WebGPU. */
  dispatches: number;
}

export interface Ceilings {
  /** Floating-point operations of one run of the job, products of matrices only; a step counts three forward passes. */
  flopsOfRun: number;
  /** Floating-point operations a second of one large f32 product, a multiply-add counting as two. */
  matmulFlops: number;
  /** Bytes read and written a second by one large copy between two buffers of the device; null without WebGPU. */
  copyBytes: number | null;
}

export type Backend = 'wasm' | 'webgpu';

export interface Engine {
  /** @throws Error when the library cannot run on the backend */
  start(backend: Backend, job: Job): Promise<Started>;
  open(row: string, job: Job): Promise<void>;
  run(row: string): Promise<Run>;
  /** Frees what `open` made. */
  close(row: string): Promise<void>;
  /** Ours alone: what the device reaches in a large product and a large copy. */
  ceilings?(job: Job): Promise<Ceilings>;
}

/** A row that is open. */
export interface Opened {
  run(): Promise<Run>;
  close(): void;
}
