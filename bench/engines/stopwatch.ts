/**
 * @file Times one run and counts its GPU dispatches, the same way for every library. It wraps the prototypes of WebGPU that this thread's
 * libraries share: some record on after their call has returned, so the last submit is noted; and a command that the device refuses
 * computes nothing, and fast, so its complaint ends the run.
 */
import type { Run } from './engine.ts';

let dispatches = 0;
let lastSubmit = 0;
let counting = false;

/** What devices complained of outside of any call. */
const complaints: string[] = [];

/** To be called before a library takes its device. */
export function watchWebgpu(): void {
  if (counting || typeof GPUComputePassEncoder === 'undefined') return;
  counting = true;
  const prototype = GPUComputePassEncoder.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = prototype;
  prototype.dispatchWorkgroups = function (...args) {
    dispatches += 1;
    return dispatchWorkgroups.apply(this, args);
  };
  prototype.dispatchWorkgroupsIndirect = function (...args) {
    dispatches += 1;
    return dispatchWorkgroupsIndirect.apply(this, args);
  };
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (...args) {
    const device = await requestDevice.apply(this, args);
    device.addEventListener('uncapturederror', ({ error }) => complaints.push(error.message.split('\n')[0]!));
    return device;
  };
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (...args) {
    const result = submit.apply(this, args);
    lastSubmit = performance.now();
    return result;
  };
}

/** @param work records everything at once and gives the values to come; the clock stops when they and `settled` are there */
export async function timed(work: () => { values: Promise<ArrayLike<number>>; settled?: Promise<unknown> }): Promise<Run> {
  const before = dispatches;
  const start = performance.now();
  try {
    const { values, settled } = work();
    const returned = performance.now();
    const value = Array.from(await values);
    await settled;
    const ms = performance.now() - start;
    refuseComplaints();
    return { ms, cpuMs: Math.max(returned, lastSubmit) - start, value, dispatches: dispatches - before };
  } catch (error) {
    refuseComplaints(); // they say more than what failed after them
    throw error;
  }
}

function refuseComplaints(): void {
  const [first] = complaints.splice(0);
  if (first !== undefined) throw new Error(`the device refused a command: ${first}`);
}
