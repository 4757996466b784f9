/**
 * @file Counts GPU dispatches of this worker. Kept apart from the WebGPU backend so that counting does not load it.
 */

let dispatches = 0;
let counting = false;

/** Dispatches recorded since `countDispatches` was called. */
export function dispatchCount(): number {
  return dispatches;
}

/** Starts counting every compute dispatch of this thread. Calling it again changes nothing. */
export function countDispatches(): void {
  if (counting) return;
  counting = true;
  const prototype = GPUComputePassEncoder.prototype;
  const original = prototype.dispatchWorkgroups;
  prototype.dispatchWorkgroups = function (...args) {
    dispatches += 1;
    return original.apply(this, args);
  };
}
