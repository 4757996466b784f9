/** @file A model that is ready to be asked again and again with batches of one shape. Types only. */
import type { HostTensor } from '../tensor/params.ts';

export interface BatchForward {
  /** Logits of a batch, row-major [B × classes]. @param input as `inputValues` makes it; another shape than the first costs more */
  logits(input: HostTensor): Promise<Float32Array>;
  dispose(): void;
}
